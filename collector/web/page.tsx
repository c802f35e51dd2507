import type { ReactNode } from 'react';
import icon from './icon.svg';
import { t } from './messages.ts';
import { Completeness } from './parts/completeness.tsx';
import { Figures } from './parts/figures.tsx';
import { LogOut } from './parts/log-out.tsx';
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
        <span className="brand-name">{t('brand')}</span>
        <LogOut />
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

/** Something to know before reading the figures. */
function Notice({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <aside className="notice">
      <svg className="notice-mark" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M8 1.75 14.75 13.5H1.25Z" />
        <path d="M8 6v3.75M8 11.5v.25" />
      </svg>
      <p>
        <strong>{title}</strong> {children}
      </p>
    </aside>
  );
}
