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
 * Calls `tick` every `intervalMs` while the page is seen, and as soon as it is seen again, because what stands there is old
 * by then. Returns the function that stops it.
 */
export function eachInterval(intervalMs: number, tick: () => void): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const rest = () => {
    clearInterval(timer);
    timer = undefined;
  };
  const follow = () => {
    rest();
    if (document.visibilityState === 'visible') timer = setInterval(tick, intervalMs);
  };
  const changed = () => {
    follow();
    if (timer !== undefined) tick();
  };
  follow();
  document.addEventListener('visibilitychange', changed);
  return () => {
    rest();
    document.removeEventListener('visibilitychange', changed);
  };
}
