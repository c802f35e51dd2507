import { useEffect, useState } from 'react';

/**
 * A popup comes while someone types or clicks; what was meant for the window behind it must not answer it. Main takes no
 * Yes that was pressed within half a second of hearing of the question: a bit longer, so that it has heard.
 */
const GUARD_MS = 600;

/** True for {@link GUARD_MS} after the component appears. */
export function useGuard(): boolean {
  const [guarded, setGuarded] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setGuarded(false), GUARD_MS);
    return () => clearTimeout(timer);
  }, []);
  return guarded;
}
