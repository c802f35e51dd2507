import { useEffect, useState } from 'react';

let probe: HTMLElement | undefined;

/** The colour that a token has now, as a canvas takes it: `light-dark()` is decided. */
export function colourOf(token: string): string {
  if (!probe) {
    probe = document.createElement('span');
    probe.hidden = true;
    document.body.append(probe);
  }
  probe.style.color = `var(${token})`;
  return getComputedStyle(probe).color;
}

/** Changes when the tokens have other colours: by the system's scheme, or on paper. */
export function useColours(): number {
  const [times, setTimes] = useState(0);
  useEffect(() => {
    const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)', 'print'].map((query) =>
      matchMedia(query),
    );
    const change = () => setTimes((before) => before + 1);
    for (const query of queries) query.addEventListener('change', change);
    return () => {
      for (const query of queries) query.removeEventListener('change', change);
    };
  }, []);
  return times;
}

/** Lines of a chart that can be told apart. */
export const MOST_LINES = 5;
