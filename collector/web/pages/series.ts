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

/** The versions that were first seen within the days of a page, each on the first of its periods; not those that were there from the first on. */
export function releasesOf(periods: readonly PeriodRows<VersionRow>[]): Marker[] {
  const [first, ...later] = periods.filter(({ rows }) => rows.length > 0);
  const seen = new Set(first?.rows.map(({ version }) => version));
  const markers: Marker[] = [];
  for (const { from, rows } of later) {
    const fresh = [...new Set(rows.map(({ version }) => version))].filter((version) => !seen.has(version));
    for (const version of fresh) seen.add(version);
    if (fresh.length > 0) markers.push({ day: from, text: fresh.join(', ') });
  }
  return markers;
}

/** The same, asked for. */
export function useReleases(by: By): readonly Marker[] {
  const { scope } = useDashboard();
  const { answer } = useAnswer<VersionRow>('versions', { by, compares: false, votes: 'events' });
  // One version alone has come out on no day.
  if (hasVersion(scope)) return [];
  return releasesOf(answer?.periods ?? []);
}

const hasVersion = ({ filters }: Scope) => filters.some(({ dimension }) => dimension === 'version');
