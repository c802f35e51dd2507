import { useCallback, useEffect, useRef, useState } from 'react';
import { swallowed } from '../../core/debug.ts';

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
