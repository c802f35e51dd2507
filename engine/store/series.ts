import { type Series, type Span, spans } from '../../app/finder/history.ts';
import type { TimeRange } from '../../app/query/query.ts';
import type { Compiled, Database } from './database.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, tableOf } from './days.ts';
import { systemMinutes } from './relation.ts';
import type { Known } from './relation-held.ts';
import { runTables, touches } from './run-tables.ts';
import { RATE_UNIT } from './schema.ts';

export type UsageFigure = 'cpu' | 'memory' | 'read' | 'written';
export type SystemFigure = UsageFigure | 'received' | 'sent' | 'processes';

/** Of what a series is: of the computer, or of a process or a unit by its key. */
export type SeriesOf =
  | { readonly of: 'system'; readonly figure: SystemFigure }
  | { readonly of: 'process' | 'unit'; readonly key: string; readonly figure: UsageFigure };

/** Milliseconds between two values: as many as a sparkline has room for. */
const steps: Readonly<Record<Span, number>> = { hour: MINUTE_MS, day: 10 * MINUTE_MS, month: 4 * HOUR_MS };

/** Unit of a figure in the tables, in that of the rows. */
const scale: Readonly<Record<SystemFigure, number>> = {
  cpu: 0.01,
  memory: 1024,
  read: 1,
  written: 1,
  received: 1,
  sent: 1,
  processes: 1,
};

/**
 * A figure over the hour, day or month before a moment: percent, bytes, bytes a second, or a number. A value is the mean
 * over the part of its step of which something is known, `null` where nothing is; of a process or a unit that also is
 * where it was none of the largest.
 */
export async function seriesOf(
  database: Database,
  held: Known,
  asked: { readonly what: SeriesOf; readonly span: Span; readonly now: number },
): Promise<Series> {
  const step = steps[asked.span];
  const count = spans[asked.span] / step;
  const from = (Math.floor(asked.now / step) + 1 - count) * step;
  const range = { from, to: from + count * step };
  const { figure } = asked.what;
  const unit = asked.what.of !== 'system' && (figure === 'read' || figure === 'written') ? RATE_UNIT : scale[figure];
  const minutes = asked.what.of === 'system' ? ofSystem(range, held, figure) : ofObject(range, held, asked.what);
  const rows = await database.rows({
    sql: `SELECT (moment - $1::BIGINT) // ${step} AS step, sum(value * weight::DOUBLE) / sum(weight) AS value FROM (${minutes.sql}) WHERE value IS NOT NULL GROUP BY step`,
    parameters: minutes.parameters,
  });
  const values = new Array<number | null>(count).fill(null);
  for (const { step: index, value } of rows) {
    if (typeof index === 'number' && index >= 0 && index < count) values[index] = Number(value) * unit;
  }
  return { from, step, values };
}

function ofSystem(range: TimeRange, held: Known, figure: SystemFigure): Compiled {
  return {
    sql: `SELECT moment, ${figure} AS value, watched AS weight FROM (${systemMinutes(range, held)})`,
    parameters: [range.from, range.to, held.seen],
  };
}

function ofObject(
  range: TimeRange,
  { days }: Known,
  { of, key, figure }: { of: string; key: string; figure: UsageFigure },
): Compiled {
  const kind = of === 'process' ? 'runs' : 'things';
  const where = `key = $3${of === 'unit' ? " AND kind = 'unit'" : ''}`;
  const closed =
    kind === 'runs'
      ? runTables(days, (day) => touches(range, day)).map(({ name }) => name)
      : days.of(kind, range).map((day) => tableOf(kind, day));
  const numbers = [`open_${kind}`, ...closed].map((table) => `SELECT run FROM ${table} WHERE ${where}`);
  const tables = days
    .of('minutes', range)
    .map(
      (day) =>
        `SELECT minute::BIGINT * ${MINUTE_MS} + ${day * DAY_MS} AS moment, run, lived, ${figure} FROM minutes_${day} WHERE run IN (SELECT run FROM numbers)`,
    );
  return {
    sql: `WITH numbers AS MATERIALIZED (${numbers.join(' UNION ')})
      SELECT moment, ${figure} AS value, lived AS weight FROM (
        ${[`SELECT moment, run, lived, ${figure} FROM current_minutes WHERE run IN (SELECT run FROM numbers)`, ...tables].join(' UNION ALL ')}
      ) WHERE moment >= $1::BIGINT AND moment < $2::BIGINT`,
    parameters: [range.from, range.to, key],
  };
}
