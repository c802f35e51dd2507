import type { TimeRange } from '../../app/query/query.ts';
import { type DayCatalogue, HOUR_MS, startOfDay } from './days.ts';
import { RARE_MIN_DAYS, RARE_SHARE } from './limits.ts';
import { daysAsked, type Held, type Known, OWN_FIGURES, placeIn, ROW } from './relation-held.ts';
import { NOTHING, placedIn, type RunTable, runTables, touches } from './run-tables.ts';
import { byHours, figureOf, inRowUnits, usageOver } from './usage-relation.ts';

/** Whether a run lies in the range altogether, and has figures of its own. */
const OWN = 'own';

/** What a column of the answer is made of, and the columns of the tables that it reads. */
type Column = readonly [sql: string, reads: readonly string[]];

const begin = 'coalesce(r.started, r.first)';

const gone = 'coalesce(NOT r.open AND r.resumes IS NULL AND r.last >= $1::BIGINT AND r.last < $2::BIGINT, false)';

const columns: Readonly<Record<string, Column>> = {
  key: ['r.key', ['key']],
  place: ['r.place', ['place']],
  [ROW]: [`r."${ROW}"`, [ROW]],
  [OWN_FIGURES]: [`r.${OWN}`, [OWN]],
  name: ['r.name', ['name']],
  pid: ['r.pid::BIGINT', ['pid']],
  user: ['r.owner', ['owner']],
  threads: ['r.threads::BIGINT', ['threads']],
  state: ['NULL::VARCHAR', []],
  started: ['r.started::DOUBLE', ['started']],
  path: ['r.path', ['path']],
  commandLine: ['r.command', ['command']],
  parentKey: ['r.parent', ['parent']],
  parentName: ['r.parent_name', ['parent_name']],
  parentPid: ['r.ppid::BIGINT', ['ppid']],
  unit: ['r.unit', ['unit']],
  app: ['r.app', ['app']],
  first: ['r.first::DOUBLE', ['first']],
  lived: [
    `greatest(0, least(r.last, $2::BIGINT) - greatest(${begin}, $1::BIGINT))::DOUBLE`,
    ['started', 'first', 'last'],
  ],
  'is:new': [
    `coalesce(r.first >= $1::BIGINT AND r.first < $2::BIGINT AND ${begin} >= $1::BIGINT, false)`,
    ['first', 'started'],
  ],
  'is:gone': [gone, ['last', 'resumes', 'open']],
  'is:changed': ['coalesce(r.changed >= $1::BIGINT AND r.changed < $2::BIGINT, false)', ['changed']],
  'is:deleted': ['coalesce(r.deleted, false)', ['deleted']],
  'is:mine': ['coalesce(r.mine, false)', ['mine']],
  'is:kernel': ['coalesce(r.kernel, false)', ['kernel']],
  'is:app': ["coalesce(r.app <> '', false)", ['app']],
  'is:rare': ['coalesce(r.name IN (SELECT name FROM rare_names), false)', ['name']],
};

/** When a run ended that goes on no more: 0 where nobody saw it, as for all moments that are not known. */
const END = 'coalesce(ended, 0)';

/** Those that tell of the whole life, which may end on a later day than the range does. */
const ofLife: Readonly<Record<string, (later: boolean) => Column>> = {
  last: (later) => [`${of('last', later)}::DOUBLE`, ['last', 'resumes']],
  ended: (later) => [
    `(CASE WHEN r.resumes IS NOT NULL THEN ${later ? 'l' : 'r'}.ended WHEN r.open THEN NULL ELSE coalesce(r.ended, 0) END)::DOUBLE`,
    ['ended', 'resumes', 'open'],
  ],
  exit: (later) => [`${of('exit', later)}::BIGINT`, ['exit', 'resumes']],
  duration: (later) => [
    `greatest(0, ${of('last', later)} - ${begin})::DOUBLE`,
    ['last', 'resumes', 'started', 'first'],
  ],
};

const of = (column: string, later: boolean): string =>
  later ? `CASE WHEN r.resumes IS NULL THEN r.${column} ELSE l.${column} END` : `r.${column}`;

/**
 * Runs of processes in a range. Of the pieces of a run the one that the range ends in stands for it: a piece that goes on
 * before the range ends is passed over, so nothing has to be grouped. Its later days are read only where its end is asked
 * for, and minutes or hours only where figures are, for runs that do not lie in the range altogether.
 */
