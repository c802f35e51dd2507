import type { Row, Value } from '../../app/query/query.ts';
import { type GridColumn, isSummed } from './grid-column.ts';

/** Sums of the columns that can be summed; a column of which nothing is known has no sum. */
export function totalsOf(key: string, rows: readonly Row[], columns: readonly GridColumn[]): Row {
  const totals: Record<string, Value> = {};
  for (const column of columns) {
    if (!isSummed(column)) continue;
    let sum: number | null = null;
    for (const row of rows) {
      const value = row[column.property];
      if (typeof value === 'number') sum = (sum ?? 0) + value;
    }
    totals[column.property] = sum;
  }
  return { ...totals, key };
}

/** Whether two rows say the same. */
export function sameRow(a: Row, b: Row): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.is(a[name], b[name]));
}
