import {
  type Context,
  type Dropped,
  type Envelope,
  type Group,
  type Organisation,
  REGISTRY_REVISION,
  registry,
} from '../registry/registry.ts';
import { BATCH_FORMAT, type Batch, type ColumnarBatch } from './batch.ts';
import { BATCH_LIMITS, MAX_ADDED_BYTES, MAX_DECODED_BYTES } from './batch-bounds.ts';
import { CborError, type CborValue, decodeCbor, encodeCbor, leadingNumbers } from './cbor.ts';
import { SparseGroup, WholeGroup } from './group-codec.ts';
import { MAX_BATCH_BYTES } from './limits.ts';
import { Invalid, type Problem } from './problem.ts';
import { packErrors, packLogs, packOperations, unpackErrors, unpackLogs, unpackOperations } from './reports-codec.ts';
import { packUsage, unpackUsage, usageRows } from './usage-codec.ts';

/** Compression as handed in by the platform: this room has none of its own. */
export interface Compression {
  /** Brotli, RFC 7932. The same input gives the same output. */
  compress(bytes: Uint8Array): Uint8Array;
  /** @throws when the input is not Brotli or would give more than `maxBytes`. */
  decompress(bytes: Uint8Array, maxBytes: number): Uint8Array;
}

export type Decoding<T = Batch> =
  | { readonly ok: true; readonly batch: T }
  | {
      readonly ok: false;
      readonly problem: Problem;
      /** It is of a format or a revision of the registry that is newer than this reader, and may well be a batch. */
      readonly isNewer?: true;
    };

const whole = (name: 'envelope' | 'context') => new WholeGroup(name, registry[name]);
const sparse = (name: 'dropped' | 'counts' | 'throughput' | 'organisation' | 'configuration') =>
  new SparseGroup(name, registry[name]);

const groups = {
  envelope: whole('envelope'),
  context: whole('context'),
  dropped: sparse('dropped'),
  counts: sparse('counts'),
  throughput: sparse('throughput'),
  organisation: sparse('organisation'),
  configuration: sparse('configuration'),
} as const;

/**
 * Parts of a batch, by the revision of the registry that it was written by: the format, that revision, and the groups of
 * which there was a field. Groups that join later stand behind them.
 */
const PARTS = Array.from({ length: REGISTRY_REVISION + 1 }, (_, revision) => {
  const isThere = (group: Group) => Object.values(group).some((field) => (field.revision ?? 1) <= revision);
  return 2 + Object.values<Group>(registry).filter(isThere).length;
});
const PARTS_NOW = 2 + Object.keys(registry).length;

/**
 * The bytes of a batch exactly as they are uploaded: the groups of the event registry by their places, deterministic
 * CBOR, Brotli. docs/batch.cddl has the layout.
 * @throws when the batch is not valid by the registry: the client must not write what the collector would refuse.
 */
export function encodeBatch(batch: Batch, compression: Compression): Uint8Array {
  return compression.compress(encodeCbor(pack(batch)));
}

/** @throws Invalid */
function pack(batch: Batch): CborValue {
  const { counts, throughput } = batch;
  const { level } = batch.envelope;
  return [
    BATCH_FORMAT,
    REGISTRY_REVISION,
    groups.envelope.pack(batch.envelope),
    groups.context.pack(batch.context),
    packUsage(batch.usage),
    groups.dropped.pack(batch.dropped, level),
    packOperations(batch.operations, counts, throughput),
    groups.counts.pack(counts, level),
    groups.throughput.pack(throughput, level),
    packErrors(batch.errors),
    packLogs(batch.logs, level),
    groups.organisation.pack(batch.organisation, level),
    groups.configuration.pack(batch.configuration, level),
  ];
}

