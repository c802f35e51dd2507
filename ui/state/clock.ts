import { useEffect, useState } from 'react';

/** UTC milliseconds. The one place of the page that reads the wall clock. */
export const wallClock = () => Date.now();

/** The time, read again every `intervalMs`; for texts such as "2 s ago", as low in the tree as they stand. */
export function useNow(intervalMs: number): number {
  const [now, setNow] = useState(wallClock);
  useEffect(() => eachInterval(intervalMs, () => setNow(wallClock())), [intervalMs]);
  return now;
}

/**
 * Calls `tick` every `intervalMs` and as soon as the page is seen again, because timers rest while it is not and what
 * stands there is old. Returns the function that stops it.
 */
export function eachInterval(intervalMs: number, tick: () => void): () => void {
  const timer = setInterval(tick, intervalMs);
  document.addEventListener('visibilitychange', tick);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  };
}
