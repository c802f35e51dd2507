import type { ReactNode } from 'react';
import type { Failure } from '../asking/ask.ts';
import { formatHour } from '../format.ts';
import { t } from '../messages/index.ts';
import './states.css';

/** What stands in place of the figures while there are none. */
export function PageState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="page-state">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Shows itself only when loading takes long enough to be noticed. */
export function Loading() {
  return <p className="loading">{t('state.loading')}</p>;
}

/** No day has closed yet: what that means, and when the next one does. @param now milliseconds since 1970-01-01. */
export function NoDay({ now = Date.now() }: { now?: number }) {
  const midnight = (Math.floor(now / 86_400_000) + 1) * 86_400_000;
  return (
    <PageState title={t('state.no-day')}>
      <p>{t('state.no-day-why')}</p>
      <p>{t('state.no-day-when', { time: formatHour(midnight) })}</p>
    </PageState>
  );
}

/** Why there are no figures, and what to do about it. @param askAgain where that may help. */
export function Failed({ failure, askAgain }: { failure: Failure; askAgain: () => void }) {
  switch (failure.kind) {
    case 'logged-out':
      return <LoggedOut />;
    case 'without-storage':
      return (
        <PageState title={t('state.without-storage')}>
          <p>{t('state.without-storage-text')}</p>
        </PageState>
      );
    case 'no-day':
      return (
        <PageState title={t('state.no-day-here')}>
          <p>{t('state.no-day-here-text')}</p>
        </PageState>
      );
    case 'forbidden':
      return (
        <PageState title={t('state.forbidden')}>
          <p>{t('state.forbidden-text')}</p>
        </PageState>
      );
    case 'too-many':
      return (
        <PageState title={t('state.too-many')}>
          <p>{t('state.too-many-text')}</p>
        </PageState>
      );
    case 'refused':
      return (
        <PageState title={t('state.refused')}>
          <p>{t('state.refused-text')}</p>
          <p lang="en">{failure.message}</p>
        </PageState>
      );
    default:
      return (
        <PageState title={t('state.failed')}>
          <p>{t(navigator.onLine ? `state.${failure.kind}` : 'state.offline')}</p>
          <button type="button" className="button" onClick={askAgain}>
            {t('state.try-again')}
          </button>
        </PageState>
      );
  }
}

function LoggedOut() {
  const next = encodeURIComponent(window.location.pathname + window.location.search);
  return (
    <PageState title={t('state.logged-out')}>
      <p>{t('state.logged-out-text')}</p>
      <a href={`/login?next=${next}${window.location.hash}`}>{t('state.log-in')}</a>
    </PageState>
  );
}
