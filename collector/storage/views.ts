import { boundsOf } from 'candor-client/core';
import type { StoredTable } from './fit-table.ts';
import { BATCHES, type BatchesTable, DATABASE, emptiedAfter } from './table.ts';

/** How a bucket's number becomes microseconds, by histogram.ts: the upper bound, and what it says of its durations. */
const { upper: BASE, estimate: FIRST_ESTIMATE } = boundsOf(0);
const MICROSECONDS = `${FIRST_ESTIMATE} * pow(${BASE}, bucket)`;

/** What every row says of its batch. */
const OF_BATCH = ['batch', 'installation', 'session', 'sequence', 'product', 'version', 'os'] as const;

/** Groups of which a batch has rows, and their fields: the columns `group.field`. Those of histograms have rows of rows. */
function rowGroups({ columns }: BatchesTable): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { name } of columns) {
    const [group = '', field] = name.split('.');
    if (field !== undefined) groups.set(group, [...(groups.get(group) ?? []), field]);
  }
  return groups;
}

export interface View {
  readonly name: string;
  readonly select: string;
}

/**
 * What may be read: the view `kept`, one row a batch. What is past its retention is not in it, whether it is deleted
 * already or not: no row that is, and NULL or an empty list in the place of a column. `expired` names such columns,
 * because an empty list is not the same as none that was ever filled.
 */
export const KEPT = `${DATABASE}.kept`;

/**
 * Rows for a query that reads these columns and no others: those in which one of them is past its retention are left out.
 * @param where what else the rows must be.
 */
export function rowsWith(names: readonly string[], where?: string): string {
  const listed = names.map((name) => `'${name}'`).join(', ');
  return `(SELECT ${names.map(column).join(', ')} FROM ${KEPT}
    WHERE NOT hasAny(expired, [${listed}])${where === undefined ? '' : ` AND ${where}`})`;
}

const column = (name: string) => `\`${name}\``;

/**
 * The views, for people who ask the tables themselves, and for every answer. Beside {@link KEPT}: each group of which a
 * batch has rows, under its name, one row a row; of histograms one row a filled bucket, with the duration that the bucket
 * stands for. They read with FINAL, so that nobody has to think of it.
 * @param stored the table that is there: it says what was emptied once.
 */
export function viewsOf(table: BatchesTable, stored: StoredTable): View[] {
  const types = new Map(table.columns.map(({ name, type }) => [name, type]));
  const isHistogram = (name: string) => types.get(`${name}.bucket`)?.startsWith('Array(Array(') ?? false;
  const views = [...rowGroups(table)].map(([name, fields]) => ({
    name,
    select: isHistogram(name) ? bucketsOf(name, fields) : rowsOf(name, fields),
  }));
  return [{ name: 'kept', select: keptOf(table, stored) }, ...views];
}

/** A list is emptied as a whole: a column that has joined it since has nothing in the rows that the others were emptied in. */
const listOf = (name: string) => name.split('.')[0] ?? name;

/** The last day of receipt whose rows may have been emptied once, by column or list. */
function emptiedOnce({ columns }: StoredTable): Map<string, string> {
  const days = new Map<string, string>();
  for (const [name, { emptied = '' }] of columns) {
    const list = listOf(name);
    if (emptied > (days.get(list) ?? '')) days.set(list, emptied);
  }
  return days;
}

function keptOf(table: BatchesTable, stored: StoredTable): string {
  const once = emptiedOnce(stored);
  const ends = table.columns.flatMap((one) => {
    const days = emptiedAfter(one, table);
    const emptied = once.get(listOf(one.name));
    const last = [
      ...(days === undefined ? [] : [`today() - ${days}`]),
      ...(emptied === undefined ? [] : [`toDate('${emptied}')`]),
    ];
    return last.length === 0 ? [] : [{ one, isOver: `received <= greatest(${last.join(', ')})` }];
  });
  const over = new Map(ends.map(({ one, isOver }) => [one.name, isOver]));
  const values = table.columns.map(({ name, type }) => {
    const isOver = over.get(name);
    if (isOver === undefined) return column(name);
    const nothing = type.startsWith('Array') ? '[]' : 'NULL';
    return `if(${isOver}, ${nothing}, ${BATCHES}.${column(name)}) AS ${column(name)}`;
  });
  const expired = ends.map(({ one, isOver }) => `if(${isOver}, ['${one.name}'], [])`);
  return `
    SELECT ${values.join(', ')}, CAST(arrayConcat([], ${expired.join(', ') || '[]'}) AS Array(String)) AS expired
    FROM ${BATCHES} FINAL
    WHERE received > today() - ${table.rowDays}`;
}

function rowsOf(group: string, fields: readonly string[]): string {
  const arrays = fields.map((field) => `${group}.${field} AS ${field}`).join(', ');
  return `
    SELECT ${[...OF_BATCH, 'row', ...fields].join(', ')}
    FROM ${KEPT}
    ARRAY JOIN arrayEnumerate(${group}.${fields[0]}) AS row, ${arrays}`;
}

function bucketsOf(group: string, fields: readonly string[]): string {
  const ofBatch = OF_BATCH.join(', ');
  const keys = fields.filter((field) => field !== 'bucket' && field !== 'count');
  const named = keys.map((key) => `${group}.${key} AS ${key}`).join(', ');
  return `
    SELECT ${ofBatch}, ${keys.join(', ')}, bucket, ${MICROSECONDS} AS microseconds, count
    FROM (
      SELECT ${ofBatch}, ${keys.join(', ')}, buckets, counts
      FROM ${KEPT}
      ARRAY JOIN ${named},
                 ${group}.bucket AS buckets, ${group}.count AS counts
    )
    ARRAY JOIN buckets AS bucket, counts AS count`;
}
