import { either, exactly, isNumber, isText, listOf, recordOf } from '../../core/batch/shapes.ts';
import { valueSummary } from '../../core/batch/value-summary.ts';
import type { ShownBatch, ShownError, ShownLine, ShownOperation } from '../../core/ipc/program.ts';
import { boundsOf, Histogram, type HistogramColumns } from '../../core/measures/histogram.ts';

const isFrame = exactly<ShownError['frames'][number]>({ file: isText, line: isNumber, column: isNumber });
const isReport = exactly<Omit<ShownError, 'count'>>({
  class: isText,
  code: isText,
  process: isText,
  handledBy: isText,
  reason: isText,
  frames: listOf(isFrame),
  foreign: isNumber,
});
const isTextOrNumber = either(isText, isNumber);
const isUsage = listOf(exactly<ShownBatch['usage'][number]>({ command: isText, source: isText, time: isNumber }));
const isOperations = exactly({
  operation: listOf(isText),
  outcome: listOf(isText),
  buckets: listOf(isNumber),
  bucket: listOf(isNumber),
  count: listOf(isNumber),
});
const isErrors = listOf(exactly({ report: isReport, count: isNumber }));
const isLogs = listOf(exactly<ShownLine>({ code: isText, time: isNumber, values: listOf(isTextOrNumber) }));
const isFields = recordOf(isText, isTextOrNumber);

type Lists = Pick<ShownBatch, 'usage' | 'operations' | 'errors' | 'logs'>;

/** How each group that is a list is read; `undefined` for what is no list of this version. */
const readers: { readonly [K in keyof Lists]: (value: unknown) => Lists[K] | undefined } = {
  usage: (value) => (isUsage(value) ? value : undefined),
  operations: readOperations,
  errors: (value) => (isErrors(value) ? value.map(({ report, count }) => ({ ...report, count })) : undefined),
  logs: (value) => (isLogs(value) ? value : undefined),
};
const isList = (group: string): group is keyof Lists => Object.hasOwn(readers, group);

/**
 * A decoded batch as the "What Is Shared" window shows it: lists as they are, every other field with its path in the
 * registry. What is neither, because another version wrote it, stands among the fields as JSON: nothing is left out.
 * @param batch a Batch, or what a collector says is one.
 * @param bytes its size on the wire.
 */
export function describeBatch(
  batch: Readonly<Record<string, unknown>>,
  state: ShownBatch['state'],
  bytes: number,
  run?: number,
): ShownBatch {
  const envelope = isFields(batch['envelope']) ? batch['envelope'] : {};
  const session = envelope['session'];
  const lists: { -readonly [K in keyof Lists]: Lists[K] } = { usage: [], operations: [], errors: [], logs: [] };
  const fields: ShownBatch['fields'][number][] = [];
  for (const [group, value] of Object.entries(batch)) {
    if (isList(group) && readInto(lists, group, value)) continue;
    fields.push(...fieldsOf(group, value, isList(group)));
  }
  return {
    batch: String(envelope['batch'] ?? ''),
    state,
    ...(run === undefined ? {} : { run }),
    start: String(envelope['start'] ?? ''),
    session: isNumber(session) ? session : 0,
    bytes,
    fields,
    ...lists,
  };
}

/** A file of the outbox that is no batch any more. */
export function describeUnreadable(batch: string, run: number, bytes: number): ShownBatch {
  return { ...describeBatch({ envelope: { batch } }, 'unreadable', bytes, run), fields: [] };
}

function readInto<K extends keyof Lists>(lists: { [P in K]: Lists[P] }, group: K, value: unknown): boolean {
  const list = readers[group](value);
  if (list) lists[group] = list;
  return list !== undefined;
}

const isRows = listOf(isFields);
const isColumns = recordOf(isText, listOf(isTextOrNumber));
const isHistograms = (value: unknown): value is Readonly<Record<string, (string | number)[]>> =>
  isColumns(value) && ['buckets', 'bucket', 'count'].every((name) => Object.hasOwn(value, name));

/**
 * Fields with their values; of rows what the values of each field come to.
 * @param isUnlike it should be one of the lists that this version shows, and is not.
 */
function fieldsOf(group: string, value: unknown, isUnlike: boolean): ShownBatch['fields'] {
  const field = (name: string, values: readonly (string | number)[]) =>
    values.length === 0 ? [] : [{ path: `${group}.${name}`, value: valueSummary(values) }];
  if (isFields(value))
    return Object.entries(value).map(([name, one]) => ({ path: `${group}.${name}`, value: String(one) }));
  if (!isUnlike && isRows(value) && value.length > 0) {
    const names = new Set(value.flatMap((row) => Object.keys(row)));
    return [...names].flatMap((name) =>
      field(
        name,
        value.flatMap((row) => row[name] ?? []),
      ),
    );
  }
  if (!isUnlike && isHistograms(value))
    return Object.entries(histogramValues(value)).flatMap(([name, values]) => field(name, values));
  return [{ path: group, value: JSON.stringify(value) ?? '' }];
}

/** Histograms as their fields: buckets by their numbers, and not as distances. */
function histogramValues(columns: Readonly<Record<string, readonly (string | number)[]>>): typeof columns {
  const { buckets, bucket, ...rest } = columns;
  if (!buckets || !bucket) return columns;
  let start = 0;
  const numbers = buckets.flatMap((size) => {
    const row = bucket.slice(start, start + Number(size));
    start += Number(size);
    let number = 0;
    return row.map((distance) => {
      number += Number(distance);
      return number;
    });
  });
  return { ...rest, bucket: numbers };
}

function readOperations(columns: unknown): ShownOperation[] | undefined {
  if (!isOperations(columns) || columns.outcome.length !== columns.operation.length) return undefined;
  const rows: ShownOperation[] = [];
  let start = 0;
  for (const [row, operation] of columns.operation.entries()) {
    const end = start + (columns.buckets[row] ?? 0);
    const part = { bucket: columns.bucket.slice(start, end), count: columns.count.slice(start, end) };
    const durations = describeDurations(part);
    if (!durations) return undefined;
    rows.push({ operation, outcome: columns.outcome[row] ?? '', ...durations });
    start = end;
  }
  return start === columns.bucket.length && start === columns.count.length ? rows : undefined;
}

function describeDurations(columns: HistogramColumns): Omit<ShownOperation, 'operation' | 'outcome'> | undefined {
  const histogram = Histogram.decode(columns);
  const [half, slowest] = [histogram?.quantile(0.5), histogram?.quantile(1)];
  if (!histogram || !half || !slowest) return undefined;
  let bucket = 0;
  const ranges = columns.bucket.map((distance, row) => {
    bucket += distance;
    const { lower, upper } = boundsOf(bucket);
    return { bucket, lower, upper, count: columns.count[row] ?? 0 };
  });
  return { count: histogram.count, half: half.upper, slowest: slowest.upper, ranges };
}
