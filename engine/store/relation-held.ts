import type { DayCatalogue } from './days.ts';
import type { TestSql } from './run-tests.ts';

/** What a relation is made over. */
export interface Held {
  readonly days: DayCatalogue;
  /** Last moment that was recorded: what goes on was seen then. */
  readonly seen: number;
  /** Places of the pieces that are asked about; without it all of them. */
  readonly only?: readonly number[];
  /** Tests of processes that their relation makes. */
  readonly tests?: readonly TestSql[];
}

/** Numbers that the run of a place can have; the rest of it is the day of its table, 0 for what goes on. */
const RUNS = 2 ** 32;

/** Where a piece stands, as one number: in which table, and under which run. */
export const placeIn = (day: number | string): string => `(run::BIGINT + ${day}::BIGINT * ${RUNS}) AS place`;

export const dayOfPlace = (place: number): number => Math.floor(place / RUNS);
export const runOfPlace = (place: number): number => place % RUNS;

/** Days of tables in which pieces that are asked about can be. */
export function daysAsked(days: readonly number[], { only }: Held): readonly number[] {
  if (only === undefined) return days;
  const asked = new Set(only.map(dayOfPlace));
  // What went on when it was found may have ended since, on this day or around midnight.
  const recent = asked.has(0) ? days.slice(-2) : [];
  return days.filter((day) => asked.has(day) || recent.includes(day));
}

/**
 * Joins pieces `r` with those that are asked about. One list for all tables: a list of its own for each would be a join of
 * its own, which together take more memory than there is.
 */
export function joinAsked({ only }: Held): string {
  if (only === undefined) return '';
  const runs = only.map(runOfPlace);
  return ` SEMI JOIN (SELECT unnest([${runs.join(', ')}]::UINTEGER[]) AS run) w ON w.run = r.run`;
}
