import { useEffect, useRef } from 'react';
import { t } from '../messages/index.ts';
import { pages, pathOf } from '../pages/pages.ts';
import { goTo } from '../routing/address.ts';
import { addressOf, type Scope } from '../routing/scope.ts';
import { FILTERS } from './filters.tsx';
import './keys.css';

/** A second key is waited for this long, in milliseconds. */
const SECOND_KEY_MS = 1500;

/** `/` to the filters, `g` and a letter to a page, `?` for {@link Keys}; nothing while somebody writes. */
export function useKeys(scope: Scope, showKeys: () => void): void {
  const now = useRef({ scope, showKeys });
  now.current = { scope, showKeys };
  useEffect(() => {
    let going = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target)) return;
      const page = event.timeStamp - going < SECOND_KEY_MS && pages.find(({ key }) => key === event.key);
      going = event.key === 'g' && !page ? event.timeStamp : 0;
      if (page) goTo(addressOf(pathOf(page.id), now.current.scope));
      else if (event.key === '/') document.querySelector<HTMLElement>(`#${FILTERS} button`)?.focus();
      else if (event.key === '?') now.current.showKeys();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

/** Where keys are letters of a text, or choose from an open menu or dialog. */
function isTaken(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, select, textarea, dialog, [role=menu], [role=dialog]') !== null
  );
}

/** The keys there are. */
export function Keys({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} className="keys" aria-labelledby="keys-title" onClose={onClose}>
      <h2 id="keys-title">{t('keys.title')}</h2>
      <dl>
        <dt>
          <kbd>/</kbd>
        </dt>
        <dd>{t('keys.filters')}</dd>
        {pages.map(({ id, key, name }) => (
          <KeyOf key={id} letter={key} page={t(name)} />
        ))}
        <dt>
          <kbd>?</kbd>
        </dt>
        <dd>{t('keys.help')}</dd>
      </dl>
      <button type="button" className="button" onClick={onClose}>
        {t('keys.close')}
      </button>
    </dialog>
  );
}

function KeyOf({ letter, page }: { letter: string; page: string }) {
  return (
    <>
      <dt>
        <kbd>g</kbd> <kbd>{letter}</kbd>
      </dt>
      <dd>{page}</dd>
    </>
  );
}
