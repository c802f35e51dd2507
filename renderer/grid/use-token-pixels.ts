import { useCallback, useSyncExternalStore } from 'react';

function subscribe(onChange: () => void): () => void {
  // Density and theme are attributes of the root.
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true });
  return () => observer.disconnect();
}

/** A length of the design tokens in pixels, for code that has to compute with it; it may depend on the density. */
export function useTokenPixels(token: `--${string}`): number {
  const read = useCallback(
    () => Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(token)),
    [token],
  );
  return useSyncExternalStore(subscribe, read);
}
