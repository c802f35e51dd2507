import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { drawnIndexes, NO_OVERSCAN, type RowRange, rangeAt, scrollTo } from './row-range.ts';
import { useTokenPixels } from './use-token-pixels.ts';

/** After a scroll bar was dragged or a page went by: for this long nothing is drawn beyond what is in sight, in milliseconds. */
const SETTLE_MS = 100;

interface VirtualRows {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly total: number;
  /** Index of the row that Tab leads to. It is always drawn: the focus would be lost if it were scrolled away. */
  readonly stop: number;
  /** A row of totals stands at the end of what is seen. */
  readonly foot: boolean;
}

/**
 * The rows that are drawn, where they stand, and how to bring one into view. All rows are of one height, so nothing is
 * measured but the scroller, and that only when its size changes. A hundred thousand rows of 36 px are a ninth of the
 * height at which Chromium ends.
 */
export function useVirtualRows({ scroller, total, stop, foot }: VirtualRows) {
  const row = useTokenPixels('--row');
  const head = useTokenPixels('--table-head');
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [range, setRange] = useState<RowRange>({ from: 0, to: 0 });
  const height = Math.max(0, size.height - head - (foot ? row : 0));

  const last = useRef(0);
  const settling = useRef<ReturnType<typeof setTimeout>>(undefined);
  const look = useCallback(() => {
    const top = scroller.current?.scrollTop ?? 0;
    const jumped = Math.abs(top - last.current) > height;
    last.current = top;
    clearTimeout(settling.current);
    if (jumped) settling.current = setTimeout(look, SETTLE_MS);
    const next = jumped ? rangeAt(top, height, row, total, NO_OVERSCAN) : rangeAt(top, height, row, total);
    setRange((now) => (now.from === next.from && now.to === next.to ? now : next));
  }, [scroller, height, row, total]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  useLayoutEffect(() => {
    const element = scroller.current;
    look();
    element?.addEventListener('scroll', look, { passive: true });
    return () => {
      element?.removeEventListener('scroll', look);
      clearTimeout(settling.current);
    };
  }, [scroller, look]);

  const reveal = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (!element || index < 0 || height === 0) return;
      const top = scrollTo(index, element.scrollTop, height, row);
      if (top !== element.scrollTop) element.scrollTop = top;
    },
    [scroller, height, row],
  );
  /** Moves what is seen by so many rows, so that a row which others were put before stays where it is. */
  const shift = useCallback(
    (rows: number) => {
      if (scroller.current) scroller.current.scrollTop += rows * row;
    },
    [scroller, row],
  );

  return {
    range,
    indexes: drawnIndexes(range, stop, total),
    row,
    height: total * row,
    /** Pixels across that the list has. */
    width: size.width,
    /** Whole rows in view. */
    page: Math.max(1, Math.floor(height / row) - 1),
    reveal,
    shift,
  };
}
