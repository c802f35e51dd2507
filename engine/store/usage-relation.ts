import type { TimeRange } from '../../app/query/query.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './days.ts';
import { MINUTES_RANGE_MS } from './limits.ts';
import { type Held, runOfPlace } from './relation-held.ts';
import { RATE_UNIT } from './schema.ts';

/** A figure in the tables: what it is reckoned from, over minutes and in the row of a run, and its unit in that of the rows. */
interface Figure {
  /** Name under which it is joined. */
  readonly column: string;
  readonly over: string;
  readonly own: string;
  readonly reads: readonly string[];
  readonly unit: number;
}

const figures: Readonly<Record<string, Figure>> = {
  cpu: { column: 'cpu', over: mean('cpu'), own: 'r.cpu', reads: ['cpu'], unit: 0.01 },
  peak: { column: 'peak', over: 'max(peak)', own: 'r.peak', reads: ['peak'], unit: 0.01 },
  memory: { column: 'memory', over: mean('memory'), own: 'r.memory', reads: ['memory'], unit: 1024 },
  memoryPeak: {
    column: 'memory_peak',
    over: 'max(memory + memory_over)',
    own: '(r.memory + r.memory_over)',
    reads: ['memory', 'memory_over'],
    unit: 1024,
  },
  read: { column: 'read', over: mean('read'), own: 'r.read', reads: ['read'], unit: RATE_UNIT },
  written: { column: 'written', over: mean('written'), own: 'r.written', reads: ['written'], unit: RATE_UNIT },
};

/** Properties of processes and units that are figures. */
export const FIGURES: ReadonlySet<string> = new Set(Object.keys(figures));

export const figureOf = (property: string): Figure | undefined => figures[property];

/** A figure in the unit of the rows: percent, bytes, bytes a second. */
export const inRowUnits = (figure: Figure, sql: string): string => `(${sql})::DOUBLE * ${figure.unit}`;

function mean(column: string): string {
  return `sum(${column} * lived::DOUBLE) / sum(lived) FILTER (${column} IS NOT NULL)`;
}

/** Hours answer the range, not minutes. */
export const byHours = (range: TimeRange): boolean => range.to - range.from > MINUTES_RANGE_MS;

/** `run` and what it used in the range, of those figures that are needed; `null` when none is. */
export function usageOver(range: TimeRange, needed: ReadonlySet<string>, held: Held): string | null {
  const wanted = Object.entries(figures).flatMap(([property, figure]) => (needed.has(property) ? [figure] : []));
  if (wanted.length === 0) return null;
  const columns = [...new Set(wanted.flatMap(({ reads }) => reads))].join(', ');
  const ofRuns = held.only === undefined ? '' : ` WHERE run IN ${held.list(held.only.map(runOfPlace))}`;
  const reckoned = wanted.map(({ column, over }) => `${over} AS ${column}`).join(', ');
  return `SELECT run, ${reckoned} FROM (${minutesOver(range, `run, lived, ${columns}`, held)})${ofRuns} GROUP BY run`;
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
