/** Which rows are drawn: from an index to before another. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Rows drawn beyond the ones in sight, so that scrolling shows no gaps. */
const OVERSCAN = 6;
/** Beyond none, while so much scrolls by that nothing of it stays in sight. */
export const NO_OVERSCAN = 0;
/** The range begins at multiples of this, so that not every row that scrolls by draws the list anew. */
const STEP = 2;

/**
 * The rows to draw.
 * @param top pixels scrolled
 * @param height pixels in which rows are seen
 * @param row height of a row in pixels
 */
export function rangeAt(top: number, height: number, row: number, total: number, overscan = OVERSCAN): RowRange {
  const first = Math.floor(top / row) - overscan;
  const last = Math.ceil((top + height) / row) + overscan;
  return {
    from: Math.min(total, Math.max(0, Math.floor(first / STEP) * STEP)),
    to: Math.min(total, Math.max(0, Math.ceil(last / STEP) * STEP)),
  };
}

/** How far to scroll so that a row is in sight: not at all if it is. */
export function scrollTo(index: number, top: number, height: number, row: number): number {
  const start = index * row;
  if (start < top) return start;
  // A window lower than a row shows the row's beginning.
  return start + row > top + height ? Math.min(start, start + row - height) : top;
}

/** The indexes to draw: the range, and the one row that must not go even when it is out of sight. */
export function drawnIndexes({ from, to }: RowRange, kept: number, total: number): readonly number[] {
  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  if (kept < 0 || kept >= total || (kept >= from && kept < to)) return indexes;
  return kept < from ? [kept, ...indexes] : [...indexes, kept];
}
