import type { Row } from '../../app/query/query.ts';

/** What must not be pulled away from under somebody. */
export interface Hold {
  /** Rows that keep their place among their siblings: the one that has the focus, and its parents. */
  readonly rows: ReadonlySet<string>;
  /** No row moves at all. */
  readonly all: boolean;
}

export const holdNothing: Hold = { rows: new Set(), all: false };

/**
 * The order of the rows after a live update. A sort that follows every reading would pull rows away from under the
 * user, so a row that is held keeps its place and the others close around it; while the user is busy with the rows
 * none moves, and only what is new or gone changes the list. In a tree it is asked for the children of each parent.
 * @param sorted rows as the sort wants them
 * @param shown keys of the rows as they stand on the screen
 */
export function steadyOrder(sorted: readonly Row[], shown: readonly string[], hold: Hold): readonly Row[] {
  const rows = hold.all ? keepAll(sorted, shown) : sorted;
  const held = hold.rows.size === 0 ? undefined : shown.find((key) => hold.rows.has(key));
  return held === undefined ? rows : keepOne(rows, shown, held);
}

function keepOne(sorted: readonly Row[], shown: readonly string[], held: string): readonly Row[] {
  const index = shown.indexOf(held);
  const now = sorted.findIndex(({ key }) => key === held);
  const row = sorted[now];
  if (row === undefined || index === now) return sorted;
  const others = [...sorted.slice(0, now), ...sorted.slice(now + 1)];
  // Near the end of a list that got shorter the last row is the nearest.
  const at = Math.min(index, others.length);
  return [...others.slice(0, at), row, ...others.slice(at)];
}

function keepAll(sorted: readonly Row[], shown: readonly string[]): readonly Row[] {
  const indexes = new Map(shown.map((key, index) => [key, index]));
  const indexOf = ({ key }: Row) => indexes.get(key) ?? Number.POSITIVE_INFINITY;
  // New rows stand after the others, in sorted order, until the user lets go.
  return sorted
    .map((row) => ({ row, index: indexOf(row) }))
    .sort((a, b) => (a.index === b.index ? 0 : a.index - b.index))
    .map(({ row }) => row);
}
