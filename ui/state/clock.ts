import { useEffect, useState } from 'react';

/** UTC milliseconds. The one place of the page that reads the wall clock. */
export const wallClock = () => Date.now();

/**
 * The time, read again every `intervalMs` and as soon as the page is seen again, because timers rest while it is not;
 * for texts such as "2 s ago", as low in the tree as they stand.
 */
export function useNow(intervalMs: number): number {
  const [now, setNow] = useState(wallClock);
  useEffect(() => {
    const read = () => setNow(wallClock());
    const timer = setInterval(read, intervalMs);
    document.addEventListener('visibilitychange', read);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', read);
    };
  }, [intervalMs]);
  return now;
}
