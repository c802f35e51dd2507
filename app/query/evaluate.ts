import { compareText, fold } from './characters.ts';
import { columnsOf } from './columns.ts';
import { grouped } from './groups.ts';
import { matcher } from './matcher.ts';
import { orderOf, type SortColumn } from './order.ts';
import type { AnswerColumn, Query, Row, Value } from './query.ts';
import { groupingOf } from './shown.ts';
import type { TimeContext } from './time.ts';

/**
 * Answers a question about the present from the rows that are there: matches, groups, sorts and cuts them. Rows that are
 * not grouped are handed back as they are; without a sort step they keep their order. The same query gives the same
 * rows here and in the database (see compile.ts).
 */
export function evaluate(
  query: Query,
  rows: readonly Row[],
  context: TimeContext,
): { readonly columns: readonly AnswerColumn[]; readonly rows: readonly Row[] } {
  const columns = columnsOf(query);
  const found = rows.filter(matcher(query, context));
  const grouping = groupingOf(query);
  const shaped = grouping === null ? found : grouped(query.type, grouping, found);
  const ordered = sorted(query, shaped);
  const limit = query.steps.find((step) => step.kind === 'limit')?.count;
  return { columns, rows: limit === undefined ? ordered : ordered.slice(0, limit) };
}

interface Sortable {
  readonly row: Row;
  readonly keys: readonly (readonly [Value, Value])[];
}

function sorted(query: Query, rows: readonly Row[]): readonly Row[] {
  const order = orderOf(query);
  if (order.length === 0) return rows;
  const sortable = rows.map((row): Sortable => ({ row, keys: order.map((column) => keysOf(row, column)) }));
  sortable.sort((one, other) => {
    for (const [index, { descending }] of order.entries()) {
      const difference = compareKeys(one.keys[index], other.keys[index], descending);
      if (difference !== 0) return difference;
    }
    return compareText(one.row.key, other.row.key);
  });
  return sortable.map(({ row }) => row);
}

/** What a value is sorted by: what is missing by nothing, a text in small letters and then as it is. */
function keysOf(row: Row, { property, text, moment }: SortColumn): readonly [Value, Value] {
  const value = row[property] ?? null;
  if (!text) return [moment && value === 0 ? null : value, null];
  const written = value === null ? '' : String(value);
  return written === '' ? [null, null] : [fold(written), written];
}

/** What is missing comes last in both directions. */
function compareKeys(one: readonly Value[] = [], other: readonly Value[] = [], descending: boolean): number {
  for (let index = 0; index < 2; index += 1) {
    const [left, right] = [one[index] ?? null, other[index] ?? null];
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1;
      continue;
    }
    const difference =
      typeof left === 'string' && typeof right === 'string' ? compareText(left, right) : Number(left) - Number(right);
    if (difference !== 0) return descending ? -difference : difference;
  }
  return 0;
}

export { matcher } from './matcher.ts';
export { needsHistory } from './needs.ts';
