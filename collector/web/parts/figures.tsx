import type { Overview } from 'candor-client/core';
import type { ReactNode } from 'react';
import { formatDays, formatNumber } from '../format.ts';
import { t, tn } from '../messages.ts';
import { namesOf } from '../names.ts';
import { total } from '../usage-rows.ts';
import type { OverviewState } from '../use-overview.ts';
import { PlatformsTable, VersionsTable } from './platform-tables.tsx';
import { UsageChart } from './usage-chart.tsx';
import { UsageTable } from './usage-table.tsx';
import './figures.css';

/** The figures, or what there is to say in their place. */
export function Figures({
  state: { overview, products, failure },
  ask,
}: {
  state: OverviewState;
  ask: () => Promise<void>;
}) {
  if (failure === 'logged-out') {
    return (
      <PageState title={t('state.logged-out')}>
        <p>{t('state.logged-out-text')}</p>
        <a href="/login">{t('state.log-in')}</a>
      </PageState>
    );
  }
  if (failure === 'without-storage') {
    return (
      <PageState title={t('state.without-storage')}>
        <p>{t('state.without-storage-text')}</p>
      </PageState>
    );
  }
  if (!overview) {
    if (!failure) return <Loading>{t('state.loading')}</Loading>;
    return (
      <PageState title={t('state.failed')}>
        <p>{t(`state.${failure}`)}</p>
        <button type="button" onClick={() => void ask()}>
          {t('state.try-again')}
        </button>
      </PageState>
    );
  }
  if (overview.withheld) {
    return (
      <PageState title={t('state.withheld')}>
        <p>{t('state.withheld-text', { k: overview.k })}</p>
      </PageState>
    );
  }
  if (overview.k > 1 && overview.through === null) {
    return (
      <PageState title={t('state.no-day')}>
        <p>{t('state.no-day-text', { k: overview.k })}</p>
      </PageState>
    );
  }
  if (overview.sessions === 0) {
    return (
      <PageState title={t('state.empty')}>
        <p>{t('state.empty-text')}</p>
      </PageState>
    );
  }
  const names = namesOf(products);
  return (
    <>
      <Headline overview={overview} />
      <UsageChart usage={overview.usage} names={names} />
      <UsageTable overview={overview} names={names} />
      <div className="pair">
        <PlatformsTable overview={overview} />
        <VersionsTable overview={overview} names={names} />
      </div>
    </>
  );
}

/** The main figure: how often commands were used, and what it rests on. */
function Headline({ overview }: { overview: Overview }) {
  const uses = total(overview.usage);
  const { days } = overview;
  return (
    <div className="headline">
      <p>
        <strong>{formatNumber(uses)}</strong> {tn('features.figure', uses)}
      </p>
      {days && (
        <p className="headline-span">
          {t(overview.through === null ? 'features.span' : 'features.span-received', {
            sessions: tn('features.sessions', overview.sessions),
            installations: tn('features.installations', overview.installations),
            days: formatDays(days.first, days.last),
          })}
        </p>
      )}
    </div>
  );
}

/** What stands in place of the figures while there are none. */
function PageState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="page-state">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Shows itself only when loading takes long enough to be noticed. */
function Loading({ children }: { children: ReactNode }) {
  return <p className="loading">{children}</p>;
}
