import type { PeriodRows, VersionRow } from '../asking/answer.ts';
import { useAnswer, useDashboard } from '../asking/dashboard-context.ts';
import type { Marker } from '../charts/series-chart.tsx';
import { countDays, daysOf, type Scope } from '../routing/scope.ts';

/** More days than this are drawn by week: a line of a hundred points says no more, and takes longer to answer. */
const MOST_DAYS = 62;
/** More than this by month. */
const MOST_WEEK_DAYS = 700;

export type By = 'day' | 'week' | 'month';

/** By what a series over the days of a page is asked for. */
export function usePeriod(): By {
  const { scope, closed } = useDashboard();
  if (!closed) return 'day';
  const days = countDays(daysOf(scope, closed));
  if (days <= MOST_DAYS) return 'day';
  return days <= MOST_WEEK_DAYS ? 'week' : 'month';
}

/**
 * The versions that were first seen within the days of a page, each on the first of its periods; of each product not those that were there
 * from its first period on.
 * @param productName what a product is called, which is said where there are several.
 */
export function releasesOf(periods: readonly PeriodRows<VersionRow>[], productName: (id: string) => string): Marker[] {
  const seen = new Map<string, Set<string>>();
  const found: { readonly day: string; readonly product: string; readonly version: string }[] = [];
  for (const { from, rows } of periods) {
    for (const product of new Set(rows.map((row) => row.product))) {
      const before = seen.get(product);
      const known = before ?? new Set<string>();
      seen.set(product, known);
      for (const { version } of rows.filter((row) => row.product === product)) {
        if (before && !known.has(version)) found.push({ day: from, product, version });
        known.add(version);
      }
    }
  }
  const textOf = ({ product, version }: (typeof found)[number]) =>
    seen.size > 1 ? `${productName(product)} ${version}` : version;
  const days = [...new Set(found.map(({ day }) => day))];
  return days.map((day) => ({
    day,
    text: found
      .filter((one) => one.day === day)
      .map(textOf)
      .join(', '),
  }));
}

/** The same, asked for. */
export function useReleases(by: By): readonly Marker[] {
  const { scope, names } = useDashboard();
  const { answer } = useAnswer<VersionRow>('versions', { by, compares: false, votes: 'events' });
  // One version alone has come out on no day.
  if (hasVersion(scope)) return [];
  return releasesOf(answer?.periods ?? [], names.product);
}

/** Whether the page is of one version. */
export const hasVersion = ({ filters }: Scope) => filters.some(({ dimension }) => dimension === 'version');
