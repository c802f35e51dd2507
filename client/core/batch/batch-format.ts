import { type CollectingLevel, covers } from '../consent/levels.ts';
import { HASH_BYTES, type ManifestId } from '../product/manifest.ts';
import { coveredValues, type Group, isInEveryBatch } from '../registry/declaration.ts';
import { maxTextLength } from '../registry/field-types.ts';
import { type Registry, revisionOf, type UsageEvent } from '../registry/registry.ts';
import { BATCH_FORMAT, type Batch, type ColumnarBatch } from './batch.ts';
import { WINDOW_BYTES } from './brotli-window.ts';
import type { CborLimits, CborValue } from './cbor.ts';
import { CborError, decodeCbor, encodeCbor, leadingValues } from './cbor.ts';
import { listExtent, numberExtent, stringExtent } from './extent.ts';
import { toHex } from './field-codecs.ts';
import { type GroupCodec, type Reading, SparseGroup, TableGroup, WholeGroup } from './group-codec.ts';
import { HistogramGroup } from './histogram-codec.ts';
import { MAX_BATCH_BYTES } from './limits.ts';
import { LinesGroup } from './lines-codec.ts';
import { Invalid, type Problem } from './problem.ts';
import { ReportsGroup } from './reports-codec.ts';
import { UsesGroup, usageRows } from './usage-codec.ts';

/** Compression as handed in by the platform: this room has none of its own. */
export interface Compression {
  /** Brotli, RFC 7932. The same input gives the same output. */
  compress(bytes: Uint8Array): Uint8Array;
  /** @throws RangeError when it would give more than `maxBytes`; another error when the input is not Brotli. */
  decompress(bytes: Uint8Array, maxBytes: number): Uint8Array;
}

export type Decoding<T = Batch> =
  | { readonly ok: true; readonly batch: T }
  | {
      readonly ok: false;
      readonly problem: Problem;
      /** It is of a format, a registry or a manifest that this reader does not have yet, and may well be a batch. */
      readonly isNewer?: true;
    };

/** Format, revision of the registry, revision and hash of the manifest: what stands in front of the groups. */
const HEAD = 4;

/** Most that a batch of any product may unpack to, in bytes; some 200 operations take so much. */
export const MAX_UNPACKED_BYTES = WINDOW_BYTES;

/**
 * What compression may add to a batch, in bytes; Brotli adds some 30 to the longest one when nothing in it can be
 * compressed. The cost of decompressing follows what is read as well: tables of codes that are never used, 256 KiB of them
 * for 500 bytes of output, take a tenth of a second.
 */
const MAX_ADDED_BYTES = 1024;

function codecOf(name: string, group: Group): GroupCodec {
  switch (group.layout) {
    case 'whole':
      return new WholeGroup(name, group, isInEveryBatch(name));
    case 'sparse':
      // What did not happen is left out.
      return new SparseGroup(
        name,
        group,
        Object.values(group.fields).every(({ type }) => type.kind === 'uint') ? 1 : 0,
      );
    case 'table':
      return new TableGroup(name, group);
    case 'histogram':
      return new HistogramGroup(name, group);
    case 'uses':
      return new UsesGroup(name, group);
    case 'reports':
      return new ReportsGroup(name, group);
    case 'lines':
      return new LinesGroup(name, group);
  }
}

/** What a batch says of itself before anything else of it is read. */
export interface BatchHead {
  readonly format: number;
  /** Of the registry. */
  readonly revision: number;
  readonly manifest: ManifestId;
}

/**
 * How the batches of a product stand on the wire: deterministic CBOR of the groups of its registry, by their numbers, and
 * Brotli. docs/batch.cddl has the layout.
 */
export class BatchFormat {
  readonly registry: Registry;
  readonly manifest: ManifestId;
  /** Of the registry: the one that is written, and the latest that is read. */
  readonly revision: number;
  /** Uses alone, as the session log has them too. */
  readonly uses: UsesGroup;
  /** What a reader takes at most. */
  readonly limits: CborLimits;
  /** Most bytes, unpacked. */
  readonly maxBytes: number;
  readonly #groups: readonly (readonly [name: string, codec: GroupCodec, revision: number])[];
  readonly #hash: Uint8Array;

