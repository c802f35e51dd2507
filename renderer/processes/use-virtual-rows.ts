import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useLayoutEffect } from 'react';
import { useTokenPixels } from './css-pixels.ts';

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
