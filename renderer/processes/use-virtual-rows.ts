import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';

/** Rows drawn beyond the ones in view, so that scrolling shows no gaps. */
const OVERSCAN = 8;

interface VirtualRows {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly keys: readonly string[];
  /** Index of the row that Tab leads to. It is always drawn: the focus would be lost if it were scrolled away. */
  readonly stop: number;
}

/** The rows that are drawn, where they stand, and how to bring one into view. */
export function useVirtualRows({ scroller, keys, stop }: VirtualRows) {
  const row = useTokenPixels('--row');
  const virtualizer = useVirtualizer({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => row,
    getItemKey: (index) => keys[index] ?? index,
    overscan: OVERSCAN,
    useFlushSync: false,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      if (stop >= range.count || shown.includes(stop)) return shown;
      return stop < (shown[0] ?? 0) ? [stop, ...shown] : [...shown, stop];
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another density means other heights
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, row]);

  const reveal = useCallback(
    (index: number) => {
      if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
    },
    [virtualizer],
  );
  return {
    items: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    /** Whole rows in view. */
    page: Math.max(1, Math.floor((virtualizer.scrollRect?.height ?? row) / row) - 1),
    reveal,
  };
}

/**
 * Keeps the head of a table above the same columns as its rows: the rows scroll sideways, and the head as far as the
 * focus moves in it. Tells the width of the vertical scroll bar, which the head does not have.
 */
export function useHeadScroll(head: RefObject<HTMLElement | null>, scroller: RefObject<HTMLElement | null>): number {
  const [gutter, setGutter] = useState(0);
  useEffect(() => {
    const [top, rows] = [head.current, scroller.current];
    if (!top || !rows) return;
    const follow = (leader: HTMLElement, follower: HTMLElement) => () => {
      if (follower.scrollLeft !== leader.scrollLeft) follower.scrollLeft = leader.scrollLeft;
    };
    const [headFollows, rowsFollow] = [follow(rows, top), follow(top, rows)];
    const observer = new ResizeObserver(() => setGutter(rows.offsetWidth - rows.clientWidth));
    rows.addEventListener('scroll', headFollows, { passive: true });
    top.addEventListener('scroll', rowsFollow, { passive: true });
    observer.observe(rows);
    return () => {
      rows.removeEventListener('scroll', headFollows);
      top.removeEventListener('scroll', rowsFollow);
      observer.disconnect();
    };
  }, [head, scroller]);
  return gutter;
}

/** A length of the design tokens in pixels, for code that has to compute with it; it may depend on the density. */
function useTokenPixels(token: `--${string}`): number {
  // Reading depends on the density through the attribute that it sets on the root.
  useStore(useModel().settings, (settings) => settings.density);
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(token));
}
