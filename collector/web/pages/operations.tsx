import type { ReactNode } from 'react';
import type { Answer, OperationRow } from '../asking/answer.ts';
import { useAnswer, useDashboard } from '../asking/dashboard-context.ts';
import { HistogramChart } from '../charts/histogram-chart.tsx';
import { PercentileChart } from '../charts/percentile-chart.tsx';
import { formatDuration } from '../format.ts';
import { type Choice, Menu } from '../frame/menu.tsx';
import { t, tn } from '../messages/index.ts';
import { segmentName } from '../names.ts';
import { AnswerTable, NotTold, numberColumn } from '../parts/answer-table.tsx';
import { AnswerView, Lead } from '../parts/answer-view.tsx';
import { UnderFigure } from '../parts/notes.tsx';
import { useOwnParameter } from '../routing/own-parameter.ts';
import type { Page } from './page.ts';

export const operations: Page = {
  id: 'operations',
  key: 'o',
  name: 'slow.name',
  title: 'slow.title',
  hasFilters: true,
  View: Operations,
};

/** Less likely than this says no more. */
const LEAST_P = 0.0001;

/** What charts are of: of a product, and done with some outcome. */
const nameOf = ({ product, operation, outcome }: OperationRow) => [product, operation, outcome].join(' ');

function Operations() {
  const { scope } = useDashboard();
  // Each version has rows of its own: another one is compared without being asked for.
  const { address, ...asked } = useAnswer<OperationRow>('operations', {
    compares: scope.compare?.dimension !== 'version',
  });
  return (
    <AnswerView asked={asked}>
      {(answer, totals) => (
        <>
          <OperationsLead rows={answer.rows} />
          <div>
            <OneOperation answer={answer} />
            <UnderFigure answer={answer} address={address} totals={totals} />
          </div>
          <OperationTable answer={answer} />
        </>
      )}
    </AnswerView>
  );
}

function OperationsLead({ rows }: { rows: readonly OperationRow[] }) {
  const { names } = useDashboard();
  const changed = rows.filter(({ change }) => change === 'slower');
  const [first] = changed;
  if (first) {
    return (
      <Lead>
        {tn('slow.lead-slower', changed.length, {
          operation: names.operation(first.operation),
          version: first.version,
          against: first.against ?? '',
        })}
      </Lead>
    );
  }
  const isTested = rows.some(({ change }) => change !== null);
  return <Lead>{t(isTested ? 'slow.lead-none' : 'slow.lead-untested')}</Lead>;
}

function OneOperation({ answer: { rows, compared } }: { answer: Answer<OperationRow> }) {
  const { names, scope } = useDashboard();
  const [asked, choose] = useOwnParameter('operation');
  const choices = choicesOf(rows, names.operation);
  // What the lead is about is what is looked at first.
  const changed = rows.find(({ change }) => change === 'slower');
  const first = changed ? nameOf(changed) : (choices[0]?.id ?? '');
  const chosen = choices.some(({ id }) => id === asked) ? asked : first;
  const its = rows.filter((row) => nameOf(row) === chosen);
  const [newest, before] = its;
  if (!newest) return null;
  const title = names.operation(newest.operation);
  const version = scope.compare?.dimension === 'version' ? scope.compare.segment : undefined;
  const another = its.find((row) => row.version === version);
  const segment = compared?.rows.find((row) => nameOf(row) === chosen && row.version === newest.version);
  const other = segment ?? another ?? before;
  return (
    <div className="answer">
      <p className="chooser">
        {t('slow.shown')}{' '}
        <Menu
          label={t('slow.operation')}
          text={choices.find(({ id }) => id === chosen)?.label ?? ''}
          choices={choices}
          chosen={chosen}
          onChoose={choose}
        />
      </p>
      <PercentileChart title={t('slow.percentiles', { operation: title })} rows={its.toReversed()} />
      <HistogramChart
        title={t('slow.histogram', { operation: title })}
        own={{
          name: segment
            ? `${segmentName('version', newest.version)}, ${t('compare.own')}`
            : segmentName('version', newest.version),
          histogram: newest.histogram,
        }}
        other={
          other && {
            name:
              segment && compared
                ? `${segmentName('version', other.version)}, ${segmentName(compared.dimension, compared.segment)}`
                : segmentName('version', other.version),
            histogram: other.histogram,
          }
        }
      />
      <ChangeOf row={newest} />
    </div>
  );
}

function choicesOf(rows: readonly OperationRow[], operation: (id: string) => string): Choice[] {
  const uses = new Map<string, { readonly label: string; readonly uses: number }>();
  for (const row of rows) {
    const label =
      row.outcome === 'ok'
        ? operation(row.operation)
        : t('slow.with-outcome', { operation: operation(row.operation), outcome: outcomeName(row.outcome) });
    uses.set(nameOf(row), { label, uses: row.uses + (uses.get(nameOf(row))?.uses ?? 0) });
  }
  return [...uses].sort(([, a], [, b]) => b.uses - a.uses).map(([id, { label }]) => ({ id, label }));
}

function outcomeName(outcome: string): string {
  return outcome === 'ok' || outcome === 'failed' ? t(`outcome.${outcome}`) : outcome;
}

const likelyText = (p: number) => (p < LEAST_P ? `, p < ${LEAST_P}` : `, p = ${p}`);

/** Whether the newest version differs, with the name of the test and, where that is told, how likely it is by chance. */
function ChangeOf({ row: { change, against, p, version } }: { row: OperationRow }) {
  if (change === null || against === null) return <p className="change">{t('change.untested')}</p>;
  return (
    <p className="change" data-change={change}>
      {t(`change.${change}`, { version, against, how: p === null ? '' : likelyText(p) })}
    </p>
  );
}

/** A quantile; of one in the last group, which has no end, what it is more than. */
function quantileText({ histogram, ...row }: OperationRow, quantile: 'p50' | 'p95' | 'p99'): ReactNode {
  const value = row[quantile];
  if (value !== null) return formatDuration(value);
  const last = histogram.at(-1);
  return last ? `> ${formatDuration(last.above)}` : <NotTold />;
}

function OperationTable({ answer }: { answer: Answer<OperationRow> }) {
  const { names } = useDashboard();
  return (
    <AnswerTable
      title={t('slow.table')}
      answer={answer}
      keyOf={(row) => `${nameOf(row)} ${row.version}`}
      columns={[
        { head: t('slow.operation'), of: ({ operation }) => names.operation(operation) },
        { head: t('slow.outcome'), of: ({ outcome }) => outcomeName(outcome) },
        { head: t('table.version'), of: ({ version }) => version },
        numberColumn<OperationRow>(t('slow.times'), ({ uses }) => uses),
        numberColumn<OperationRow>(t('table.installations'), ({ installations }) => installations),
        ...(['p50', 'p95', 'p99'] as const).map((quantile) => ({
          head: quantile,
          isNumber: true,
          of: (row: OperationRow) => quantileText(row, quantile),
        })),
        { head: t('change.head'), of: ({ change }) => (change === null ? '' : t(`change.short-${change}`)) },
      ]}
    />
  );
}
