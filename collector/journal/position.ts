/** A point between two records of the journal: everything before it is "loaded", "durable", … as its user says. */
export interface Position {
  /** Number of the segment file, from 1; never used twice. */
  readonly segment: number;
  /** Bytes from the segment's start. */
  readonly offset: number;
}

/** Before the first record that was ever written. */
export const START: Position = { segment: 0, offset: 0 };

/** Whether `a` stands before `b`. */
export function isBefore(a: Position, b: Position): boolean {
  return a.segment === b.segment ? a.offset < b.offset : a.segment < b.segment;
}

export function isSame(a: Position, b: Position): boolean {
  return a.segment === b.segment && a.offset === b.offset;
}
