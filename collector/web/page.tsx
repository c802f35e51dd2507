import icon from './icon.svg';
import { t } from './messages.ts';
import { Completeness } from './parts/completeness.tsx';
import { Headline } from './parts/headline.tsx';
import { Notice } from './parts/notice.tsx';
import { Loading, PageState } from './parts/page-state.tsx';
import { PlatformsTable, VersionsTable } from './parts/platform-tables.tsx';
import { UsageChart } from './parts/usage-chart.tsx';
import { UsageTable } from './parts/usage-table.tsx';
import { type OverviewState, useOverview } from './use-overview.ts';
import './page.css';

/** The dashboard's page "Which features are used?". */
export function Page() {
  const { ask, ...state } = useOverview();
  const { overview, failure, askedAt } = state;
  return (
    <>
      <a className="skip" href="#figures">
        {t('skip')}
      </a>
      <header className="brand">
        <img src={icon} alt="" />
        {t('brand')}
      </header>
      <main id="figures" aria-busy={!overview && !failure}>
        <h1>{t('features.title')}</h1>
        <div role="status" className="notices">
          {overview && failure && failure !== 'logged-out' && <Notice title={t('state.stale')} />}
          {overview?.k === 1 && <Notice title={t('k1.title')}>{t('k1.text')}</Notice>}
        </div>
        <Figures state={state} ask={ask} />
        {overview && <Completeness overview={overview} askedAt={askedAt} />}
      </main>
    </>
  );
}

function Figures({ state: { overview, failure }, ask }: { state: OverviewState; ask: () => Promise<void> }) {
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
