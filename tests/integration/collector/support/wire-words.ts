import type { Group } from '../../../../client/core/registry/declaration.ts';
import type { FieldType } from '../../../../client/core/registry/field-types.ts';
import { finderFormat, finderLines, finderRegistry } from '../../../support/finder-format.ts';

/**
 * A batch from its layout on the wire (docs/batch.cddl) into words, written down again for the tests: of the product it
 * uses the registry's lists and bounds alone, and none of the codec. What the JSON Schema says about the words is not
 * said again here.
 */
export interface WordBatch {
  readonly operations: {
    readonly operation: readonly string[];
    readonly outcome: readonly string[];
    readonly buckets: readonly number[];
    readonly bucket: readonly number[];
    readonly count: readonly number[];
  };
  readonly errors: readonly {
    readonly report: {
      readonly class: string;
      readonly handledBy: string;
      readonly reason: string;
      readonly foreign: number;
    };
  }[];
}

const FORMAT = 1;
const REVISION = 1;

/**
 * @param value as a CBOR reader gives it: numbers, texts, byte strings and lists.
 * @throws Error when it is not laid out as a batch is.
 */
export function batchInWords(value: unknown): unknown {
  const parts = listOf(value);
  if (parts.length !== 15 || parts[0] !== FORMAT || parts[1] !== REVISION) throw new Error('not a batch');
  // The manifest's revision, and the beginning of its SHA-256, which whoever judges has looked up.
  const [, , revision, hash] = parts;
  if (revision !== finderFormat.manifest.revision || hexOf(hash, 6) !== finderFormat.manifest.hash)
    throw new Error('of another manifest');
  return {
    envelope: wholeGroup(finderRegistry.envelope, parts[4]),
    context: wholeGroup(finderRegistry.context, parts[5]),
    usage: uses(parts[6]),
    dropped: sparseGroup(finderRegistry.dropped, parts[7]),
    operations: histograms(parts[8]),
    counts: sparseGroup(finderRegistry.counts, parts[9]),
    throughput: sparseGroup(finderRegistry.throughput, parts[10]),
    errors: listOf(parts[11]).map(countedReport),
    logs: logLines(parts[12]),
    organisation: sparseGroup(finderRegistry.organisation, parts[13]),
    configuration: sparseGroup(finderRegistry.configuration, parts[14]),
  };
}

function wholeGroup(group: Group, packed: unknown): object {
  const values = listOf(packed);
  const fields = Object.entries(group.fields);
  if (values.length > fields.length) throw new Error('too many fields');
  return Object.fromEntries(
    fields.flatMap(([name, { type, before, expires }], at) => {
      const value = values[at];
      if (expires !== 'never' && Array.isArray(value) && value.length === 0) return [];
      return [[name, at < values.length ? word(type, value) : before]];
    }),
  );
}

function sparseGroup(group: Group, packed: unknown): object {
  const fields = Object.entries(group.fields);
  const pairs = inGroupsOf(2, listOf(packed)).map(([number, value]) => [wholeNumber(number), value] as const);
  const numbers = pairs.map(([number]) => number);
  if (numbers.some((number, at) => at > 0 && number <= (numbers[at - 1] ?? 0))) throw new Error('numbers out of order');
  return Object.fromEntries(
    pairs.map(([number, value]) => {
      const [name, { type }] = required(fields.find(([, field], at) => (field.number ?? at) === number));
      return [name, word(type, value)];
    }),
  );
}

