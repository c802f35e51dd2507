import {
  type Batch,
  type CountedReport,
  context,
  envelope,
  type Frame,
  type Group,
  type LogLine,
  logSpec,
  organisation,
  type UsageEvent,
} from 'candor-client/core';
import { operationColumns, type StoredHistograms } from './histograms.ts';

/** The columns of a group by its rows, as columns.ts lays them out. */
type ColumnsOf<Name extends string, Row> = {
  readonly [Field in keyof Row & string as `${Name}.${Field}`]: readonly Row[Field][];
};

type Organisation = { readonly [Field in keyof typeof organisation]: string | null };
type Once = Omit<CountedReport['report'], 'frames'> & Pick<CountedReport, 'count'>;
type Frames = { readonly [Field in keyof Frame]: readonly Frame[Field][] };

/** A row of the view of batches, as a query gives it. */
export type StoredBatch = Batch['envelope'] &
  Batch['context'] &
  ColumnsOf<'usage', UsageEvent> &
  ColumnsOf<'dropped', { reason: string; count: number }> &
  ColumnsOf<'operations', { [Field in keyof StoredHistograms]: StoredHistograms[Field][number] }> &
  ColumnsOf<'counts', { id: string; count: number }> &
  ColumnsOf<'throughput', { class: string; minutes: number }> &
  ColumnsOf<'errors', Once & Frames> &
  ColumnsOf<'logs', { code: LogLine['code']; time: number; value: readonly string[] }> &
  Organisation &
  ColumnsOf<'configuration', { setting: string; value: string }>;

/**
 * The batch that a row was made from, as far as it is kept. A row that is older than a column has nothing in it.
 */
export function batchOfRow(row: StoredBatch): Batch {
  return {
    envelope: pick(row, envelope) as Batch['envelope'],
    context: pick(row, context) as Batch['context'],
    usage: row['usage.command'].map((command, index) => ({
      command,
      source: row['usage.source'][index] as UsageEvent['source'],
      time: row['usage.time'][index] as number,
    })),
    dropped: fields(row['dropped.reason'], row['dropped.count']),
    operations: operationColumns({
      operation: row['operations.operation'],
      outcome: row['operations.outcome'],
      bucket: row['operations.bucket'],
      count: row['operations.count'],
    }),
    counts: fields(row['counts.id'], row['counts.count']),
    throughput: fields(row['throughput.class'], row['throughput.minutes']),
    errors: row['errors.class'].map((_, index) => reportAt(row, index)),
    logs: row['logs.code'].map((code, index) => ({
      code,
      time: row['logs.time'][index] as number,
      values: logValues(code, row['logs.value'][index] ?? []),
    })),
    organisation: pick(row, organisation),
    configuration: fields(row['configuration.setting'], row['configuration.value']) as Batch['configuration'],
  };
}

function reportAt(row: StoredBatch, index: number): CountedReport {
  const lines = row['errors.line'][index] ?? [];
  const columns = row['errors.column'][index] ?? [];
  const frames = (row['errors.file'][index] ?? []).map((file, at) => ({ file, line: lines[at], column: columns[at] }));
  const report = {
    class: row['errors.class'][index],
    code: row['errors.code'][index],
    process: row['errors.process'][index],
    handledBy: row['errors.handledBy'][index],
    reason: row['errors.reason'][index],
    frames,
    foreign: row['errors.foreign'][index],
  };
  return { report, count: row['errors.count'][index] } as CountedReport;
}

/** Parameters as the code's list has them: the table holds numbers as text. */
function logValues(code: LogLine['code'], values: readonly string[]): LogLine['values'] {
  const types = Object.values(logSpec(code).parameters);
  return values.map((value, at) => (types[at]?.kind === 'uint' ? Number(value) : value));
}

/** The fields of a group that the row has: NULL is what its batch did not have, or what is past its retention. */
function pick(row: StoredBatch, group: Group): Record<string, unknown> {
  const values = Object.keys(group).map((name) => [name, row[name as keyof StoredBatch]] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== null));
}

function fields<Value>(names: readonly string[], values: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] as Value]));
}
