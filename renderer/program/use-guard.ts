import { useEffect, useState } from 'react';

/** A popup comes while someone types or clicks; what was meant for the window behind it must not answer it. */
const GUARD_MS = 500;

/** True for half a second after the component appears. */
export function useGuard(): boolean {
  const [guarded, setGuarded] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setGuarded(false), GUARD_MS);
    return () => clearTimeout(timer);
  }, []);
  return guarded;
}
