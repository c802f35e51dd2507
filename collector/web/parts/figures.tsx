import { t } from '../messages.ts';
import type { OverviewState } from '../use-overview.ts';
import { Headline } from './headline.tsx';
import { Loading, PageState } from './page-state.tsx';
import { PlatformsTable, VersionsTable } from './platform-tables.tsx';
import { UsageChart } from './usage-chart.tsx';
import { UsageTable } from './usage-table.tsx';
import './figures.css';

/** The figures, or what there is to say in their place. */
export function Figures({ state: { overview, failure }, ask }: { state: OverviewState; ask: () => Promise<void> }) {
  if (failure === 'logged-out') {
    return (
      <PageState title={t('state.logged-out')}>
        <p>{t('state.logged-out-text')}</p>
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
  if (overview.sessions === 0) {
    return (
      <PageState title={t('state.empty')}>
        <p>{t('state.empty-text')}</p>
      </PageState>
    );
  }
  return (
    <>
      <Headline overview={overview} />
      <UsageChart usage={overview.usage} />
      <UsageTable overview={overview} />
      <div className="pair">
        <PlatformsTable overview={overview} />
        <VersionsTable overview={overview} />
      </div>
    </>
  );
}
