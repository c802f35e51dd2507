import { useSyncExternalStore } from 'react';

/** Where the page is: a path such as "/features", and what follows, "?from=2026-03-01" or nothing. */
export interface Address {
  readonly path: string;
  readonly search: string;
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

const whereNow = () => window.location.pathname + window.location.search;

/** The address as it is now; what uses it is drawn anew when it changes, by {@link goTo} or by back and forward. */
export function useAddress(): Address {
  const { pathname: path, search } = new URL(useSyncExternalStore(subscribe, whereNow), window.location.origin);
  return { path, search };
}

/**
 * Goes to an address of the dashboard.
 * @param how `replace` when it is no step that back would undo.
 */
export function goTo(address: string, how: 'push' | 'replace' = 'push'): void {
  if (address === whereNow()) return;
  if (how === 'push') window.history.pushState(null, '', address);
  else window.history.replaceState(null, '', address);
  for (const listener of listeners) listener();
}
