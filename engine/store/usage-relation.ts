import type { TimeRange } from '../../app/query/query.ts';
import { DAY_MS, type DayCatalogue, HOUR_MS, MINUTE_MS } from './days.ts';
import { MINUTES_RANGE_MS } from './limits.ts';

/** What a relation is made over. */
export interface Held {
  readonly days: DayCatalogue;
  /** Last moment that was recorded: what goes on was seen then. */
  readonly seen: number;
}

/** Figures that are joined, by the property that needs them. */
const figures: Readonly<Record<string, readonly [column: string, sql: string]>> = {
  cpu: ['cpu', mean('cpu')],
  peak: ['peak', 'max(peak)'],
  memory: ['memory', mean('memory')],
  memoryPeak: ['memory_peak', 'max(memory_peak)'],
  read: ['read', mean('read')],
  written: ['written', mean('written')],
};

export const usageProperties: readonly string[] = Object.keys(figures);

/** From figures of the tables to those of the rows. */
const scaled: Readonly<Record<string, (sql: string) => string>> = {
  cpu: (sql) => `${sql} / 100.0`,
  peak: (sql) => `${sql} / 100.0`,
  memory: (sql) => `${sql} * 1024.0`,
  memoryPeak: (sql) => `${sql} * 1024.0`,
  read: (sql) => `${sql}::DOUBLE`,
  written: (sql) => `${sql}::DOUBLE`,
};

/** An expression in the unit of the rows: percent, bytes, bytes a second. */
export const inRowUnits = (property: string, sql: string): string => scaled[property]?.(sql) ?? sql;

export const columnOf = (property: string): string => figures[property]?.[0] ?? property;

function mean(column: string): string {
  return `sum(${column} * lived::DOUBLE) / sum(lived) FILTER (${column} IS NOT NULL)`;
}

/** Hours answer the range, not minutes. */
export const byHours = (range: TimeRange): boolean => range.to - range.from > MINUTES_RANGE_MS;

/** `run` and what it used in the range, of those figures that are needed; `null` when none is. */
export function usageOver(range: TimeRange, needed: ReadonlySet<string>, held: Held): string | null {
  const wanted = usageProperties.filter((property) => needed.has(property));
  if (wanted.length === 0) return null;
  const columns = wanted.map((property) => columnOf(property)).join(', ');
  const reckoned = wanted.map((property) => `${figures[property]?.[1]} AS ${columnOf(property)}`).join(', ');
  return `SELECT run, ${reckoned} FROM (${minutesOver(range, `run, lived, ${columns}`, held)}) GROUP BY run`;
}

/** Rows of minutes or hours that the range touches, and those of the minute that is gathered now. */
function minutesOver(range: TimeRange, columns: string, { days }: Held): string {
  const selects = [
    `SELECT ${columns} FROM current_minutes WHERE moment + ${MINUTE_MS} > $1::BIGINT AND moment < $2::BIGINT`,
  ];
  const hourly = byHours(range);
  const made = new Set(hourly ? days.of('hours', range) : []);
  for (const day of made) selects.push(ofDay(`hours_${day}`, 'hour', HOUR_MS, day));
  for (const day of days.of('minutes', range)) {
    if (!made.has(day)) selects.push(ofDay(`minutes_${day}`, 'minute', MINUTE_MS, day));
  }
  return selects.join('\n    UNION ALL ');

  function ofDay(table: string, unit: string, length: number, day: number): string {
    // Numbers of the unit within the day, so that the zone maps of the small column serve.
    const first = Math.floor((range.from - day * DAY_MS) / length);
    const last = Math.ceil((range.to - day * DAY_MS) / length) - 1;
    const whole = first <= 0 && last >= DAY_MS / length - 1;
    return `SELECT ${columns} FROM ${table}${whole ? '' : ` WHERE ${unit} BETWEEN ${Math.max(0, first)} AND ${Math.max(0, last)}`}`;
  }
}
