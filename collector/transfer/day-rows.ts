import { columns } from '../storage/columns.ts';
import type { Storage } from '../storage/storage.ts';
import { BATCHES, batchesTable, emptiedAfter, endOf } from '../storage/table.ts';

/** What there is of one UTC day of receipt. */
export interface DayRows {
  readonly day: string;
  readonly rows: number;
  /** Sum of the rows' hashes. */
  readonly check: string;
}

export const columnList = columns.map(({ name }) => `\`${name}\``).join(', ');

/** What the storage empties by itself, sooner or later, changes no hash. */
const checked = columns.filter((column) => emptiedAfter(column, batchesTable) === undefined);

/** A row that is past its retention may still be there. */
const IS_KEPT = `${endOf(batchesTable.rowDays)} > today()`;

/** A row as text says all of it, whatever its types; the engine hashes some types of columns by their places in memory. */
const DAYS = `
  SELECT toString(received) AS day, toUInt32(count()) AS rows,
         toString(sum(cityHash64(formatRowNoNewline('TSV', ${checked.map(({ name }) => `\`${name}\``).join(', ')})))) AS check
  FROM ${BATCHES} FINAL WHERE ${IS_KEPT} GROUP BY received ORDER BY received`;

/** How long all rows may take to be read, in milliseconds: some hundred millions of them. */
const READ_ALL_MS = 60 * 60 * 1000;

/** The rows of every day, each batch once. */
export function queryDays(storage: Pick<Storage, 'query'>): Promise<DayRows[]> {
  return storage.query<DayRows>(DAYS, {}, { limitMs: READ_ALL_MS });
}

/** Whether what was received on a day, "2026-03-09", is kept on another one. */
export function isKept(day: string, today: string): boolean {
  return (Date.parse(today) - Date.parse(day)) / 86_400_000 < batchesTable.rowDays;
}
