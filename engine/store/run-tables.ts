import type { TimeRange } from '../../app/query/query.ts';
import { type DayCatalogue, startOfDay, tableOf, textTable, weekTable } from './days.ts';
import { dayOfPlace, type Held, runOfPlace } from './relation-held.ts';

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

/** The condition that no row fits. */
export const NOTHING = 'false';

/**
 * Condition for the runs of places that are of some days. One that went on when it was found may have ended since: unless
 * numbers of rows are known it is looked for here too.
 */
export function placedIn({ only, rowNumbers, list }: Held, days: readonly number[]): string | null {
  if (only === undefined) return null;
  const here = (place: number) => days.includes(dayOfPlace(place));
  const asked = only.filter((place) => here(place) || (dayOfPlace(place) === 0 && !(rowNumbers && days.length > 0)));
  if (asked.length === 0) return NOTHING;
  const of = () => `run IN ${list(asked.map(runOfPlace))}`;
  if (rowNumbers === undefined || days.length === 0) return of();
  const { ranges, rows } = rangesOf(rowNumbers.filter((_, index) => here(only[index] ?? 0)));
  // Others that lie among them cost less than to join with those that are asked about; they are passed over later.
  return rows <= 2 * asked.length + FEW ? `(${ranges})` : `(${ranges}) AND ${of()}`;
}

/** Rows that DuckDB reads at once, and most ranges of rows that a scan is asked for. */
const VECTOR = 2048;
const MANY_RANGES = 24;

/** Rows that cost nothing to speak of beside those that are asked about. */
const FEW = 64;

/** Ranges in which some rows lie, and how many rows these are: the scan leaves out what is between them. */
function rangesOf(rows: readonly number[]): { readonly ranges: string; readonly rows: number } {
  const sorted = rows.toSorted((a, b) => a - b);
  const steps = sorted.map((row, index) => row - (sorted[index - 1] ?? row));
  const widest = steps.filter((step) => step > VECTOR).sort((a, b) => b - a);
  const least = widest[MANY_RANGES - 1] ?? VECTOR;
  const begins = sorted.flatMap((_, index) => (index === 0 || (steps[index] ?? 0) > least ? [index] : []));
  const at = (index: number) => sorted[index] ?? 0;
  const ranges = begins.map((begin, index) => [at(begin), at((begins[index + 1] ?? sorted.length) - 1)] as const);
  return {
    ranges: ranges.map(([first, last]) => `rowid BETWEEN ${first} AND ${last}`).join(' OR '),
    rows: ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0),
  };
}
