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

/** Which tables of days there are. */
export class DayCatalogue {
  readonly #days = new Map<string, Set<number>>();

  constructor(names: readonly string[]) {
    for (const name of names) this.add(name);
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
    return [...new Set([...this.#days.values()].flatMap((days) => [...days]))].sort((a, b) => a - b);
  }

  tables(day: number): readonly string[] {
    return [...this.#days].flatMap(([kind, days]) => (days.has(day) ? [`${kind}_${day}`] : []));
  }
}
