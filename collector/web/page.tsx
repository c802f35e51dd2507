import icon from './icon.svg';
import { t } from './messages.ts';
import { Completeness } from './parts/completeness.tsx';
import { Figures } from './parts/figures.tsx';
import { Notice } from './parts/notice.tsx';
import { useOverview } from './use-overview.ts';
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
