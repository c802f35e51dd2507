import { commandSources } from 'candor-client/core';
import type { Answer, FeatureRow, PeriodRows, SourceRow, TotalsRow } from '../asking/answer.ts';
import { useAnswer, useDashboard } from '../asking/dashboard-context.ts';
import { Bars } from '../charts/bars.tsx';
import { MOST_LINES } from '../charts/colours.ts';
import { SeriesChart } from '../charts/series-chart.tsx';
import { formatList, formatNumber, formatPoints, formatShare } from '../format.ts';
import { t, tn } from '../messages/index.ts';
import { segmentName } from '../names.ts';
import { AnswerTable, type Column, numberColumn } from '../parts/answer-table.tsx';
import { AnswerView, Lead } from '../parts/answer-view.tsx';
import { UnderFigure } from '../parts/notes.tsx';
import type { Page } from './page.ts';
import { type By, usePeriod, useReleases } from './series.ts';

export const features: Page = {
  id: 'features',
  key: 'f',
  name: 'features.name',
  title: 'used.title',
  hasFilters: true,
  View: Features,
};

/** Bars in the chart; the table has all commands. */
const MOST_BARS = 12;

function Features() {
  const { address, ...asked } = useAnswer<FeatureRow>('features');
  const by = usePeriod();
  const { answer: trend, address: trendAddress } = useAnswer<FeatureRow>('features', { by, compares: false });
  return (
    <AnswerView asked={asked}>
      {(answer, totals) => (
        <>
          <FeaturesLead answer={answer} totals={totals} />
          <div>
            <FeatureBars answer={answer} totals={totals} />
            <UnderFigure answer={answer} address={address} totals={totals} />
          </div>
          {trend?.periods && trend.periods.length > 1 && (
            <Trend rows={answer.rows} periods={trend.periods} by={by} address={trendAddress} />
          )}
          <FeatureTable answer={answer} totals={totals} />
          <NeverUsed rows={answer.rows} />
        </>
      )}
    </AnswerView>
  );
}

/** Of all installations, how many used it; noise can make a part more than the whole. */
const reachOf = (row: FeatureRow, totals: TotalsRow | undefined) =>
  totals && totals.installations > 0 ? Math.min(1, Math.max(0, row.installations / totals.installations)) : undefined;

function useComparedTotals(): TotalsRow | undefined {
  return useAnswer<TotalsRow>('totals', { votes: 'events' }).answer?.compared?.rows[0];
}

interface Shown {
  readonly answer: Answer<FeatureRow>;
  readonly totals: TotalsRow | undefined;
}

function FeaturesLead({ answer, totals }: Shown) {
  const { names } = useDashboard();
  const others = useComparedTotals();
  const [most] = [...answer.rows].sort((a, b) => b.installations - a.installations);
  const reach = most && reachOf(most, totals);
  if (!most || reach === undefined) return null;
  const other = answer.compared?.rows.find(({ command }) => command === most.command);
  const before = other && reachOf(other, others);
  const said = { command: names.command(most.command), share: formatShare(reach) };
  return (
    <Lead>
      {answer.compared && before !== undefined
        ? t('used.lead-compared', {
            ...said,
            points: formatPoints(reach - before),
            name: segmentName(answer.compared.dimension, answer.compared.segment),
          })
        : t('used.lead', said)}
    </Lead>
  );
}

function FeatureBars({ answer, totals }: Shown) {
  const { scope, names } = useDashboard();
  const isVotes = scope.votes === 'installation';
  const { compared } = answer;
  const figureOf = (row: FeatureRow) => (isVotes ? row.installations : row.uses);
  const sum = answer.rows.reduce((all, { uses }) => all + uses, 0);
  const comparedSum = compared?.rows.reduce((all, { uses }) => all + uses, 0) ?? 0;
  /** Two sides have different numbers of installations: shares are compared, not counts. */
  const shareOf = (row: FeatureRow, all: number) => row.share ?? (all > 0 ? figureOf(row) / all : 0);
  const bars = answer.rows.slice(0, MOST_BARS).map((row) => {
    const other = compared?.rows.find(({ command }) => command === row.command);
    const reach = reachOf(row, totals);
    const text =
      reach === undefined ? formatNumber(figureOf(row)) : `${formatNumber(figureOf(row))} · ${formatShare(reach)}`;
    if (!compared) return { name: names.command(row.command), value: figureOf(row), text };
    return {
      name: names.command(row.command),
      value: shareOf(row, sum),
      text: formatShare(shareOf(row, sum)),
      other: other
        ? { value: shareOf(other, comparedSum), text: formatShare(shareOf(other, comparedSum)) }
        : { value: 0, text: t('table.none-short') },
    };
  });
  const title = compared
    ? t(isVotes ? 'used.bars-share-installations' : 'used.bars-share-uses')
    : t(isVotes ? 'used.bars-installations' : 'used.bars-uses');
  return <Bars title={title} bars={bars} compared={compared && segmentName(compared.dimension, compared.segment)} />;
}

function Trend({
  rows,
  periods,
  by,
  address,
}: {
  rows: readonly FeatureRow[];
  periods: readonly PeriodRows<FeatureRow>[];
  by: By;
  address: string | undefined;
}) {
  const { names, scope } = useDashboard();
  const releases = useReleases(by);
  const isVotes = scope.votes === 'installation';
  const lines = rows.slice(0, MOST_LINES).map(({ command }) => ({
    name: names.command(command),
    values: periods.map((period) => {
      const row = period.rows.find((its) => its.command === command);
      return (isVotes ? row?.installations : row?.uses) ?? null;
    }),
  }));
  return (
    <SeriesChart
      title={t(isVotes ? `used.trend-installations-${by}` : `used.trend-uses-${by}`)}
      days={periods.map(({ from }) => from)}
      lines={lines}
      markers={releases}
      format={formatNumber}
      address={address}
    />
  );
}

function FeatureTable({ answer, totals }: Shown) {
  const { names } = useDashboard();
  const sources = useAnswer<SourceRow>('sources', { compares: false, votes: 'events' }).answer;
  const bySource = new Map(sources?.rows.map((row) => [`${row.command} ${row.source}`, row.uses]));
  const columns: Column<FeatureRow>[] = [
    { head: t('table.command'), of: ({ command }) => names.command(command) },
    numberColumn<FeatureRow>(t('table.uses'), ({ uses }) => uses),
    numberColumn<FeatureRow>(t('table.installations'), ({ installations }) => installations),
  ];
  const alone: Column<FeatureRow>[] = answer.compared
    ? []
    : [
        numberColumn<FeatureRow>(t('table.of-installations'), (row) => reachOf(row, totals), formatShare),
        ...commandSources.map((source) =>
          numberColumn<FeatureRow>(t(`source.${source}`), ({ command }) => bySource.get(`${command} ${source}`)),
        ),
      ];
  return (
    <AnswerTable
      title={t('table.commands')}
      answer={answer}
      keyOf={({ command }) => command}
      columns={[...columns, ...alone]}
    />
  );
}

/** Commands that the product has and nobody, or hardly anybody, used. */
function NeverUsed({ rows }: { rows: readonly FeatureRow[] }) {
  const { names, scope } = useDashboard();
  const used = new Set(rows.map(({ command }) => command));
  const all = scope.product === undefined ? names.commands : names.commandsOf(scope.product);
  const never = all.filter((command) => !used.has(command));
  if (never.length === 0) return null;
  return (
    <section className="panel">
      <h2>{t('used.never')}</h2>
      <p>{tn('used.never-text', never.length, { commands: formatList(never.map(names.command)) })}</p>
    </section>
  );
}
