import type { PeriodRows, TotalsRow, VersionRow } from '../asking/answer.ts';
import { useAnswer, useDashboard } from '../asking/dashboard-context.ts';
import { MOST_LINES, SeriesChart } from '../charts/series-chart.tsx';
import { formatShare } from '../format.ts';
import { t } from '../messages/index.ts';
import { AnswerTable, numberColumn } from '../parts/answer-table.tsx';
import { AnswerView, Lead } from '../parts/answer-view.tsx';
import { UnderFigure } from '../parts/notes.tsx';
import type { Page } from './page.ts';
import { releasesOf, usePeriod } from './series.ts';

export const versions: Page = {
  id: 'versions',
  key: 'v',
  name: 'versions.name',
  title: 'versions.title',
  hasFilters: true,
  View: Versions,
};

/** A version of a product; the runtime is none of its own. */
const nameOf = ({ product, version }: VersionRow) => `${product} ${version}`;

function Versions() {
  const { names } = useDashboard();
  const by = usePeriod();
  const { address, ...asked } = useAnswer<VersionRow>('versions');
  const series = useAnswer<VersionRow>('versions', { by, compares: false }).answer?.periods ?? [];
  const wholes = useAnswer<TotalsRow>('totals', { by, compares: false, votes: 'events' }).answer?.periods ?? [];
  return (
    <AnswerView asked={asked}>
      {(answer, totals) => {
        const shares = sharesOf(answer.rows);
        const isAlone = new Set(answer.rows.map(({ product }) => product)).size === 1;
        const label = (name: string) => {
          const row = answer.rows.find((its) => nameOf(its) === name);
          if (!row) return name;
          return isAlone ? row.version : `${names.product(row.product)} ${row.version}`;
        };
        const newest = newestOf(answer.rows);
        return (
          <>
            {newest && (
              <Lead>
                {t('versions.lead', {
                  version: label(nameOf(newest)),
                  share: formatShare(shares.get(nameOf(newest)) ?? 0),
                })}
              </Lead>
            )}
            <div>
              {series.length > 1 && (
                <SeriesChart
                  title={t(`versions.adoption-${by}`)}
                  days={series.map(({ from }) => from)}
                  lines={adoption(answer.rows, series, wholes).map(({ name, values }) => ({
                    name: label(name),
                    values,
                  }))}
                  markers={releasesOf(series)}
                  format={formatShare}
                />
              )}
              <UnderFigure answer={answer} address={address} totals={totals} />
            </div>
            <AnswerTable
              title={t('table.versions')}
              answer={answer}
              keyOf={(row) => `${nameOf(row)} ${row.runtime}`}
              columns={[
                { head: t('table.product'), of: ({ product }) => names.product(product) },
                { head: t('table.version'), of: ({ version }) => version },
                { head: t('table.runtime'), of: ({ runtime }) => runtime },
                numberColumn<VersionRow>(t('table.sessions'), ({ sessions }) => sessions),
                numberColumn<VersionRow>(t('table.installations'), ({ installations }) => installations),
                numberColumn<VersionRow>(t('table.share'), ({ share }) => share, formatShare),
              ]}
            />
          </>
        );
      }}
    </AnswerView>
  );
}

/** Shares of the sessions that are shown, by version. */
function sharesOf(rows: readonly VersionRow[]): ReadonlyMap<string, number> {
  const sum = rows.reduce((all, { sessions }) => all + sessions, 0);
  const shares = new Map<string, number>();
  for (const row of rows) shares.set(nameOf(row), (shares.get(nameOf(row)) ?? 0) + (sum > 0 ? row.sessions / sum : 0));
  return shares;
}

const newestOf = (rows: readonly VersionRow[]) =>
  rows.toSorted((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }))[0];

/**
 * Of each period the share of the versions that are used most, of all its sessions. What is missing was not run, or is withheld where
 * that is said of the period.
 */
function adoption(
  rows: readonly VersionRow[],
  periods: readonly PeriodRows<VersionRow>[],
  wholes: readonly PeriodRows<TotalsRow>[],
) {
  const most = [...sharesOf(rows)].sort(([, a], [, b]) => b - a).slice(0, MOST_LINES);
  const all = new Map(wholes.map((whole) => [whole.from, whole.rows[0]?.sessions ?? 0]));
  const shareIn = (name: string, { from, rows: its, withheld }: PeriodRows<VersionRow>) => {
    const whole = all.get(from) ?? 0;
    const sessions = its.filter((row) => nameOf(row) === name).map((row) => row.sessions);
    if (whole <= 0 || (sessions.length === 0 && withheld.few + withheld.dominated > 0)) return null;
    return Math.min(1, sessions.reduce((sum, count) => sum + count, 0) / whole);
  };
  return most
    .map(([name]) => name)
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => ({ name, values: periods.map((period) => shareIn(name, period)) }));
}
