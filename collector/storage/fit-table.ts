import type { Column } from './columns.ts';
import { StoreRefused } from './storage.ts';
import { type BatchesTable, declarationOf, emptiedAfter, endOf, SORTING_KEY } from './table.ts';

/** A column of the table that is there. */
export interface StoredColumn {
  /** ClickHouse type. */
  readonly type: string;
  /** Days after which it is emptied; missing where it ends with its row. */
  readonly days?: number;
  /** The last day of receipt, "2026-03-09", whose rows may have been emptied under an earlier, shorter retention. */
  readonly emptied?: string;
}

/** The table that is there. */
export interface StoredTable {
  readonly columns: ReadonlyMap<string, StoredColumn>;
  readonly rowDays: number;
}

/**
 * What makes the table that is there the declared one, as the clauses of one `ALTER TABLE`, so that it has all of them
 * or none: columns that share their lengths must never differ in their retention.
 * @param today UTC, "2026-03-09".
 * @throws StoreRefused for a column that is narrower than the data's, and for data that has more columns.
 */
export function alterationsOf(stored: StoredTable, table: BatchesTable, today: string): string[] {
  const known = new Set(table.columns.map(({ name }) => name));
  const unknown = [...stored.columns.keys()].find((name) => !known.has(name));
  if (unknown) throw new StoreRefused(`the data has a column ${unknown}, which is newer than this collector`);
  const clauses = table.columns.flatMap((column) =>
    alterationOf(column, stored.columns.get(column.name), table, today),
  );
  return stored.rowDays === table.rowDays ? clauses : [...clauses, `MODIFY TTL ${endOf(table.rowDays)}`];
}

function alterationOf(
  column: Column,
  stored: StoredColumn | undefined,
  table: BatchesTable,
  today: string,
): readonly string[] {
  const { name, type } = column;
  if (!stored) return [`ADD COLUMN IF NOT EXISTS ${declarationOf(column, table)}`];
  const isSame = stored.type === type;
  if (!isSame && (!isWider(type, stored.type) || SORTING_KEY.includes(name))) {
    throw new StoreRefused(
      `the data's column ${name} is of type ${stored.type}, which this collector cannot make ${type}`,
    );
  }
  const days = emptiedAfter(column, table) ?? (stored.days === undefined ? undefined : table.rowDays);
  if (isSame && stored.days === days) return [];
  const emptied = emptiedBy(stored, days, today);
  const mark = emptied === stored.emptied ? '' : ` COMMENT '${emptiedComment(emptied)}'`;
  return [`MODIFY COLUMN \`${name}\` ${type}${mark}${days === undefined ? '' : ` TTL ${endOf(days)}`}`];
}

/** Under a longer retention rows come back into sight that were emptied under the shorter one: they stay unread. */
function emptiedBy(stored: StoredColumn, days: number | undefined, today: string): string | undefined {
  if (stored.days === undefined || days === undefined || days <= stored.days) return stored.emptied;
  const last = new Date(Date.parse(today) - stored.days * 86_400_000).toISOString().slice(0, 10);
  return stored.emptied !== undefined && stored.emptied > last ? stored.emptied : last;
}

const EMPTIED = /^emptied through (\d{4}-\d{2}-\d{2})$/;

function emptiedComment(day = ''): string {
  return `emptied through ${day}`;
}

/** Whether every value of a type is one of another: the same around whole numbers of more bits, or no longer required. */
function isWider(wide: string, narrow: string): boolean {
  const [, inner] = /^Nullable\((UInt\d+)\)$/.exec(wide) ?? [];
  if (inner && !narrow.startsWith('Nullable')) return inner === narrow || isWider(inner, narrow);
  const before = narrow.replace(/^LowCardinality\((?!Nullable)(.*)\)$/, 'LowCardinality(Nullable($1))');
  if (wide === `Nullable(${narrow})` || (wide === before && wide !== narrow)) return true;
  const shape = (type: string) => type.replaceAll(/UInt\d+/g, 'UInt');
  const bits = (type: string) => [...type.matchAll(/UInt(\d+)/g)].map(([, width]) => Number(width));
  const least = bits(narrow);
  return shape(wide) === shape(narrow) && bits(wide).every((width, index) => width >= (least[index] ?? 0));
}

/**
 * Reads what the table that is there is like.
 * @param columns each as "name<tab>type<tab>comment".
 * @param statement how the table would be created: it alone says what is emptied when.
 */
export function storedTable(columns: readonly string[], statement: string): StoredTable {
  const [, own = '', rest = ''] = /^(.*?)\) ENGINE = (.*)$/s.exec(statement) ?? [];
  const emptied = new Map(
    [...own.matchAll(/`([^`]+)` [^`]*? TTL received \+ toIntervalDay\((\d+)\)/g)].map(([, name = '', days]) => [
      name,
      Number(days),
    ]),
  );
  const stored = columns.map((line) => {
    const [name = '', type = '', comment = ''] = line.split('\t');
    const days = emptied.get(name);
    const [, day] = EMPTIED.exec(comment) ?? [];
    return [
      name,
      { type, ...(days === undefined ? {} : { days }), ...(day === undefined ? {} : { emptied: day }) },
    ] as const;
  });
  const [, rowDays] = / TTL received \+ toIntervalDay\((\d+)\)/.exec(rest) ?? [];
  return { columns: new Map(stored), rowDays: Number(rowDays) };
}
