import type { Row } from '../../app/query/query.ts';

/** The row of before where the new one says the same, so that a change can be told by the object alone. */
export function steadyRow<T extends Row>(before: T | undefined, row: T): T {
  if (before === undefined) return row;
  for (const property in row) if (row[property] !== before[property]) return row;
  return before;
}

/** Gives each list with the rows of the one before where these have not changed. */
export function createSteadyRows<T extends Row>(): (rows: readonly T[]) => readonly T[] {
  let before: ReadonlyMap<string, T> = new Map();
  return (rows) => {
    const steady = rows.map((row) => steadyRow(before.get(row.key), row));
    before = new Map(steady.map((row) => [row.key, row]));
    return steady;
  };
}

/** A size in bytes that is told anew only when it differs by more than a thousandth: pages come and go all the time. */
export function steadySize(before: number, bytes: number): number {
  return Math.abs(bytes - before) <= before / 1000 ? before : bytes;
}
