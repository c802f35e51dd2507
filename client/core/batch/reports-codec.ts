import type { CollectingLevel } from '../consent/levels.ts';
import type { CountedReport } from '../errors/error-counter.ts';
import { type ErrorReport, identityOf } from '../errors/error-report.ts';
import { MAX_FRAMES, MAX_REPORTS } from '../errors/limits.ts';
import { isErrorReport } from '../errors/read-report.ts';
import { type LogCode, logCodes, logSpec } from '../logs/log-codes.ts';
import { type LogLine, MAX_LOG_LINES, MAX_LOG_SECONDS } from '../logs/log-lines.ts';
import { type OperationColumns, type OperationSnapshot, OperationTable } from '../measures/operation-table.ts';
import { type Counts, errors, logs, operations, type Throughput } from '../registry/registry.ts';
import { MAX_OPERATION_BUCKETS, MAX_OPERATION_ROWS } from './batch-bounds.ts';
import type { CborValue } from './cbor.ts';
import { type FieldCodec, fieldCodec } from './field-codecs.ts';
import { list, requireLevel, within } from './group-codec.ts';
import { Invalid } from './problem.ts';
import { isUpTo } from './shapes.ts';
import { readVarints, writeVarints } from './varint.ts';

/** How the groups with an inner structure stand in a batch. Each is an empty list when there is nothing in it. */

const operation = fieldCodec(operations.operation.type);
const outcome = fieldCodec(operations.outcome.type);
const OUTCOMES = operations.outcome.type.values.length;

/**
 * Histograms: three byte strings of numbers. For each row operation · 2 + outcome and how many buckets are filled; then
 * the buckets of all rows, each as the distance from the one before in its row; then their counts.
 * @throws Invalid
 */
export function packOperations(columns: OperationColumns, counts: Counts, throughput: Throughput): CborValue[] {
  requireRecorded({ operations: columns, counts, throughput });
  if (columns.operation.length === 0) return [];
  const rows = columns.operation.flatMap((id, row) => {
    const place = within('operations.operation', operation.pack(id)) as number;
    const result = within('operations.outcome', outcome.pack(columns.outcome[row])) as number;
    return [place * OUTCOMES + result, columns.buckets[row] ?? 0];
  });
  return [writeVarints(rows), writeVarints(columns.bucket), writeVarints(columns.count)];
}

/** @throws Invalid */
export function unpackOperations(packed: unknown, counts: Counts, throughput: Throughput): OperationColumns {
  const parts = list('operations', packed, 3).map((part, place) =>
    part instanceof Uint8Array
      ? readVarints(part, place === 0 ? MAX_OPERATION_ROWS * 2 : MAX_OPERATION_BUCKETS)
      : undefined,
  );
  if (parts.length !== 0 && parts.length !== 3) throw notAsRecorded('operations');
  const [rows = [], bucket = [], count = []] = parts.map((part) => within('operations', part));
  if (parts.length === 3 && rows.length === 0) throw notAsRecorded('operations');
  const ids = rows.filter((_, at) => at % 2 === 0);
  const columns = {
    operation: ids.map((id) => within('operations.operation', operation.unpack(Math.floor(id / OUTCOMES)))),
    outcome: ids.map((id) => within('operations.outcome', outcome.unpack(id % OUTCOMES))),
    buckets: rows.filter((_, at) => at % 2 === 1),
    bucket,
    count,
  } as OperationColumns;
  requireRecorded({ operations: columns, counts, throughput });
  return columns;
}

const notAsRecorded = (path: string) => new Invalid(path, 'histograms and counts as they are recorded');

const nothing = new OperationTable().snapshot();

/** @throws Invalid that names the part which no recorder can have given. */
function requireRecorded(snapshot: OperationSnapshot): void {
  for (const part of ['operations', 'counts', 'throughput'] as const) {
    if (!OperationTable.read({ ...nothing, [part]: snapshot[part] })) throw notAsRecorded(part);
  }
}

const errorCodecs = {
  class: fieldCodec(errors.class.type),
  code: fieldCodec(errors.code.type),
  process: fieldCodec(errors.process.type),
  handledBy: fieldCodec(errors.handledBy.type),
  reason: fieldCodec(errors.reason.type),
  foreign: fieldCodec(errors.foreign.type),
  count: fieldCodec(errors.count.type),
} as const;
const errorFields = Object.entries(errorCodecs);
const frameFields = (['file', 'line', 'column'] as const).map((name) => [name, fieldCodec(errors[name].type)] as const);

/**
 * Reports: for each its fields in this order, and after them its frames, innermost first, as one list of file, line and
 * column by turns.
 * @throws Invalid
 */
