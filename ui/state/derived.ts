import type { Readable } from './store.ts';

/** A value reckoned from others: the same object as long as what it is reckoned from is. */
export function derived<T>(sources: readonly Readable<unknown>[], reckon: () => T): Readable<T> {
  let from: readonly unknown[] | undefined;
  let value: T;
  return {
    get() {
      const now = sources.map((source) => source.get());
      if (!from || now.some((part, index) => !Object.is(part, from?.[index]))) {
        value = reckon();
        from = now;
      }
      return value;
    },
    subscribe(listener) {
      const stops = sources.map((source) => source.subscribe(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
