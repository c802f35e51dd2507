import type { TimeRange } from '../../app/query/query.ts';
import type { DayTable } from './schema.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Days of UTC since 1970. */
export const dayOf = (moment: number): number => Math.floor(moment / DAY_MS);
export const startOfMinute = (moment: number): number => Math.floor(moment / MINUTE_MS) * MINUTE_MS;
export const startOfDay = (day: number): number => day * DAY_MS;

export const tableOf = (kind: DayTable, day: number): string => `${kind}_${day}`;

/** Table and day of a name, or `undefined` for one that belongs to no day. */
export function parseTable(name: string): { kind: string; day: number } | undefined {
  const found = /^(runs|things|minutes|hours|system)_(\d+)$/.exec(name);
  return found?.[1] && found[2] ? { kind: found[1], day: Number(found[2]) } : undefined;
}

/** Days whose runs lie in one table. */
export const WEEK_DAYS = 7;
export const weekOf = (day: number): number => Math.floor(day / WEEK_DAYS);

export const weekTable = (week: number): string => `weeks_${week}`;
export const textTable = (week: number): string => `texts_${week}`;

/** Week of a table of a week, or `undefined`. */
export function parseWeekTable(name: string): { kind: 'weeks' | 'texts'; week: number } | undefined {
  const found = /^(weeks|texts)_(\d+)$/.exec(name);
  return found?.[1] && found[2] ? { kind: found[1] as 'weeks' | 'texts', week: Number(found[2]) } : undefined;
}

/** Of all catalogues: that of a file which is opened anew has another one. */
let layouts = 0;

/** Which tables of days there are, and of which days the runs lie in the tables of weeks. */
export class DayCatalogue {
  /** Changes whenever rows of runs move: numbers of rows that were read under another one say nothing any more. */
  layout = ++layouts;
  readonly #days = new Map<string, Set<number>>();
  readonly #laid: Set<number>;

  constructor(names: readonly string[], laid: readonly number[] = []) {
    for (const name of names) this.add(name);
    this.#laid = new Set(laid);
  }

  /** The runs of a day lie in the table of its week. */
  addToWeek(day: number): void {
    this.#laid.add(day);
    this.layout = ++layouts;
  }

  removeFromWeek(day: number): void {
    this.#laid.delete(day);
    this.layout = ++layouts;
  }

  /** Weeks that have a table, oldest first, each with the days that lie in it. */
  weeks(): readonly { readonly week: number; readonly days: readonly number[] }[] {
    const weeks = new Map<number, number[]>();
    for (const day of [...this.#laid].sort((a, b) => a - b)) {
      weeks.set(weekOf(day), [...(weeks.get(weekOf(day)) ?? []), day]);
    }
    return [...weeks].map(([week, days]) => ({ week, days }));
  }

  /** Whether minutes of a day wait to be made into hours. */
  awaitsHours(day: number): boolean {
    return this.has('minutes', day) && !this.has('hours', day);
  }

  /** Days of which runs are held, oldest first. */
  ofRuns(): readonly number[] {
    return [...new Set([...this.of('runs'), ...this.#laid])].sort((a, b) => a - b);
  }

  add(name: string): void {
    const parsed = parseTable(name);
    if (!parsed) return;
    const days = this.#days.get(parsed.kind) ?? new Set();
    this.#days.set(parsed.kind, days.add(parsed.day));
  }

  remove(name: string): void {
    const parsed = parseTable(name);
    if (parsed) this.#days.get(parsed.kind)?.delete(parsed.day);
  }

  has(kind: DayTable, day: number): boolean {
    return this.#days.get(kind)?.has(day) ?? false;
  }

  /** Days that have a table of the kind, oldest first; with a range those that it touches. */
  of(kind: DayTable, range?: TimeRange): readonly number[] {
    const days = [...(this.#days.get(kind) ?? [])].sort((a, b) => a - b);
    return range ? days.filter((day) => startOfDay(day + 1) > range.from && startOfDay(day) < range.to) : days;
  }

  /** All days that have any table, oldest first. */
  all(): readonly number[] {
    const days = [...this.#days.values()].flatMap((of) => [...of]);
    return [...new Set([...days, ...this.#laid])].sort((a, b) => a - b);
  }

  tables(day: number): readonly string[] {
    return [...this.#days].flatMap(([kind, days]) => (days.has(day) ? [`${kind}_${day}`] : []));
  }
}
