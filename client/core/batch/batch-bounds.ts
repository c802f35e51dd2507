import { MAX_FRAMES, MAX_REPORTS } from '../errors/limits.ts';
import { logCodes, logSpec } from '../logs/log-codes.ts';
import { MAX_LOG_LINES } from '../logs/log-lines.ts';
import { MAX_BUCKETS } from '../measures/histogram.ts';
import { type FieldType, maxTextLength } from '../registry/field-types.ts';
import { type Group, REGISTRY_REVISION, registry } from '../registry/registry.ts';
import { BATCH_FORMAT } from './batch.ts';
import type { CborLimits } from './cbor.ts';
import { LAST_DAY, SHA256_BYTES, UUID_BYTES } from './field-codecs.ts';
import { MAX_BATCH_EVENTS, MAX_COUNT } from './limits.ts';
import { varintLength } from './varint.ts';

/**
 * The most that a batch of this registry can be, unpacked. It is added up from the declarations, so that a reader refuses
 * whatever is more before it makes anything of it, and never anything that a writer can write.
 */
interface Extent {
  /** CBOR values: numbers, texts, byte strings and lists, each list itself included. */
  readonly items: number;
  /** Their bytes. */
  readonly bytes: number;
}

/** Bytes in front of a value: its type with its number, or with its length (RFC 8949, section 3). */
function headBytes(argument: number): number {
  if (argument < 24) return 1;
  if (argument < 0x100) return 2;
  if (argument < 0x1_0000) return 3;
  return argument < 0x1_0000_0000 ? 5 : 9;
}

const number = (max: number): Extent => ({ items: 1, bytes: headBytes(max) });
const string = (length: number): Extent => ({ items: 1, bytes: headBytes(length) + length });

function extentOf(type: FieldType): Extent {
  switch (type.kind) {
    case 'enum':
      return number(type.values.length - 1);
    case 'uint':
      return number(type.max);
    case 'date':
      return number(LAST_DAY);
    case 'uuid':
      return string(UUID_BYTES);
    case 'sha256':
      return string(SHA256_BYTES);
    default:
      return string(maxTextLength(type));
  }
}

function listOf(parts: readonly Extent[]): Extent {
  return parts.reduce((sum, part) => ({ items: sum.items + part.items, bytes: sum.bytes + part.bytes }), {
    items: 1,
    bytes: headBytes(parts.length),
  });
}

/** As many of the same. */
const times = (count: number, part: Extent): Extent[] => Array.from({ length: count }, () => part);

/** Numbers of variable length in one byte string. */
const column = (count: number, max: number): Extent => string(count * varintLength(max));

/** Rows of two, operation with outcome and buckets, then what is in the buckets. */
export const MAX_OPERATION_ROWS =
  registry.operations.operation.type.values.length * registry.operations.outcome.type.values.length;
export const MAX_OPERATION_BUCKETS = MAX_OPERATION_ROWS * MAX_BUCKETS;

const valuesOf = (group: Group) => Object.values(group).map(({ type }) => extentOf(type));
const whole = (group: Group) => listOf(valuesOf(group));
const sparse = (group: Group) => listOf(valuesOf(group).flatMap((value, place) => [number(place), value]));

function usage(): Extent {
  const { command, source, time } = registry.usage;
  const uses = command.type.values.length * source.type.values.length;
  return listOf([column(MAX_BATCH_EVENTS, uses - 1), column(MAX_BATCH_EVENTS, time.type.max)]);
}

function operations(): Extent {
  return listOf([
    column(MAX_OPERATION_ROWS * 2, Math.max(MAX_OPERATION_ROWS - 1, MAX_BUCKETS)),
    column(MAX_OPERATION_BUCKETS, MAX_BUCKETS - 1),
    column(MAX_OPERATION_BUCKETS, MAX_COUNT),
  ]);
}

function errors(): Extent {
  const { file, line, column: place, ...once } = registry.errors;
  const frame = [file, line, place].map(({ type }) => extentOf(type));
  const frames = listOf(Array.from({ length: MAX_FRAMES }, () => frame).flat());
  return listOf(times(MAX_REPORTS, listOf([...valuesOf(once), frames])));
}

function logs(): Extent {
  const { code, time } = registry.logs;
  const lines = logCodes.map((name) =>
    listOf([extentOf(code.type), extentOf(time.type), ...Object.values(logSpec(name).parameters).map(extentOf)]),
  );
  const longest = {
    items: Math.max(...lines.map(({ items }) => items)),
    bytes: Math.max(...lines.map(({ bytes }) => bytes)),
  };
  return listOf(times(MAX_LOG_LINES, longest));
}

const most = listOf([
  number(BATCH_FORMAT),
  number(REGISTRY_REVISION),
  whole(registry.envelope),
  whole(registry.context),
  usage(),
  sparse(registry.dropped),
  operations(),
  sparse(registry.counts),
  sparse(registry.throughput),
  errors(),
  logs(),
  sparse(registry.organisation),
  sparse(registry.configuration),
]);

/** Size of a batch after decompression, in bytes. */
export const MAX_DECODED_BYTES = most.bytes;

/**
 * What compression may add to a batch, in bytes; Brotli adds some 30 to the longest one when nothing in it can be
 * compressed. The cost of decompressing follows what is read as well: tables of codes that are never used, 256 KiB of them
 * for 500 bytes of output, take a tenth of a second.
 */
export const MAX_ADDED_BYTES = 1024;

const fieldTypes = Object.values<Group>(registry).flatMap((group) => Object.values(group).map(({ type }) => type));

/** What a reader of a batch takes at most. Its deepest values are those of a frame: batch, errors, report, frames, value. */
export const BATCH_LIMITS: CborLimits = {
  depth: 4,
  items: most.items,
  // Twice the longest: what is a little too long is refused by its field, which is then named.
  textBytes: 2 * Math.max(...fieldTypes.map(maxTextLength)),
};
