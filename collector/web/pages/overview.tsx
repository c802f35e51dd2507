import type { Overview as OverviewFigureSet } from 'candor-client/core';
import { useMemo } from 'react';
import type { Answer, OverviewRow } from '../asking/answer.ts';
import { DashboardContext, useAnswer, useDashboard } from '../asking/dashboard-context.ts';
import { t } from '../messages/index.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { Completeness } from '../parts/completeness.tsx';
import { Figures, OverviewFigures } from '../parts/figures.tsx';
import { UnderFigure } from '../parts/notes.tsx';
import { Notice } from '../parts/notice.tsx';
import { type Days, type Scope, withDays } from '../routing/scope.ts';
import { useOverview } from '../use-overview.ts';
import type { Page } from './page.ts';

export const overview: Page = {
  id: 'overview',
  key: 'h',
  name: 'overview.name',
  title: 'features.title',
  hasFilters: true,
  filters: 'filters.neither',
  isOfAll: true,
  View: Overview,
};

/** Whether an address asks for a part of all that there is. */
const isOfPart = ({ from, to, product, filters }: Scope) =>
  from !== undefined || to !== undefined || product !== undefined || filters.length > 0;

/** What there is of the days that are asked for, else of all days, or of this moment where every group is shown. */
function Overview() {
  const { scope, closed } = useDashboard();
  const { ask, ...state } = useOverview();
  const { overview: figures, failure, askedAt } = state;
  const isPart = isOfPart(scope);
  const isProtected = figures !== undefined && figures.k > 1 && figures.sessions > 0;
  return (
    <>
      <div role="status" className="notices">
        {figures && failure && failure !== 'logged-out' && <Notice title={t('state.stale')} />}
        {figures?.k === 1 && <Notice title={t('k1.title')}>{t('k1.text')}</Notice>}
      </div>
      {closed && (isPart || isProtected) ? <OfClosedDays closed={closed} /> : <Figures state={state} ask={ask} />}
      {figures && !isPart && <Completeness overview={figures} askedAt={askedAt} />}
    </>
  );
}

/** The figures of closed days: of all of them where none are asked for. */
function OfClosedDays({ closed }: { closed: Days }) {
  const dashboard = useDashboard();
  const of = useMemo(() => {
    const { from = closed.from, to = closed.to } = dashboard.scope;
    return { ...dashboard, scope: withDays(dashboard.scope, { from, to }) };
  }, [dashboard, closed]);
  return (
    <DashboardContext value={of}>
      <Asked />
    </DashboardContext>
  );
}

function Asked() {
  const { names } = useDashboard();
  const { address, ...asked } = useAnswer<OverviewRow>('overview', { compares: false, votes: 'events' });
  return (
    <AnswerView asked={asked}>
      {(answer, totals) => {
        const [row] = answer.rows;
        if (!row) return null;
        return (
          <OverviewFigures
            overview={overviewOf(row, answer)}
            names={names}
            under={<UnderFigure answer={answer} address={address} totals={totals} />}
          />
        );
      }}
    </AnswerView>
  );
}

function overviewOf({ usage, ...row }: OverviewRow, { k, range }: Answer<unknown>): OverviewFigureSet {
  return {
    ...row,
    k,
    through: range.to,
    days: { first: range.from, last: range.to },
    usage: usage.map(({ uses, ...figure }) => ({ ...figure, count: uses })),
    more: { platforms: 0, versions: 0 },
    completeness: { received: 0, waiting: 0, lost: [] },
  };
}