function word(type: FieldType, packed: unknown): unknown {
  switch (type.kind) {
    case 'enum':
      return required(type.values[wholeNumber(packed)] || undefined);
    case 'date':
      return new Date(wholeNumber(packed) * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    case 'uuid':
      return hexOf(packed, 16).replace(/^(\w{8})(\w{4})(\w{4})(\w{4})/, '$1-$2-$3-$4-');
    case 'sha256':
      return hexOf(packed, 32);
    default:
      if (typeof packed !== 'number' && typeof packed !== 'string') throw new Error('neither number nor text');
      return packed;
  }
}

function uses(packed: unknown): object[] {
  const [numbers, gaps] = columns(2, packed);
  const times = runningSums(required(gaps));
  if (numbers?.length !== times.length) throw new Error('columns of different lengths');
  const sources = finderRegistry.usage.fields.source.type.values;
  return times.map((time, row) => {
    const number = required(numbers[row]);
    const command = required(finderRegistry.usage.fields.command.type.values[Math.floor(number / 4)]);
    return { command, source: required(sources[number % 4]), time };
  });
}

function histograms(packed: unknown): object {
  const isEmpty = listOf(packed).length === 0;
  const [rows = [], bucket = [], count = []] = isEmpty ? [] : columns(3, packed);
  if (!isEmpty && rows.length === 0) throw new Error('columns without rows');
  const pairs = inGroupsOf(2, rows) as [number, number][];
  const ids = pairs.map(([id]) => id);
  if (ids.some((id, at) => at > 0 && id <= (ids[at - 1] ?? 0))) throw new Error('rows out of order');
  return {
    operation: ids.map((id) =>
      required(finderRegistry.operations.fields.operation.type.values[Math.floor(id / 2)] || undefined),
    ),
    outcome: ids.map((id) => required(['ok', 'failed'][id % 2])),
    buckets: pairs.map(([, size]) => size),
    bucket,
    count,
  };
}

const reportNames = ['class', 'code', 'process', 'handledBy', 'reason', 'foreign', 'count'] as const;

function countedReport(packed: unknown): object {
  const values = listOf(packed);
  if (values.length !== 8) throw new Error('not a report');
  const errors = finderRegistry.errors.fields;
  const { count, ...report } = Object.fromEntries(
    reportNames.map((name, index) => [name, word(errors[name].type, values[index])]),
  );
  const frames = inGroupsOf(3, listOf(values[7])).map(([file, line, column]) => ({
    file: word(errors.file.type, file),
    line: word(errors.line.type, line),
    column: word(errors.column.type, column),
  }));
  return { report: { ...report, frames }, count };
}

function logLines(packed: unknown): object[] {
  const lines = listOf(packed).map(listOf);
  const times = runningSums(lines.map(([, gap]) => wholeNumber(gap)));
  return lines.map(([number, , ...values], row) => {
    const code = required(finderRegistry.logs.fields.code.type.values[wholeNumber(number)]);
    const types = Object.values(finderLines[code]?.parameters ?? {});
    return { code, time: times[row], values: values.map((value, at) => word(required(types[at]), value)) };
  });
}

/** Byte strings of numbers, as many as it takes. */
function columns(count: number, packed: unknown): number[][] {
  const strings = listOf(packed);
  if (strings.length !== count) throw new Error('another number of columns');
  return strings.map((bytes) => numbersIn(bytesOf(bytes)));
}

/** By its first byte: how many bytes follow, what to add to them, and the least number that is not in a shorter form. */
const forms = [
  { upTo: 240, follow: 0, add: 0, least: 0 },
  { upTo: 248, follow: 1, add: 240, least: 241 },
  { upTo: 249, follow: 2, add: 2288, least: 2288 },
  { upTo: 250, follow: 3, add: 0, least: 67_824 },
  { upTo: 251, follow: 4, add: 0, least: 16_777_216 },
] as const;

/** Numbers of variable length, as SQLite 4 writes them, of at most five bytes. */
function numbersIn(bytes: Buffer): number[] {
  const numbers: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const first = bytes.readUInt8(at);
    const { follow, add, least } = required(forms.find(({ upTo }) => first <= upTo));
    const rest = follow === 0 ? first : bytes.readUIntBE(at + 1, follow);
    const number = rest + add + (follow === 1 ? (first - 241) * 256 : 0);
    if (number < least) throw new Error('not the shortest form');
    numbers.push(number);
    at += 1 + follow;
  }
  return numbers;
}

function runningSums(gaps: readonly number[]): number[] {
  let sum = 0;
  return gaps.map((gap) => {
    sum += gap;
    return sum;
  });
}

function inGroupsOf(size: number, items: readonly unknown[]): unknown[][] {
  if (items.length % size !== 0) throw new Error('cut off');
  return Array.from({ length: items.length / size }, (_, at) => items.slice(at * size, (at + 1) * size));
}

function hexOf(value: unknown, length: number): string {
  const bytes = bytesOf(value);
  if (bytes.length !== length) throw new Error('bytes of another length');
  return bytes.toString('hex');
}

function bytesOf(value: unknown): Buffer {
  if (!(value instanceof Uint8Array)) throw new Error('no byte string');
  return Buffer.from(value);
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('no list');
  return value;
}

function wholeNumber(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw new Error('no whole number');
  return value;
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing there');
  return value;
}
