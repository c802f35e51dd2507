import { boundsOf } from 'candor-client/core';

/** How a bucket's number becomes microseconds, by histogram.ts: the upper bound, and what it says of its durations. */
const { upper: BASE, estimate: FIRST_ESTIMATE } = boundsOf(0);
const MICROSECONDS = `${FIRST_ESTIMATE} * pow(${BASE}, bucket)`;

/** What every row says of its batch. */
const OF_BATCH = ['batch', 'installation', 'session', 'sequence', 'product', 'version', 'os'] as const;

/** Groups of which a batch has rows, and their fields. `operations` has rows of rows. */
const rowGroups = {
  usage: ['command', 'source', 'time'],
  dropped: ['reason', 'count'],
  counts: ['id', 'count'],
  throughput: ['class', 'minutes'],
  errors: [
    ...['class', 'code', 'process', 'handledBy', 'reason', 'foreign', 'count', 'fingerprint'],
    ...['file', 'line', 'column'],
  ],
  logs: ['code', 'time', 'value'],
  configuration: ['setting', 'value'],
} as const;

export interface View {
  readonly name: string;
  readonly select: string;
}

/**
 * The views, for people who ask the tables themselves: each group of which a batch has rows, under its name, one row a
 * row. `operations` has one row a filled bucket, with the duration that the bucket stands for.
 * @param table the table of batches; read with FINAL, so that nobody has to think of it.
 */
export function viewsOf(table: string): View[] {
  const views = Object.entries(rowGroups).map(([name, fields]) => ({ name, select: rowsOf(table, name, fields) }));
  return [...views, { name: 'operations', select: bucketsOf(table) }];
}

function rowsOf(table: string, group: string, fields: readonly string[]): string {
  const arrays = fields.map((field) => `${group}.${field} AS ${field}`).join(', ');
  return `
    SELECT ${[...OF_BATCH, 'row', ...fields].join(', ')}
    FROM ${table} FINAL
    ARRAY JOIN arrayEnumerate(${group}.${fields[0]}) AS row, ${arrays}`;
}

function bucketsOf(table: string): string {
  const ofBatch = OF_BATCH.join(', ');
  return `
    SELECT ${ofBatch}, operation, outcome, bucket, ${MICROSECONDS} AS microseconds, count
    FROM (
      SELECT ${ofBatch}, operation, outcome, buckets, counts
      FROM ${table} FINAL
      ARRAY JOIN operations.operation AS operation, operations.outcome AS outcome,
                 operations.bucket AS buckets, operations.count AS counts
    )
    ARRAY JOIN buckets AS bucket, counts AS count`;
}
