import { useSyncExternalStore } from 'react';

/** A value that components can watch. Values are never changed in place: a new value is a new object. */
export interface Readable<T> {
  get(): T;
  subscribe(listener: () => void): () => void;
}

/** One that they can change as well. */
export interface Store<T> extends Readable<T> {
  /** Replaces the value; listeners are told only when it is another one. */
  set(next: T): void;
  update(change: (value: T) => T): void;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  const set = (next: T) => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => value,
    set,
    update: (change) => set(change(value)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The store's value, or the part of it that `select` picks; the part must be the same object while it is unchanged. */
export function useStore<T>(store: Readable<T>): T;
export function useStore<T, S>(store: Readable<T>, select: (value: T) => S): S;
export function useStore<T, S>(store: Readable<T>, select?: (value: T) => S): T | S {
  const read = () => (select ? select(store.get()) : store.get());
  // Drawn as text, without a page, it is what it is now.
  return useSyncExternalStore(store.subscribe, read, read);
}
