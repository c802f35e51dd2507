import type { RowTest } from '../../app/query/apart.ts';
import type { ObjectType, TimeRange } from '../../app/query/query.ts';
import type { Compiled } from './database.ts';
import { DAY_MS, MINUTE_MS } from './days.ts';
import { newestSince, processRelation } from './process-relation.ts';
import type { Held, Known, TablePart } from './relation-held.ts';
import { testsSql } from './run-tests.ts';
import { thingRelation } from './thing-relation.ts';

/**
 * What was known of objects in a range, as the text of a SELECT to stand in parentheses. Its columns are `key`, the
 * properties of app/query/fields.ts, and `is:new` and so on as yes or no; only those in `needed` are there, and only
 * for them is anything read. `$1` and `$2` are the range, `$3` the last moment recorded.
 *
 * A run is one row, however many days it crossed. Figures are of the minutes that the range touches, from 26 hours on of
 * the hours; a run that lies in the range altogether has its own, from every reading. A minute keeps the hundred
 * largest, so the mean is over the minutes in which it was one of them.
 */
export type Relation = (
  type: ObjectType,
  range: TimeRange,
  needed: ReadonlySet<string>,
  more?: RelationOptions,
) => Compiled;

export interface RelationOptions {
  /** Places of the pieces that are asked about; without it all of them. */
  readonly only?: readonly number[];
  /** Of processes where the rows of these places were when the tables lay so, in the same order: nothing else is read then. */
  readonly rows?: { readonly layout: number; readonly numbers: readonly number[] } | undefined;
  /** Tests of processes that it makes itself, see {@link APART}; those whose property is needed are columns of it. */
  readonly tests?: readonly RowTest[];
  /** Of processes those alone that lie in tables of days from a moment on, or in those before; together they have all. */
  readonly part?: TablePart;
  /** Of processes only the figures that stand in their runs; {@link OWN_FIGURES} tells which rows lack them so. */
  readonly figuresOfRuns?: boolean;
}

/** How the tables lie that a relation is made over. */
export interface Layout {
  /** Numbers of rows say something as long as this is the same. */
  readonly id: number;
  /**
   * Start of the first of some days at the end of a range: nothing in the tables before them was seen after that moment.
   * `null` when no table lies before them, or when what it holds can have ended after the range.
   */
  readonly newestSince: (range: TimeRange) => number | null;
}

export const layoutOf = (held: Known): Layout => ({
  id: held.days.layout,
  newestSince: (range) => newestSince(range, held),
});

export function relationOver(held: Known): Relation {
  return (type, range, needed, { only, rows, tests = [], part, figuresOfRuns = false } = {}) => {
    const whole = { from: Math.round(range.from), to: Math.round(range.to) };
    const parameters: (string | number | boolean | null)[] = [whole.from, whole.to, Math.round(held.seen)];
    const own = parameters.length;
    const parameter = (value: string | number | boolean | null) => {
      // Each table asks with the same values.
      const known = parameters.indexOf(value, own);
      return `$${known < 0 ? parameters.push(value) : known + 1}`;
    };
    const sql = textOf(type, whole, needed, {
      ...held,
      ...(only === undefined ? {} : { only: only.map(Math.trunc) }),
      ...(rows?.layout === held.days.layout ? { rowNumbers: rows.numbers.map(Math.trunc) } : {}),
      tests: testsSql(tests, parameter),
      ...(part === undefined ? {} : { part }),
      figuresOfRuns,
      list: (runs) => `(SELECT unnest(${parameter(`[${[...new Set(runs)].join(',')}]`)}::UINTEGER[]) AS run)`,
    });
    return { sql, parameters };
  };
}

function textOf(type: ObjectType, range: TimeRange, needed: ReadonlySet<string>, held: Held): string {
  if (type === 'process') return processRelation(range, needed, held);
  if (type === 'device') return deviceRelation(range, needed, held);
  return thingRelation(type, range, needed, held);
}

const deviceColumns: Readonly<Record<string, string>> = {
  key: "'minute.' || moment::BIGINT",
  time: 'moment::DOUBLE',
  cpu: 'cpu / 100.0',
  memory: 'memory * 1024.0',
  read: 'read::DOUBLE',
  written: 'written::DOUBLE',
  received: 'received::DOUBLE',
  sent: 'sent::DOUBLE',
  processes: 'processes::INTEGER',
};

/** The computer as a whole, a row a minute. A minute that was gathered in two parts, by two processes of ours, is one row. */
function deviceRelation(range: TimeRange, needed: ReadonlySet<string>, held: Held): string {
  const columns = Object.entries(deviceColumns).filter(([property]) => property === 'key' || needed.has(property));
  const figures = ['cpu', 'memory', 'read', 'written', 'received', 'sent', 'processes'];
  const means = figures.map(
    (figure) => `sum(${figure} * watched::DOUBLE) / sum(watched) FILTER (${figure} IS NOT NULL) AS ${figure}`,
  );
  return `SELECT ${columns.map(([property, sql]) => `${sql} AS "${property}"`).join(', ')} FROM (
    SELECT moment, ${means.join(', ')} FROM (${systemMinutes(range, held)}) GROUP BY moment)`;
}

/** Minutes of the system that the range touches, with `moment` as their beginning; those that are gathered now too. */
export function systemMinutes(range: TimeRange, { days }: Pick<Known, 'days'>): string {
  const where = `moment + ${MINUTE_MS} > $1::BIGINT AND moment < $2::BIGINT AND $3::BIGINT IS NOT NULL`;
  const columns = 'moment, watched, cpu, memory, memory_total, read, written, received, sent, processes';
  const tables = days
    .of('system', range)
    .map(
      (day) =>
        `SELECT minute::BIGINT * ${MINUTE_MS} + ${day * DAY_MS} AS moment, * EXCLUDE (minute) FROM system_${day}`,
    );
  return ['SELECT * FROM current_system', ...tables]
    .map((select) => `SELECT ${columns} FROM (${select}) WHERE ${where}`)
    .join('\n    UNION ALL ');
}
