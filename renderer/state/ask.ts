import { swallowed } from 'candor-client/core';
import type { Asked, Question } from '../../app/finder/asking.ts';
import { readAnswer } from '../../app/finder/sent-answer.ts';
import type { Bridge } from '../../app/ipc/contract.ts';

/** Asks the Finder engine. It never throws: why there is no answer is a value. */
export type Ask = <Q extends Question>(question: Q) => Promise<Asked<Q['ask']>>;

export function createAsk(api: Pick<Bridge, 'invoke'>): Ask {
  return async <Q extends Question>(question: Q) => {
    try {
      // The channel's answer is of any question; the engine answers the one that was asked.
      return readAnswer<Q['ask']>(await api.invoke('finder.ask', question));
    } catch (error) {
      swallowed('ipc', question.ask, error);
      return { ok: false, failure: 'engine' };
    }
  };
}