  /** @throws RangeError for a product of so many words that one batch could not hold all that is said of them. */
  constructor(registry: Registry, manifest: ManifestId) {
    this.registry = registry;
    this.manifest = manifest;
    this.revision = revisionOf(registry);
    this.#hash = Uint8Array.from(manifest.hash.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
    const groups = Object.entries<Group>(registry);
    this.#groups = groups.map(([name, group]) => [name, codecOf(name, group), firstRevision(group)] as const);
    this.uses = this.#groups.find(([name]) => name === 'usage')?.[1] as UsesGroup;
    const most = listExtent([
      numberExtent(BATCH_FORMAT),
      numberExtent(this.revision),
      numberExtent(manifest.revision),
      stringExtent(this.#hash.length),
      ...this.#groups.map(([, { extent }]) => extent),
    ]);
    this.maxBytes = most.bytes;
    if (most.bytes > MAX_UNPACKED_BYTES) throw new RangeError('the product has more words than a batch has room for');
    const types = groups.flatMap(([, { fields }]) => Object.values(fields).map(({ type }) => type));
    this.limits = {
      // The deepest values are those of a frame: batch, errors, report, frames, value.
      depth: 4,
      items: most.items,
      // Twice the longest: what is a little too long is refused by its field, which is then named.
      textBytes: 2 * Math.max(...types.map(maxTextLength)),
    };
  }

  /**
   * The bytes of a batch exactly as they are uploaded.
   * @throws when the batch is not valid by the registry: the client must not write what the collector would refuse.
   */
  encode(batch: Batch, compression: Compression): Uint8Array {
    return compression.compress(encodeCbor(this.#pack(batch)));
  }

  /** Reads uploaded bytes back; for untrusted input. Never throws for bad bytes. */
  decode(bytes: Uint8Array, compression: Compression): Decoding {
    const decoding = this.decodeColumns(bytes, compression);
    if (!decoding.ok) return decoding;
    return { ok: true, batch: { ...decoding.batch, usage: usageRows(decoding.batch.usage) } };
  }

  /**
   * Like {@link decode}, but leaves the uses in columns: no object for each use. Batches of earlier words of the product are
   * read as well, because its lists only grow.
   */
  decodeColumns(bytes: Uint8Array, compression: Compression): Decoding<ColumnarBatch> {
    const isOwn = ({ manifest }: BatchHead) => manifest.revision <= this.manifest.revision;
    return decodeWith(bytes, compression, (head) => (isOwn(head) ? this : undefined), 2 * this.maxBytes);
  }

  /** Whether a value can stand for a group in a batch of a level. */
  fits(name: string, value: unknown, level: Reading['level']): boolean {
    const codec = this.#groups.find(([group]) => group === name)?.[1];
    try {
      codec?.pack(value, { level, revision: this.revision });
      return codec !== undefined;
    } catch (error) {
      if (error instanceof Invalid || error instanceof TypeError) return false;
      throw error;
    }
  }

  /** What a batch has that says nothing of these groups. */
  nothing(names: readonly string[]): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      this.#groups.filter(([name]) => names.includes(name)).map(([name, { nothing }]) => [name, nothing]),
    );
  }

  /** What a level covers of a batch; it stays the same batch under the same id. */
  covered(batch: Batch, level: CollectingLevel): Batch {
    if (covers(level, batch.envelope.level)) return batch;
    const values = batch as unknown as Readonly<Record<string, object | undefined>>;
    const groups = Object.entries<Group>(this.registry).flatMap(([name, group]) => {
      const [value, nothing] = [values[name], this.nothing([name])[name]];
      return value ? [[name, coveredValues(group, value, level, nothing as object)] as const] : [];
    });
    return { ...Object.fromEntries(groups), envelope: { ...batch.envelope, level } } as Batch;
  }

  /** Unpacked bytes as a batch. @throws Invalid, CborError */
  read(plain: Uint8Array): ColumnarBatch {
    const value = decodeCbor(plain, this.limits);
    if (!Array.isArray(value)) throw new Invalid('batch', 'a list');
    const [, revision, , , ...parts] = value as readonly CborValue[];
    if (typeof revision !== 'number' || revision < 1) throw new Invalid('revision', `1 to ${this.revision}`);
    const there = this.#groups.filter(([, , first]) => first <= revision).length;
    if (parts.length !== there) throw new Invalid('batch', `a list of ${HEAD + there}`);
    const batch: Record<string, unknown> = {};
    let level: Reading['level'] = 'standard';
    for (const [index, [name, codec]] of this.#groups.entries()) {
      // What has joined since is not there.
      if (index >= there) batch[name] = codec.nothing;
      // The envelope comes first and says the level; its own fields are of every level.
      else batch[name] = codec.unpack(parts[index], { level, revision });
      if (name === 'envelope') level = (batch[name] as ColumnarBatch['envelope']).level;
    }
    return batch as unknown as ColumnarBatch;
  }

  #pack(batch: Batch): CborValue {
    const { level } = batch.envelope;
    const values = batch as unknown as Readonly<Record<string, unknown>>;
    const reading = { level, revision: this.revision };
    const unknown = Object.keys(batch).find((name) => !this.#groups.some(([known]) => known === name));
    if (unknown) throw new Invalid(unknown, 'a group of the registry');
    return [
      BATCH_FORMAT,
      this.revision,
      this.manifest.revision,
      this.#hash,
      ...this.#groups.map(([name, codec]) =>
        codec instanceof UsesGroup
          ? codec.packRows(values[name] as readonly UsageEvent[], level)
          : codec.pack(values[name] ?? codec.nothing, reading),
      ),
    ];
  }
}

