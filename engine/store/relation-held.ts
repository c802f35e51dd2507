import type { DayCatalogue } from './days.ts';
import type { TestSql } from './run-tests.ts';

/** What is known altogether. */
export interface Known {
  readonly days: DayCatalogue;
  /** Last moment that was recorded: what goes on was seen then. */
  readonly seen: number;
}

/** Tables of days from a moment on, the start of a day, or those before. */
export type TablePart = Readonly<{ which: 'newest' | 'older'; since: number }>;

/** What a relation is made over. */
export interface Held extends Known {
  /** Places of the pieces that are asked about; without it all of them. */
  readonly only?: readonly number[];
  /** Numbers of their rows in their tables, in the same order; without it they are looked for. */
  readonly rowNumbers?: readonly number[];
  /** Tests of processes that their relation makes. */
  readonly tests?: readonly TestSql[];
  /** Of processes those of the newest tables alone, or of the others. */
  readonly part?: TablePart;
  /** Of processes only the figures that stand in their runs. */
  readonly figuresOfRuns?: boolean;
  /** Numbers of runs as a list in SQL: one parameter, however many there are. */
  readonly list: (runs: readonly number[]) => string;
}

/** Property of processes beside those of the fields: the number of the row in its table, missing for what goes on. */
export const ROW = 'row';

/** Property of processes beside those of the fields: all figures of the row are in its run itself. */
export const OWN_FIGURES = 'ownFigures';

/** Numbers that the run of a place can have; the rest of it is the day of its table, 0 for what goes on. */
const RUNS = 2 ** 32;

/** Where a piece stands, as one number: in which table, and under which run. */
export const placeIn = (day: number | string): string => `(run::BIGINT + ${day}::BIGINT * ${RUNS})`;

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
export function joinAsked({ only, list }: Held): string {
  return only === undefined ? '' : ` SEMI JOIN ${list(only.map(runOfPlace))} w ON w.run = r.run`;
}
