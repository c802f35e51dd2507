import { useEffect, useState } from 'react';
import { answerGiven, ask, type Failure } from './ask.ts';

/** An answer on its way, given, or not to be had. */
export interface Asked<Answer> {
  /** The answer to what is asked now; while it is not there, that to what was asked before. */
  readonly answer: Answer | undefined;
  readonly failure: Failure | undefined;
  /** What is asked now has no answer yet. */
  readonly isAsking: boolean;
  readonly askAgain: () => void;
}

interface State {
  readonly address: string | undefined;
  readonly answer: unknown;
  readonly failure: Failure | undefined;
}

/**
 * Asks the collector, again when the address changes.
 * @param address `undefined` asks nothing yet.
 */
export function useAsked<Answer>(address: string | undefined): Asked<Answer> {
  const [state, setState] = useState<State>({ address: undefined, answer: undefined, failure: undefined });
  const [times, setTimes] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `times` asks the same again
  useEffect(() => {
    if (address === undefined) return;
    const leaving = new AbortController();
    ask(address, leaving.signal).then(
      (got) =>
        setState((before) =>
          'answer' in got
            ? { address, answer: got.answer, failure: undefined }
            : { address, answer: before.answer, failure: got },
        ),
      () => {
        // Somebody asked for something else meanwhile.
      },
    );
    return () => leaving.abort();
  }, [address, times]);
  const isAnswered = state.address === address;
  const known = address === undefined || isAnswered ? undefined : answerGiven(address);
  return {
    answer: (known ?? state.answer) as Answer | undefined,
    failure: isAnswered ? state.failure : undefined,
    isAsking: address !== undefined && !isAnswered && known === undefined,
    askAgain: () => setTimes((before) => before + 1),
  };
}