/** @throws Invalid */
function unpack(value: CborValue): ColumnarBatch {
  if (!Array.isArray(value)) throw new Invalid('batch', `a list of ${PARTS_NOW}`);
  const [format, revision, ...groupParts] = value as readonly CborValue[];
  if (format !== BATCH_FORMAT) throw new Invalid('format', `${BATCH_FORMAT}`);
  if (typeof revision !== 'number' || revision < 1 || revision > REGISTRY_REVISION) {
    throw new Invalid('revision', `1 to ${REGISTRY_REVISION}`);
  }
  const there = PARTS[revision];
  if (value.length !== there) throw new Invalid('batch', `a list of ${there}`);
  // What has joined since is empty.
  const parts: readonly CborValue[] = [...groupParts, ...Array<CborValue>(PARTS_NOW - there).fill([])];
  const [envelopePart, contextPart, usage, dropped, operations, ...rest] = parts;
  const [countsPart, throughputPart, errors, logs, organisation, configuration] = rest;
  const envelope = groups.envelope.unpack(envelopePart, revision) as Envelope;
  const { level } = envelope;
  const counts = groups.counts.unpack(countsPart, level, revision);
  const throughput = groups.throughput.unpack(throughputPart, level, revision);
  return {
    envelope,
    context: groups.context.unpack(contextPart, revision) as Context,
    usage: unpackUsage(usage),
    dropped: groups.dropped.unpack(dropped, level, revision) as Dropped,
    operations: unpackOperations(operations, counts, throughput),
    counts,
    throughput,
    errors: unpackErrors(errors),
    logs: unpackLogs(logs, level),
    organisation: groups.organisation.unpack(organisation, level, revision) as Organisation,
    configuration: groups.configuration.unpack(configuration, level, revision) as Batch['configuration'],
  };
}

/** Unpacked bytes of a batch of a newer client that is known to be one: it may hold more than any of this registry. */
const MAX_NEWER_BYTES = 2 * MAX_DECODED_BYTES;

/** No batch of this registry is longer, however badly it is compressed. */
const LONGEST = Math.min(MAX_BATCH_BYTES, MAX_DECODED_BYTES + MAX_ADDED_BYTES);

/** Reads uploaded bytes back; for untrusted input. Never throws for bad bytes. */
export function decodeBatch(bytes: Uint8Array, compression: Compression): Decoding {
  const decoding = decodeColumns(bytes, compression);
  if (!decoding.ok) return decoding;
  return { ok: true, batch: { ...decoding.batch, usage: usageRows(decoding.batch.usage) } };
}

/** Like {@link decodeBatch}, but leaves the uses in columns: no object for each use. */
export function decodeColumns(bytes: Uint8Array, compression: Compression): Decoding<ColumnarBatch> {
  if (bytes.length > MAX_BATCH_BYTES) return failure(`at most ${LONGEST} bytes`);
  let plain: Uint8Array;
  try {
    plain = compression.decompress(bytes, MAX_NEWER_BYTES);
  } catch {
    return failure(`Brotli of at most ${MAX_DECODED_BYTES} bytes`);
  }
  try {
    if (isNewer(plain)) return { ...failure('a format and a revision that this reader knows'), isNewer: true };
    if (plain.length > MAX_DECODED_BYTES) return failure(`Brotli of at most ${MAX_DECODED_BYTES} bytes`);
    if (bytes.length > plain.length + MAX_ADDED_BYTES) return failure('Brotli that is not longer than what it holds');
    return { ok: true, batch: unpack(decodeCbor(plain, BATCH_LIMITS)) };
  } catch (error) {
    if (error instanceof CborError) return failure(`deterministic CBOR (${error.message})`);
    if (error instanceof Invalid) return { ok: false, problem: error.problem };
    throw error;
  }
}

/** Whether the head of a batch says that it is newer than this reader, which then has no bounds for the rest of it. */
function isNewer(plain: Uint8Array): boolean {
  const [format, revision] = leadingNumbers(plain, 2);
  if (format === undefined || revision === undefined) return false;
  return format > BATCH_FORMAT || (format === BATCH_FORMAT && revision > REGISTRY_REVISION);
}

function failure(expected: string): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { path: 'batch', expected } };
}
