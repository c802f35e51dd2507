/**
 * The order of the rows after a live update. A sort that follows every reading would pull rows away from under the
 * user, so a row that is held keeps its place and the others close around it; while the user is busy with the rows
 * none moves, and only what is new or gone changes the list.
 */
export function steadyOrder<Row>(
  /** Rows as the sort wants them. */
  sorted: readonly Row[],
  /** Keys of the rows as they stand on the screen. */
  shown: readonly string[],
  keyOf: (row: Row) => string,
  hold: { readonly row: string | null; readonly all: boolean },
): readonly Row[] {
  return keepOne(hold.all ? keepAll(sorted, shown, keyOf) : sorted, shown, keyOf, hold.row);
}

function keepOne<Row>(
  sorted: readonly Row[],
  shown: readonly string[],
  keyOf: (row: Row) => string,
  held: string | null,
): readonly Row[] {
  if (held === null) return sorted;
  const place = shown.indexOf(held);
  const now = sorted.findIndex((row) => keyOf(row) === held);
  const row = sorted[now];
  if (place < 0 || row === undefined || place === now) return sorted;
  const others = [...sorted.slice(0, now), ...sorted.slice(now + 1)];
  // Near the end of a list that got shorter the last place is the nearest.
  const at = Math.min(place, others.length);
  return [...others.slice(0, at), row, ...others.slice(at)];
}

function keepAll<Row>(sorted: readonly Row[], shown: readonly string[], keyOf: (row: Row) => string): readonly Row[] {
  const places = new Map(shown.map((key, place) => [key, place]));
  const placeOf = (row: Row) => places.get(keyOf(row)) ?? Number.POSITIVE_INFINITY;
  // New rows stand after the others, in sorted order, until the user lets go.
  return sorted
    .map((row) => ({ row, place: placeOf(row) }))
    .sort((a, b) => (a.place === b.place ? 0 : a.place - b.place))
    .map(({ row }) => row);
}
