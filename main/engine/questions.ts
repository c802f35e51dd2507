import type { Timers } from 'candor-client/node';
import type { AskFailure, Question } from '../../app/finder/asking.ts';
import type { SentAnswer } from '../../app/finder/sent-answer.ts';

/** Milliseconds after which a question counts as not answered; reading the device takes longest. */
export const QUESTION_LIMIT_MS = 15_000;

/** Questions under way at once, of all windows: what a window asks beyond them fails at once. */
export const MAX_QUESTIONS = 400;

/** Of them those of one window: one that asks without end leaves room for the others. */
export const MAX_QUESTIONS_OF_WINDOW = 100;

interface Waiting {
  readonly client: number;
  readonly question: Question;
  readonly settle: (answer: SentAnswer) => void;
  readonly cancel: () => void;
}

/** The questions of windows that the engine has not answered yet. */
export interface Questions {
  /**
   * Notes a question, and has `send` put it to the engine. Never rejects: what keeps it from being answered is the
   * answer.
   * @param client id of the window that asks
   */
  ask(client: number, question: Question, send: (id: number) => boolean): Promise<SentAnswer>;
  /** The engine's answer to a question; one to a question that nobody waits for is left alone. */
  answered(id: number, answer: SentAnswer): void;
  /** No question that waits will be answered. */
  failAll(failure: AskFailure): void;
  /** Questions that wait, oldest first. */
  readonly waiting: ReadonlyMap<number, Pick<Waiting, 'client' | 'question'>>;
}

/** Whether answering it changes something that outlives the engine. */
export const changesSomething = ({ ask }: Question): boolean => ask === 'clear' || ask === 'end';

export function createQuestions(timers: Timers): Questions {
  const waiting = new Map<number, Waiting>();
  let next = 1;

  function settle(id: number, answer: SentAnswer): void {
    const one = waiting.get(id);
    if (!one) return;
    waiting.delete(id);
    one.cancel();
    one.settle(answer);
  }

  return {
    waiting,
    ask(client, question, send) {
      const own = [...waiting.values()].filter((one) => one.client === client).length;
      if (waiting.size >= MAX_QUESTIONS || own >= MAX_QUESTIONS_OF_WINDOW) {
        return Promise.resolve({ ok: false, failure: 'engine' });
      }
      const id = next++;
      return new Promise((resolve) => {
        const cancel = timers.after(QUESTION_LIMIT_MS, () => settle(id, { ok: false, failure: 'timeout' }));
        waiting.set(id, { client, question, settle: resolve, cancel });
        if (!send(id)) settle(id, { ok: false, failure: 'engine' });
      });
    },
    answered: settle,
    failAll(failure) {
      for (const id of [...waiting.keys()]) settle(id, { ok: false, failure });
    },
  };
}
