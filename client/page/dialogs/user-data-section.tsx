import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button, Note } from '../../../ui/design/index.ts';
import { swallowed } from '../../core/debug.ts';
import type { ErasureAnswer } from '../../core/ipc/program.ts';
import { t, tn } from '../../core/texts/index.ts';
import { bridge } from '../bridge.ts';
import { cancelInMain } from './use-user-data.ts';

type Erasure =
  | { readonly status: 'idle' }
  | { readonly status: 'confirming' }
  | { readonly status: 'working' }
  /** Main could not finish it on this computer. */
  | { readonly status: 'failed' }
  | ErasureAnswer;

interface UserDataSectionProps {
  /** Opens the dialog that fetches it. */
  readonly onSee: () => void;
}

/** The part of the Help dialog about what was sent before: see it, or have it erased. */
export function UserDataSection({ onSee }: UserDataSectionProps) {
  const title = useId();
  const section = useRef<HTMLElement>(null);
  const [erasure, setErasure] = useState<Erasure>({ status: 'idle' });
  useEffect(() => {
    // What it grows into must be seen: it stands at the end of a dialog that scrolls.
    if (erasure.status !== 'idle') section.current?.scrollIntoView({ block: 'nearest' });
  }, [erasure.status]);
  const erase = () => {
    setErasure({ status: 'working' });
    bridge()
      .invoke('program.erase')
      .then(setErasure, (error: unknown) => {
        swallowed('ipc', 'erase', error);
        setErasure({ status: 'failed' });
      });
  };
  return (
    <section ref={section} aria-labelledby={title} className="program-user-data">
      <h3 id={title}>{t('user-data.title')}</h3>
      {erasure.status === 'confirming' && (
        <Confirmation onErase={erase} onKeep={() => setErasure({ status: 'idle' })} />
      )}
      {erasure.status === 'working' && <Working />}
      {erasure.status !== 'confirming' && erasure.status !== 'working' && (
        <>
          {erasure.status === 'idle' ? (
            <p className="program-aside">{t('user-data.lead')}</p>
          ) : (
            <Outcome erasure={erasure} />
          )}
          <div className="program-actions">
            <Button onPress={onSee}>{t('user-data.show')}</Button>
            <Button onPress={() => setErasure({ status: 'confirming' })}>{t('user-data.erase')}</Button>
          </div>
        </>
      )}
    </section>
  );
}

/** Erasing cannot be undone, so it is asked once more, and the focus is on the way out. */
function Confirmation({ onErase, onKeep }: { readonly onErase: () => void; readonly onKeep: () => void }) {
  const [title, text] = [useId(), useId()];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups inputs, and these are a question and its answers.
    <div role="group" aria-labelledby={title} aria-describedby={text} className="program-confirm">
      <h4 id={title}>{t('user-data.confirm.title')}</h4>
      <p id={text}>
        {t('user-data.confirm.what')} {t('user-data.confirm.stays')} <strong>{t('user-data.confirm.final')}</strong>
      </p>
      <div className="program-actions">
        <Button autoFocus onPress={onKeep}>
          {t('user-data.confirm.keep')}
        </Button>
        <Button onPress={onErase}>{t('user-data.confirm.erase')}</Button>
      </div>
    </div>
  );
}

function Working() {
  return (
    <>
      <p role="status">{t('user-data.erasing')}</p>
      <div className="program-actions">
        <Button autoFocus onPress={cancelInMain}>
          {t('common.cancel')}
        </Button>
      </div>
    </>
  );
}

function Outcome({
  erasure,
}: {
  readonly erasure: Exclude<Erasure, { status: 'confirming' } | { status: 'working' } | { status: 'idle' }>;
}) {
  switch (erasure.status) {
    case 'erased':
      return <Result tone="ok">{tn('user-data.erased', erasure.batches)}</Result>;
    case 'nothing':
      return <Result tone="muted">{t('user-data.nothing')}</Result>;
    case 'unknown':
      return <Result tone="danger">{t('user-data.unknown')}</Result>;
    case 'cancelled':
      return <Result tone="muted">{t('user-data.cancelled.erase')}</Result>;
    default:
      return <Result tone="danger">{t(`user-data.${erasure.status}`)}</Result>;
  }
}

/** Takes the focus from the button that is gone, so that the result is read out and the keyboard goes on from here. */
function Result({ tone, children }: { readonly tone: 'ok' | 'muted' | 'danger'; readonly children: ReactNode }) {
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => result.current?.focus(), []);
  return (
    <div ref={result} tabIndex={-1}>
      <Note tone={tone}>{children}</Note>
    </div>
  );
}
