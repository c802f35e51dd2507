import { compareVersions } from 'candor-client/core';
import type { PeriodRows, TotalsRow, VersionRow } from '../asking/answer.ts';
import { MOST_LINES } from '../charts/colours.ts';

/** What versions are counted by. */
export type VersionFigure = 'sessions' | 'installations';

/** The versions of one product, by what is shown of each; one may run on several runtimes. */
export interface ProductVersions {
  readonly product: string;
  /** In the order in which they were released, the newest first. */
  readonly versions: readonly { readonly version: string; readonly figure: number }[];
  readonly figure: number;
}

/** The rows by product, those first that are run most. */
export function versionsByProduct(rows: readonly VersionRow[], figure: VersionFigure): ProductVersions[] {
  const products = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const its = products.get(row.product) ?? new Map<string, number>();
    products.set(row.product, its);
    its.set(row.version, (its.get(row.version) ?? 0) + row[figure]);
  }
  return [...products]
    .map(([product, its]) => ({
      product,
      versions: [...its]
        .map(([version, its]) => ({ version, figure: its }))
        .sort((a, b) => compareVersions(b.version, a.version)),
      figure: [...its.values()].reduce((sum, count) => sum + count, 0),
    }))
    .sort((a, b) => b.figure - a.figure);
}

interface Line {
  readonly version: string;
  readonly values: readonly (number | null)[];
}

/**
 * Of each period the share of the versions of a product that are used most, of all that it has there. What is missing was not run,
 * or with `k` from 2 on by too few to be shown.
 * @param wholes the totals of the product alone.
 */
export function adoptionOf(
  { product, versions }: ProductVersions,
  periods: readonly PeriodRows<VersionRow>[],
  wholes: readonly PeriodRows<TotalsRow>[],
  figure: VersionFigure,
  k: number,
): Line[] {
  const all = new Map(wholes.map((whole) => [whole.from, whole.rows[0]?.[figure] ?? 0]));
  const shareIn = (version: string, { from, rows }: PeriodRows<VersionRow>) => {
    const whole = all.get(from) ?? 0;
    const its = rows.filter((row) => row.product === product && row.version === version);
    if (whole <= 0 || (its.length === 0 && k > 1)) return null;
    return Math.min(1, its.reduce((sum, row) => sum + row[figure], 0) / whole);
  };
  const most = [...versions].sort((a, b) => b.figure - a.figure).slice(0, MOST_LINES);
  return most
    .sort((a, b) => compareVersions(b.version, a.version))
    .map(({ version }) => ({ version, values: periods.map((period) => shareIn(version, period)) }));
}
