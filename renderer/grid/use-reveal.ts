import { useEffect, useRef } from 'react';
import type { RowView } from './row-source.ts';

interface RevealParts {
  readonly view: RowView;
  readonly focused: string | null;
  /** Counts selections that came from elsewhere. */
  readonly reveals: number;
  /** There are rows on the screen. */
  readonly drawn: boolean;
  readonly reveal: (index: number) => void;
  readonly fold: (keys: readonly string[], open: boolean) => void;
}

/**
 * Brings the focused row into view when it was selected elsewhere, and when the order is another one; for that the
 * parents that it is folded into are opened. A live update never moves what is seen, and folding does not either.
 */
export function useReveal({ view, focused, reveals, drawn, reveal, fold }: RevealParts): void {
  const wanted = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are the occasions
  useEffect(() => {
    wanted.current = true;
  }, [reveals, view.ordered, drawn]);
  useEffect(() => {
    if (!wanted.current || focused === null) return;
    if (view.hides(focused)) {
      const parents = view.ancestors(focused);
      // What the filter hides is not folded into anything. Once its parents are open this runs again.
      wanted.current = parents.some((key) => view.entry(view.indexOf(key))?.expanded === false);
      if (wanted.current) fold(parents, true);
    } else {
      wanted.current = false;
      reveal(view.indexOf(focused));
    }
  });
}
