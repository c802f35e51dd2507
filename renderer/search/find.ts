import type { Hit } from '../../app/finder/asking.ts';
import { createStore, type Readable } from '../../ui/state/store.ts';
import type { Ask } from '../state/ask.ts';

/** Milliseconds without a key before the engine is asked what a bare text may mean. */
export const FIND_DELAY = 60;

/** What a bare text may mean, as far as the engine has answered. */
export interface Found {
  /** The text that `hits` are of; while another is asked about they are of the one before. */
  readonly text: string;
  /** Best first. */
  readonly hits: readonly Hit[];
}

const nothing: Found = { text: '', hits: [] };

export interface Find {
  readonly found: Readable<Found>;
  /** Looks a text up once typing rests; an empty one at once has no hits. */
  look(text: string): void;
  /** The hits of a text, asked for at once unless they are known. */
  now(text: string): Promise<readonly Hit[]>;
}

/** @param after calls back once after so many milliseconds; returns the function that keeps it from doing so. */
export function createFind(ask: Ask, after: (milliseconds: number, then: () => void) => () => void): Find {
  const found = createStore(nothing);
  let stop: (() => void) | null = null;
  let last = 0;

  const askNow = async (text: string): Promise<readonly Hit[]> => {
    stop?.();
    stop = null;
    last += 1;
    const number = last;
    const asked = await ask({ ask: 'find', text });
    const hits = asked.ok ? asked.value.hits : [];
    if (number === last) found.set({ text, hits });
    return hits;
  };

  return {
    found,
    look(text) {
      stop?.();
      stop = null;
      if (text === '') {
        last += 1;
        found.set(nothing);
      } else if (text !== found.get().text) {
        stop = after(FIND_DELAY, () => void askNow(text));
      }
    },
    async now(text) {
      const known = found.get();
      // Processes come and go: an answer is of the moment, and good for as long as the text is being looked at.
      return known.text === text ? known.hits : askNow(text);
    },
  };
}
