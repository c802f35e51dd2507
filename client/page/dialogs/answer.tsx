import { useCallback, useEffect, useRef, useState } from 'react';
import { Button, Note } from '../../../ui/design/index.ts';
import { swallowed } from '../../core/debug.ts';
import { t } from '../../core/texts/index.ts';
import { bridge } from '../bridge.ts';

/** What main answered to a question of this window. */
export type Answer<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed' };

export interface Asked<T> {
  readonly answer: Answer<T>;
  /** Asks again; the former answer stays in sight until the new one is there. */
  readonly reload: () => void;
}

/**
 * Asks main when the component appears and whenever `reload` is called. Only the answer to the latest question
 * counts: answers may overtake each other.
 * @param ask must be the same function at every render
 */
export function useAnswer<T>(ask: () => Promise<T>): Asked<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ state: 'loading' });
  const latest = useRef(0);
  const reload = useCallback(() => {
    latest.current += 1;
    const question = latest.current;
    const settle = (settled: Answer<T>) => question === latest.current && setAnswer(settled);
    ask().then(
      (value) => settle({ state: 'ready', value }),
      (error: unknown) => {
        swallowed('ipc', 'ask', error);
        settle({ state: 'failed' });
      },
    );
  }, [ask]);
  useEffect(() => {
    reload();
    return () => {
      latest.current += 1;
    };
  }, [reload]);
  return { answer, reload };
}

export function Loading() {
  return (
    <p className="ui-loading" role="status">
      {t('common.loading')}
    </p>
  );
}

/** What could not be had, and the way to try again. */
export function Failure({ text, retry }: { readonly text: string; readonly retry: () => void }) {
  return (
    <div className="program-failure">
      <Note tone="danger">{text}</Note>
      <Button onPress={retry}>{t('common.try-again')}</Button>
    </div>
  );
}

interface Saving {
  readonly save: () => void;
  /** What came of it; `none` also when no file was chosen. */
  readonly outcome: 'none' | 'saved' | 'failed';
}

/** Has main write a file that the user chooses. */
export function useSave(channel: 'program.save-unsent' | 'program.save-user-data'): Saving {
  const [outcome, setOutcome] = useState<Saving['outcome']>('none');
  const save = () => {
    setOutcome('none');
    bridge()
      .invoke(channel)
      .then(
        ({ saved }) => setOutcome(saved ? 'saved' : 'none'),
        (error: unknown) => {
          swallowed('ipc', 'save', error);
          setOutcome('failed');
        },
      );
  };
  return { save, outcome };
}
