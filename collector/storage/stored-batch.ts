import { type Batch, commonRegistry, type Group } from 'candor-client/core';
import { packedHistograms } from './histograms.ts';

/** A row of the view of batches, as a query gives it: its columns as columns.ts lays them out. */
export interface StoredBatch {
  readonly session: number;
  readonly sequence: number;
  readonly batch: string;
  readonly [column: string]: unknown;
}

/**
 * The batch that a row was made from, as far as it is kept. A row that is older than a column has nothing in it.
 * @param registry by which the table was made; it need not know the words of the product.
 */
export function batchOfRow(row: StoredBatch, registry: Readonly<Record<string, Group>> = commonRegistry): Batch {
  const groups = Object.entries(registry).map(([name, group]) => [name, groupOf(row, name, group)]);
  return Object.fromEntries(groups) as Batch;
}

function groupOf(row: StoredBatch, name: string, group: Group): unknown {
  const column = <T = unknown>(field: string) => (row[`${name}.${field}`] ?? []) as readonly T[];
  switch (group.layout) {
    case 'whole':
      return pick(row, group);
    case 'sparse':
      return group.pair ? fieldsOf(column<string>(group.pair[0]), column(group.pair[1])) : pick(row, group);
    case 'table':
    case 'uses':
      return rowsOf(Object.keys(group.fields), column);
    case 'histogram':
      return histogramsOf(group, column);
    case 'reports':
      return reportsOf(group, column);
    case 'lines':
      return rowsOf(['code', 'time'], column).map((line, index) => ({
        ...line,
        values: (column<readonly string[]>('value')[index] ?? []).map(logValue),
      }));
  }
}

type Read = <T = unknown>(field: string) => readonly T[];

function rowsOf(fields: readonly string[], column: Read): Record<string, unknown>[] {
  const columns = fields.map((field) => [field, column(field)] as const);
  const [first] = columns;
  return (first?.[1] ?? []).map((_, index) =>
    Object.fromEntries(columns.map(([field, values]) => [field, values[index]])),
  );
}

function histogramsOf({ fields }: Group, column: Read): object {
  const { bucket: _, count: __, ...keys } = fields;
  const { buckets, bucket, count } = packedHistograms({ bucket: column('bucket'), count: column('count') });
  return { ...Object.fromEntries(Object.keys(keys).map((key) => [key, column(key)])), buckets, bucket, count };
}

function reportsOf({ fields }: Group, column: Read): object[] {
  const { file: _, line: __, column: ___, count: ____, ...once } = fields;
  const frames = (['file', 'line', 'column'] as const).map(
    (field) => [field, column<readonly unknown[]>(field)] as const,
  );
  return rowsOf(Object.keys(once), column).map((report, index) => ({
    report: {
      ...report,
      frames: (frames[0]?.[1][index] ?? []).map((_file, at) =>
        Object.fromEntries(frames.map(([field, lists]) => [field, lists[index]?.[at]])),
      ),
    },
    count: column('count')[index],
  }));
}

/** A parameter of a log line as it was: the table holds numbers as text, and no word is one. */
function logValue(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** The fields of a group that the row has: NULL is what its batch did not have, or what is past its retention. */
function pick(row: StoredBatch, { fields }: Group): Record<string, unknown> {
  const values = Object.keys(fields).map((name) => [name, row[name]] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== null && value !== undefined));
}

function fieldsOf(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}
