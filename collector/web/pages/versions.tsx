import { type ReactNode, useMemo } from 'react';
import type { PeriodRows, TotalsRow, VersionRow } from '../asking/answer.ts';
import { DashboardContext, useAnswer, useDashboard, useTotals } from '../asking/dashboard-context.ts';
import { SeriesChart } from '../charts/series-chart.tsx';
import { formatShare } from '../format.ts';
import { t } from '../messages/index.ts';
import { AnswerTable, numberColumn } from '../parts/answer-table.tsx';
import { AnswerView, Lead } from '../parts/answer-view.tsx';
import { UnderFigure } from '../parts/notes.tsx';
import type { Page } from './page.ts';
import { type By, hasVersion, releasesOf, usePeriod } from './series.ts';
import { adoptionOf, type ProductVersions, type VersionFigure, versionsByProduct } from './versions-of.ts';

export const versions: Page = {
  id: 'versions',
  key: 'v',
  name: 'versions.name',
  title: 'versions.title',
  hasFilters: true,
  View: Versions,
};

/** Products that have a sentence and a chart of their own, those that are run most; the table has all. */
const MOST_CHARTS = 4;

function Versions() {
  const { names, scope } = useDashboard();
  const by = usePeriod();
  const { address, ...asked } = useAnswer<VersionRow>('versions');
  const { answer: byPeriod, address: seriesAddress } = useAnswer<VersionRow>('versions', { by, compares: false });
  const series = byPeriod?.periods ?? [];
  const figure = scope.votes === 'installation' ? 'installations' : 'sessions';
  return (
    <AnswerView asked={asked}>
      {(answer, totals) => {
        const products = versionsByProduct(answer.rows, figure);
        const charted = products.slice(0, MOST_CHARTS);
        return (
          <>
            <Lead>
              {charted.map((its) => (
                <OfProduct key={its.product} product={its.product}>
                  <Newest its={its} isAlone={products.length === 1} figure={figure} />
                </OfProduct>
              ))}
            </Lead>
            <div className="answer">
              {series.length > 1 &&
                charted.map((its) => (
                  <OfProduct key={its.product} product={its.product}>
                    <Adoption
                      its={its}
                      isAlone={products.length === 1}
                      series={series}
                      by={by}
                      figure={figure}
                      address={seriesAddress}
                      k={answer.k}
                    />
                  </OfProduct>
                ))}
              <UnderFigure answer={answer} address={address} totals={totals} />
            </div>
            <AnswerTable
              title={t('table.versions')}
              answer={answer}
              keyOf={({ product, version, runtime }) => `${product} ${version} ${runtime}`}
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

/** What is in it is about one product. */
function OfProduct({ product, children }: { product: string; children: ReactNode }) {
  const dashboard = useDashboard();
  const of = useMemo(() => ({ ...dashboard, scope: { ...dashboard.scope, product } }), [dashboard, product]);
  return <DashboardContext value={of}>{children}</DashboardContext>;
}

interface NewestProps {
  readonly its: ProductVersions;
  readonly isAlone: boolean;
  readonly figure: VersionFigure;
}

/** How much the newest version of a product makes of it: numbers of different products are not compared. */
function Newest({ its, isAlone, figure }: NewestProps) {
  const { names } = useDashboard();
  const totals = useTotals();
  // Shares as the table has them: of the sessions that are shown, or of all installations, of which each can have several versions.
  const all = figure === 'sessions' ? its.figure : (totals?.installations ?? 0);
  const [newest] = its.versions;
  if (!newest || all <= 0) return null;
  const share = formatShare(Math.min(1, Math.max(0, newest.figure / all)));
  if (isAlone) return t(`versions.lead-${figure}`, { version: newest.version, share });
  return `${t(`versions.lead-of-${figure}`, { version: `${names.product(its.product)} ${newest.version}`, share })} `;
}

interface AdoptionProps {
  readonly its: ProductVersions;
  /** No other product has a chart beside. */
  readonly isAlone: boolean;
  /** Of all products. */
  readonly series: readonly PeriodRows<VersionRow>[];
  readonly by: By;
  /** Where the series was asked for. */
  readonly address: string | undefined;
  readonly figure: VersionFigure;
  readonly k: number;
}

/** The versions of the one product that the scope is of. */
function Adoption({ its, isAlone, series, by, figure, k, address }: AdoptionProps) {
  const { names, scope } = useDashboard();
  const wholes = useAnswer<TotalsRow>('totals', { by, compares: false, votes: 'events' }).answer?.periods ?? [];
  const title = t(`versions.adoption-${figure}-${by}`);
  const periods = series.map((period) => ({
    ...period,
    rows: period.rows.filter(({ product }) => product === its.product),
  }));
  return (
    <SeriesChart
      title={isAlone ? title : t('versions.adoption-of', { product: names.product(its.product), title })}
      days={series.map(({ from }) => from)}
      lines={adoptionOf(its, periods, wholes, figure, k).map(({ version, values }) => ({ name: version, values }))}
      markers={hasVersion(scope) ? [] : releasesOf(periods, names.product)}
      format={formatShare}
      address={address}
    />
  );
}
