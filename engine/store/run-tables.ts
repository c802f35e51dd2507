import type { TimeRange } from '../../app/query/query.ts';
import { type DayCatalogue, startOfDay, tableOf, textTable, weekTable } from './days.ts';
import { dayOfPlace, runOfPlace } from './relation-held.ts';
import { type TestSql, withAnswers } from './run-tests.ts';

/** A table in which pieces of runs lie that are closed: that of a day, or of a week in which days that are over were laid. */
export interface RunTable {
  readonly name: string;
  /** Texts of the week by their numbers; `null` for a day, which has its own. */
  readonly texts: string | null;
  /** SQL of the day that a row is of. */
  readonly day: string;
  /** Those of its days that are wanted, oldest first, never none. */
  readonly days: readonly number[];
  /** Condition for the rows of these days; `null` when all of them are wanted. */
  readonly condition: string | null;
}

/** Where the pieces of some days lie, oldest first. A day that was written to after it was laid into its week is in both. */
export function runTables(catalogue: DayCatalogue, wanted: (day: number) => boolean): readonly RunTable[] {
  const weeks = catalogue.weeks().flatMap(({ week, days: all }): RunTable[] => {
    const days = all.filter(wanted);
    if (days.length === 0) return [];
    const condition = days.length === all.length ? null : `day IN (${days.join(', ')})`;
    return [{ name: weekTable(week), texts: textTable(week), day: 'day', days, condition }];
  });
  const single = catalogue
    .of('runs')
    .filter(wanted)
    .map(
      (day): RunTable => ({ name: tableOf('runs', day), texts: null, day: String(day), days: [day], condition: null }),
    );
  return [...weeks, ...single];
}

/** Whether a range touches a day. */
export const touches = (range: TimeRange, day: number): boolean =>
  startOfDay(day + 1) > range.from && startOfDay(day) < range.to;

export interface WantedRows {
  /** Tests over its texts that are wanted as columns. */
  readonly tests: readonly TestSql[];
  /** Places of the rows; `null` for all of them. */
  readonly only: readonly number[] | null;
}

/**
 * What stands behind FROM: each of these once, and together they have every row that is wanted, with the answers of tests.
 */
export function rowsOfRuns({ name, texts, days }: RunTable, { tests, only }: WantedRows): readonly string[] {
  const where = only === null ? '' : ` WHERE ${placedIn(only, days)}`;
  if (texts === null) {
    const made = tests.map(({ ofRow, column }) => `${ofRow} AS ${column}`);
    return [where === '' && made.length === 0 ? name : `(SELECT ${['*', ...made].join(', ')} FROM ${name}${where})`];
  }
  const chosen = where === '' ? name : `(SELECT * FROM ${name}${where})`;
  return tests.length === 0 ? [chosen] : withAnswers(chosen, texts, tests);
}

/** Rows at places of some days, and of what went on when it was found and may have ended since. */
export function placedIn(places: readonly number[], days: readonly number[]): string {
  const wanted = places.filter((place) => days.includes(dayOfPlace(place)) || dayOfPlace(place) === 0);
  const runs = [...new Set(wanted.map(runOfPlace))];
  return runs.length === 0 ? 'false' : `run IN (${runs.join(', ')})`;
}
