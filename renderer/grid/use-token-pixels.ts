import { useCallback, useSyncExternalStore } from 'react';

/**
 * Lengths that were read, until an attribute of the root changes: density and theme are such. React asks for them once more
 * right after it has changed the page, when reading a style would have the whole page's styles reckoned at once.
 */
const known = new Map<string, number>();
const listeners = new Set<() => void>();
let isWatched = false;

function watch(): void {
  if (isWatched) return;
  isWatched = true;
  const observer = new MutationObserver(() => {
    known.clear();
    for (const onChange of [...listeners]) onChange();
  });
  observer.observe(document.documentElement, { attributes: true });
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}

function pixelsOf(token: string): number {
  const before = known.get(token);
  if (before !== undefined) return before;
  watch();
  const pixels = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(token));
  known.set(token, pixels);
  return pixels;
}

/** A length of the design tokens in pixels, for code that has to compute with it; it may depend on the density. */
export function useTokenPixels(token: `--${string}`): number {
  return useSyncExternalStore(
    subscribe,
    useCallback(() => pixelsOf(token), [token]),
  );
}