export function processRelation(range: TimeRange, needed: ReadonlySet<string>, held: Held): string {
  const usage = held.figuresOfRuns ? null : usageOver(range, needed, held);
  // After a range that ends later than all that is known nothing goes on.
  const later = range.to <= held.seen && Object.keys(ofLife).some((property) => needed.has(property));
  const read = new Set(['run']);
  const selected = [...new Set(['key', ...needed])].flatMap((property) => {
    const column =
      ofLife[property]?.(later) ??
      columns[property] ??
      usageColumn(property, usage !== null) ??
      testColumn(property, held);
    if (column === undefined) return [];
    for (const one of column[1]) read.add(one);
    return [`${column[0]} AS "${property}"`];
  });
  const rare = needed.has('is:rare') ? `WITH rare_names AS (${rareNames(held)}) ` : '';
  const joins = [
    ...(later ? [`LEFT JOIN (${laterEnds(range, held)}) l ON r.resumes IS NOT NULL AND l.run = r.run`] : []),
    ...(usage === null ? [] : [`LEFT JOIN (${usage}) u ON u.run = r.run`]),
  ];
  const rows = pieces([...read], range, held);
  return usingAll(`${rare}SELECT ${selected.join(', ')} FROM (${rows}) r ${joins.join(' ')}`);
}

/** Parameters that are given must be there, whichever tables have been left out. */
function usingAll(sql: string): string {
  const unused = ['$1', '$2', '$3'].filter((parameter) => !sql.includes(`${parameter}::BIGINT`));
  return sql + (unused.length === 0 ? '' : where(unused.map((parameter) => `${parameter}::BIGINT IS NOT NULL`)));
}

function usageColumn(property: string, joined: boolean): Column | undefined {
  const figure = figureOf(property);
  if (!figure) return undefined;
  const otherwise = joined ? ` ELSE u.${figure.column}` : '';
  return [inRowUnits(figure, `CASE WHEN r.${OWN} THEN ${figure.own}${otherwise} END`), [OWN, ...figure.reads]];
}

function testColumn(property: string, { tests = [] }: Held): Column | undefined {
  const test = tests.find((one) => one.property === property);
  return test && [`r."${test.property}"`, [test.property]];
}

/** What goes on, as it is known now. */
const OPEN_RUNS =
  '(SELECT * FROM open_runs ANTI JOIN current_replaced USING (run) UNION ALL SELECT * FROM current_open_runs)';

/** A table of pieces as it is asked. */
interface PieceTable extends Pick<RunTable, 'name' | 'day' | 'texts'> {
  /** Condition for those that have figures of their own. */
  readonly own: string;
  /** Its rows are found by their numbers again. */
  readonly numbered: boolean;
  /** Its runs go on. */
  readonly open: boolean;
}

/** Days that the newest tables have at least, so that what is seen first of an answer is mostly found in them. */
const NEWEST_DAYS = 4;

/**
 * Start of the first day of the newest tables, see {@link Layout.newestSince}. A piece ends with its day at the latest; only
 * where the range ends before all that is known, one of an older day can stand for a run that went on after it.
 */
export function newestSince(range: TimeRange, { days, seen }: Known): number | null {
  if (range.to <= seen) return null;
  const asked = daysOfRuns(days, range);
  const [first, ...later] = runTables(days, (day) => asked.includes(day))
    .map((table) => table.days)
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  if (first === undefined || later.length === 0) return null;
  const last = asked.at(-1) ?? 0;
  const since = later.map(([day = 0]) => day).findLast((day) => last - day + 1 >= NEWEST_DAYS);
  return since === undefined ? null : startOfDay(since);
}

/** Whether a table of closed pieces is of the part that is asked about. */
const inPart = ({ days }: RunTable, { part }: Held): boolean =>
  part === undefined || days.every((day) => startOfDay(day) < part.since) === (part.which === 'older');

