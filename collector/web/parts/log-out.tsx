import { useState } from 'react';
import { t } from '../messages/index.ts';

/** Ends the session here and with the collector, then shows the page that asks for a login. */
export function LogOut() {
  const [hasFailed, setFailed] = useState(false);
  const logOut = async () => {
    // Sent by the page itself: no form may leave it.
    const response = await fetch('/logout', { method: 'POST', redirect: 'manual' }).catch(() => undefined);
    const isOut = response !== undefined && (response.ok || response.type === 'opaqueredirect');
    setFailed(!isOut);
    if (isOut) window.location.assign('/login');
  };
  return (
    <>
      {hasFailed && <span role="alert">{t('log-out.failed')}</span>}
      <button type="button" onClick={() => void logOut()}>
        {t('log-out')}
      </button>
    </>
  );
}
