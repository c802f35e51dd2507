import { useCallback, useEffect, useRef, useState } from 'react';
import { swallowed } from '../../core/debug.ts';
import type { UserDataAnswer } from '../../core/ipc/program.ts';
import { bridge } from '../bridge.ts';

/** What is known of the answer; `failed` when main could not even ask. */
export type FetchState = UserDataAnswer | { readonly status: 'asking' | 'failed' };

interface AskedUserData {
  readonly answer: FetchState;
  readonly ask: () => void;
  readonly cancel: () => void;
}

/** Has main end what it asks the collector, and forget what it was given. */
export function cancelInMain(): void {
  bridge()
    .invoke('program.cancel')
    .catch((error: unknown) => swallowed('ipc', 'cancel', error));
}

/** Asks the collector, by way of main, once when the component appears and whenever `ask` is called. */
export function useUserData(): AskedUserData {
  const [answer, setAnswer] = useState<FetchState>({ status: 'asking' });
  const question = useRef(0);
  const ask = useCallback(() => {
    question.current += 1;
    const asked = question.current;
    setAnswer({ status: 'asking' });
    const settle = (next: FetchState) => {
      if (asked === question.current) setAnswer(next);
    };
    bridge()
      .invoke('program.fetch')
      .then(settle, (error: unknown) => {
        swallowed('ipc', 'fetch', error);
        settle({ status: 'failed' });
      });
  }, []);
  useEffect(() => {
    ask();
    return () => {
      question.current += 1;
      // Main keeps what it fetched until then, to save it.
      cancelInMain();
    };
  }, [ask]);
  return { answer, ask, cancel: cancelInMain };
}