export function packErrors(reports: readonly CountedReport[]): CborValue[] {
  requireSound(reports);
  return reports.map(({ report, count }) => {
    const values: Readonly<Record<string, unknown>> = { ...report, count };
    const frames = report.frames.flatMap((frame) =>
      frameFields.map(([name, codec]) => within(`errors.${name}`, codec.pack(frame[name]))),
    );
    return [...errorFields.map(([name, codec]) => within(`errors.${name}`, codec.pack(values[name]))), frames];
  });
}

/** @throws Invalid */
export function unpackErrors(packed: unknown): CountedReport[] {
  const reports = list('errors', packed, MAX_REPORTS).map((item): CountedReport => {
    const parts = list('errors', item, errorFields.length + 1);
    const { count, ...report } = Object.fromEntries(
      errorFields.map(([name, codec], place) => [name, within(`errors.${name}`, codec.unpack(parts[place]))]),
    );
    const frames = unpackFrames(parts[errorFields.length]);
    return { report: { ...report, frames } as unknown as ErrorReport, count: count as number };
  });
  requireSound(reports);
  return reports;
}

/** @throws Invalid */
function unpackFrames(packed: unknown): ErrorReport['frames'] {
  const parts = list('errors', packed, MAX_FRAMES * frameFields.length);
  const starts = parts.map((_, at) => at).filter((at) => at % frameFields.length === 0);
  return starts.map((start) => {
    const frame = frameFields.map(([name, codec], at) => [
      name,
      within(`errors.${name}`, codec.unpack(parts[start + at])),
    ]);
    return Object.fromEntries(frame) as ErrorReport['frames'][number];
  });
}

/** @throws Invalid when the rules that cross fields are broken, or one error has two reports. */
function requireSound(reports: readonly CountedReport[]): void {
  const identities = new Set(reports.map(({ report }) => identityOf(report)));
  const sound = reports.every(({ report, count }) => isErrorReport(report) && count > 0);
  if (!sound || identities.size !== reports.length || reports.length > MAX_REPORTS) {
    throw new Invalid('errors', `at most ${MAX_REPORTS} reports, each once`);
  }
}

const logCode = fieldCodec(logs.code.type);

/** The codecs of each code's parameters, prepared once. */
const parameterCodecs: ReadonlyMap<string, readonly FieldCodec[]> = new Map(
  logCodes.map((code) => [code, Object.values(logSpec(code).parameters).map(fieldCodec)]),
);

/**
 * Log lines: for each the place of its code, the seconds since the line before, and its parameters, a word by its place
 * in the list of the parameter. A time that goes back (the clock was set) counts as no time passed.
 * @throws Invalid
 */
export function packLogs(lines: readonly LogLine[], level: CollectingLevel): CborValue[] {
  if (lines.length > 0) requireLevel('logs', logs.code.level, level);
  if (lines.length > MAX_LOG_LINES) throw new Invalid('logs', `at most ${MAX_LOG_LINES} lines`);
  let previous = 0;
  return lines.map(({ code, time, values }) => {
    const codecs = codecsOf(code, values.length);
    const delta = Math.max(0, within('logs.time', wholeSeconds(time)) - previous);
    previous += delta;
    const packed = codecs.map((codec, at) => within('logs.value', codec.pack(values[at])));
    return [within('logs.code', logCode.pack(code)), delta, ...packed];
  });
}

/** @throws Invalid */
export function unpackLogs(packed: unknown, level: CollectingLevel): LogLine[] {
  const items = list('logs', packed, MAX_LOG_LINES);
  if (items.length > 0) requireLevel('logs', logs.code.level, level);
  let time = 0;
  return items.map((item) => {
    if (!Array.isArray(item)) throw new Invalid('logs', 'lines');
    const [place, delta, ...rest] = item as readonly unknown[];
    const code = within('logs.code', logCode.unpack(place)) as LogCode;
    const codecs = codecsOf(code, rest.length);
    time = within('logs.time', wholeSeconds(time + within('logs.time', wholeSeconds(delta))));
    const values = codecs.map((codec, at) => within('logs.value', codec.unpack(rest[at])));
    return { code, time, values };
  });
}

/** @throws Invalid for a code that there is not: one may stand in an older log on the disk. */
function codecsOf(code: LogCode, values: number): readonly FieldCodec[] {
  const codecs = within('logs.code', parameterCodecs.get(code));
  if (codecs.length !== values) throw new Invalid('logs', 'the parameters of the code');
  return codecs;
}

function wholeSeconds(value: unknown): number | undefined {
  return isUpTo(value, MAX_LOG_SECONDS) ? value : undefined;
}
