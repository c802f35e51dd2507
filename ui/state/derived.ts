import type { Readable } from './store.ts';

/** What follows from a value, made once for each value; the same object as long as the value is the same. */
export function derived<T, D>(source: Readable<T>, make: (value: T) => D): Readable<D> {
  let made: { readonly from: T; readonly value: D } | undefined;
  return {
    get: () => {
      const from = source.get();
      if (!made || !Object.is(made.from, from)) made = { from, value: make(from) };
      return made.value;
    },
    subscribe: source.subscribe,
  };
}