/**
 * Reads uploaded bytes by the format that belongs to the manifest they name; for untrusted input. Never throws for bad
 * bytes.
 * @param find the format; `undefined` when the manifest is not known.
 * @param maxBytes most that is unpacked at all: more than the longest batch of any format that is known. What is more may be
 * of another, and is put off without being looked at.
 */
export function decodeWith(
  bytes: Uint8Array,
  compression: Compression,
  find: (head: BatchHead) => BatchFormat | undefined,
  maxBytes: number,
): Decoding<ColumnarBatch> {
  if (bytes.length > MAX_BATCH_BYTES) return failure(`at most ${MAX_BATCH_BYTES} bytes`);
  let plain: Uint8Array;
  try {
    plain = compression.decompress(bytes, Math.min(maxBytes, MAX_UNPACKED_BYTES));
  } catch (error) {
    return error instanceof RangeError ? newer(`at most ${maxBytes} bytes, unpacked`) : failure('Brotli');
  }
  try {
    const head = readHead(plain);
    if (!head) return failure('a format, a revision and a manifest in front');
    if (head.format > BATCH_FORMAT) return newer('a format that this reader knows');
    const format = find(head);
    if (!format) return newer('a manifest that this reader has');
    if (head.revision > format.revision) return newer('a revision of the registry that this reader knows');
    if (plain.length > format.maxBytes) return failure(`at most ${format.maxBytes} bytes, unpacked`);
    if (bytes.length > plain.length + MAX_ADDED_BYTES) return failure('Brotli that is not longer than what it holds');
    return { ok: true, batch: format.read(plain) };
  } catch (error) {
    if (error instanceof CborError) return failure(`deterministic CBOR (${error.message})`);
    if (error instanceof Invalid) return { ok: false, problem: error.problem };
    throw error;
  }
}

/** The head alone: a newer reader's bounds would not fit the rest. */
function readHead(plain: Uint8Array): BatchHead | undefined {
  const [format, revision, words, hash] = leadingValues(plain, HEAD);
  if (typeof format !== 'number' || typeof revision !== 'number' || format < 1 || revision < 1) return undefined;
  const isKnown =
    format === BATCH_FORMAT &&
    typeof words === 'number' &&
    words >= 1 &&
    hash instanceof Uint8Array &&
    hash.length === HASH_BYTES;
  if (!isKnown && format <= BATCH_FORMAT) return undefined;
  return {
    format,
    revision,
    manifest: {
      revision: typeof words === 'number' ? words : 0,
      hash: hash instanceof Uint8Array ? toHex(hash) : '',
    },
  };
}

/** The revision in which a group joined: that of its first field. A group of words alone was there from the start. */
function firstRevision({ fields }: Group): number {
  const revisions = Object.values(fields).map(({ revision = 1 }) => revision);
  return revisions.length === 0 ? 1 : Math.min(...revisions);
}

function failure(expected: string): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { path: 'batch', expected } };
}

function newer(expected: string): ReturnType<typeof failure> & { readonly isNewer: true } {
  return { ...failure(expected), isNewer: true };
}