/** The pieces that stand for their runs. */
function pieces(columns: readonly string[], range: TimeRange, held: Held): string {
  const tests = (held.tests ?? []).filter(({ property }) => columns.includes(property));
  const required = (texts: string | null) => tests.filter((test) => test.required).map(({ over }) => over(texts));
  const select = ({ name, day, texts, own, numbered, open }: PieceTable) => {
    const told: Readonly<Record<string, string>> = {
      open: String(open),
      [OWN]: own,
      place: placeIn(day),
      [ROW]: numbered ? 'rowid' : 'NULL::BIGINT',
    };
    const ofTable = columns.map((column) => {
      const made = told[column];
      if (made !== undefined) return `${made} AS "${column}"`;
      const test = tests.find(({ property }) => property === column);
      if (test) return `${test.required ? 'true' : test.over(texts)} AS "${column}"`;
      return open && column === 'last' ? 'greatest(begins, $3::BIGINT) AS last' : `"${column}"`;
    });
    return `SELECT ${ofTable.join(', ')} FROM ${name}`;
  };
  /** A table of which nothing is asked is left out: it would be planned for all the same. */
  const selected = (table: PieceTable, conditions: readonly (string | null)[]) =>
    conditions.includes(NOTHING) ? [] : [select(table) + where(conditions)];
  // A run that was watched from its beginning to its end has figures of its own; of one within an hour no hour is kept.
  const inOneHour = byHours(range) ? ` OR first // ${HOUR_MS} = last // ${HOUR_MS}` : '';
  const ownOf = (whole: boolean) =>
    `(resumes IS NULL AND cpu IS NOT NULL AND ${whole ? 'first >= $1::BIGINT' : `(first >= $1::BIGINT AND last < $2::BIGINT${inOneHour})`})`;
  const inRange = 'begins < $2::BIGINT AND last >= $1::BIGINT';
  const standsForRun = '(resumes IS NULL OR resumes >= $2::BIGINT)';
  const asked = new Set(daysAsked(daysOfRuns(held.days, range), held));
  const tables = runTables(held.days, (day) => asked.has(day)).filter((table) => inPart(table, held));
  const closed = tables.flatMap((table) => {
    // Every piece of a day that lies in the range does.
    const whole = table.days.every((day) => startOfDay(day) >= range.from && startOfDay(day + 1) <= range.to);
    const conditions = [
      table.condition,
      placedIn(held, table.days),
      whole ? null : inRange,
      standsForRun,
      ...required(table.texts),
    ];
    return selected({ ...table, own: ownOf(whole), numbered: true, open: false }, conditions);
  });
  // As those that go on these have no number, and are found by their runs again, wherever they are written to.
  const current = { day: '0', texts: null, numbered: false };
  const chosen = [placedIn(held, []), ...required(null)];
  const ended = { ...current, name: 'current_runs', own: ownOf(false), open: false };
  const open = { ...current, name: OPEN_RUNS, own: 'false', open: true };
  const now = [
    ...selected(ended, [inRange, standsForRun, ...chosen]),
    ...selected(open, ['begins < $2::BIGINT AND $3::BIGINT >= $1::BIGINT', ...chosen]),
  ];
  const all = held.part?.which === 'older' ? closed : [...closed, ...now];
  return all.length > 0 ? all.join('\n    UNION ALL ') : select(ended) + where(['false']);
}

const where = (conditions: readonly (string | null)[]): string =>
  ` WHERE ${conditions.filter((condition) => condition !== null).join(' AND ')}`;

const daysOfRuns = (days: DayCatalogue, range: TimeRange): readonly number[] =>
  days.ofRuns().filter((day) => touches(range, day));

/** How runs ended, or were seen last, that went on after the days that the range touches. */
function laterEnds(range: TimeRange, { days }: Held): string {
  const last = daysOfRuns(days, range).at(-1) ?? Number.POSITIVE_INFINITY;
  const closed = runTables(days, (day) => day > last).map(
    ({ name, condition }) =>
      `SELECT run, last, ${END} AS ended, exit FROM ${name} WHERE resumes IS NULL AND first < begins${condition === null ? '' : ` AND ${condition}`}`,
  );
  const ended = `SELECT run, last, ${END} AS ended, exit FROM current_runs WHERE resumes IS NULL AND first < begins`;
  const open = `SELECT run, greatest(begins, $3::BIGINT) AS last, NULL::BIGINT AS ended, exit FROM ${OPEN_RUNS}`;
  return [...closed, ended, open].join('\n    UNION ALL ');
}

/** Names that were seen on few of the days held: a tenth of them at most, one at least; none before three days are held. */
function rareNames({ days }: Held): string {
  const held = days.ofRuns();
  if (held.length < RARE_MIN_DAYS) return 'SELECT NULL::VARCHAR AS name WHERE false';
  const most = Math.max(1, Math.floor(held.length * RARE_SHARE));
  const daily = runTables(days, () => true).map(({ name, day }) => `SELECT name, ${day} AS day FROM ${name}`);
  const now = ['current_runs', 'current_open_runs', 'open_runs'].map(
    (table) => `SELECT name, ${held.at(-1)} AS day FROM ${table}`,
  );
  return `SELECT name FROM (${[...daily, ...now].join(' UNION ALL ')}) GROUP BY name HAVING count(DISTINCT day) <= ${most}`;
}
