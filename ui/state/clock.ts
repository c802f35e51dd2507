import { useEffect, useState } from 'react';

/** UTC milliseconds. The one place of the page that reads the wall clock. */
export const wallClock = () => Date.now();

/** The time, read again every `intervalMs`; for texts such as "2 s ago", as low in the tree as they stand. */
export function useNow(intervalMs: number): number {
  const [now, setNow] = useState(wallClock);
  useEffect(() => {
    const timer = setInterval(() => setNow(wallClock()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}
