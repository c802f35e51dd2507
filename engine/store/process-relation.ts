import type { TimeRange } from '../../app/query/query.ts';
import { HOUR_MS, startOfDay } from './days.ts';
import { RARE_MIN_DAYS, RARE_SHARE } from './limits.ts';
import { daysAsked, type Held, joinAsked, placeIn } from './relation-held.ts';
import { byHours, figureOf, inRowUnits, usageOver } from './usage-relation.ts';

/** What a column of the answer is made of, and the columns of the tables that it reads. */
type Column = readonly [sql: string, reads: readonly string[]];

const begin = 'coalesce(r.started, r.first)';

const gone = 'coalesce(NOT r.open AND r.resumes IS NULL AND r.last >= $1::BIGINT AND r.last < $2::BIGINT, false)';

const columns: Readonly<Record<string, Column>> = {
  key: ['r.key', ['key']],
  place: ['r.place', ['place']],
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

/** Those that tell of the whole life, which may end on a later day than the range does. */
const ofLife: Readonly<Record<string, (later: boolean) => Column>> = {
  last: (later) => [`${of('last', later)}::DOUBLE`, ['last', 'resumes']],
  ended: (later) => [`${of('ended', later)}::DOUBLE`, ['ended', 'resumes']],
  exit: (later) => [`${of('exit', later)}::BIGINT`, ['exit', 'resumes']],
  duration: (later) => [
    `greatest(0, ${of('last', later)} - ${begin})::DOUBLE`,
    ['last', 'resumes', 'started', 'first'],
  ],
};

const of = (column: string, later: boolean): string =>
  later ? `CASE WHEN r.resumes IS NULL THEN r.${column} ELSE l.${column} END` : `r.${column}`;

/** Which pieces stand for their runs: all of them, those of runs with figures of their own, or the others. */
type Part = 'all' | 'own' | 'others';

/**
 * Runs of processes in a range. Of the pieces of a run the one that the range ends in stands for it: a piece that goes on
 * before the range ends is passed over, so nothing has to be grouped. Its later days are read only where its end is asked
 * for, and minutes or hours only for runs that do not lie in the range altogether.
 */
export function processRelation(range: TimeRange, needed: ReadonlySet<string>, held: Held): string {
  const usage = usageOver(range, needed, held);
  const rare = needed.has('is:rare') ? `WITH rare_names AS (${rareNames(held)}) ` : '';
  if (usage === null) return `${rare}${part('all', range, needed, { held, usage })}`;
  const parts = (['own', 'others'] as const).map((which) => part(which, range, needed, { held, usage }));
  return `${rare}${parts.join('\n    UNION ALL ')}`;
}

function part(
  which: Part,
  range: TimeRange,
  needed: ReadonlySet<string>,
  { held, usage }: { readonly held: Held; readonly usage: string | null },
): string {
  const rows = new Set(['run', 'key']);
  const selected: string[] = [];
  let later = false;
  for (const property of new Set(['key', ...needed])) {
    const life = ofLife[property]?.(which !== 'own');
    if (life && which !== 'own') later = true;
    const column = life ?? columns[property] ?? usageColumn(property, which);
    if (!column) continue;
    selected.push(`${column[0]} AS "${property}"`);
    for (const read of column[1]) rows.add(read);
  }
  const joins: string[] = [];
  if (later) joins.push(`LEFT JOIN (${laterEnds(range, held)}) l ON r.resumes IS NOT NULL AND l.run = r.run`);
  if (usage !== null && which === 'others') joins.push(`LEFT JOIN (${usage}) u ON u.run = r.run`);
  return `SELECT ${selected.join(', ')} FROM (${pieces([...rows], range, { held, which })}) r${joinAsked(held)} ${joins.join(' ')}`;
}

function usageColumn(property: string, which: Part): Column | undefined {
  const figure = figureOf(property);
  if (!figure) return undefined;
  return which === 'own'
    ? [inRowUnits(figure, figure.own), figure.reads]
    : [inRowUnits(figure, `u.${figure.column}`), []];
}

/** The pieces that stand for their runs. */
function pieces(
  columns: readonly string[],
  range: TimeRange,
  { held, which }: { readonly held: Held; readonly which: Part },
): string {
  const ofTable = (open: boolean, day = 0) =>
    columns
      .map((column) => {
        if (column === 'open') return `${open} AS open`;
        if (column === 'place') return placeIn(day);
        return open && column === 'last' ? 'greatest(begins, $3::BIGINT) AS last' : `"${column}"`;
      })
      .join(', ');
  // A run that was watched from its beginning to its end has figures of its own; of one within an hour no hour is kept.
  const inOneHour = byHours(range) ? ` OR first // ${HOUR_MS} = last // ${HOUR_MS}` : '';
  const condition = (whole: boolean): string => {
    if (which === 'all') return '';
    const within = whole ? 'first >= $1::BIGINT' : `(first >= $1::BIGINT AND last < $2::BIGINT${inOneHour})`;
    const own = `resumes IS NULL AND cpu IS NOT NULL AND ${within}`;
    return which === 'own' ? ` AND ${own}` : ` AND NOT (${own})`;
  };
  const closed = daysAsked(held.days.of('runs', range), held).map((day) => {
    // Every piece of a day that lies in the range does.
    const whole = startOfDay(day) >= range.from && startOfDay(day + 1) <= range.to;
    const inRange = whole ? '' : 'begins < $2::BIGINT AND last >= $1::BIGINT AND ';
    return `SELECT ${ofTable(false, day)} FROM runs_${day} WHERE ${inRange}(resumes IS NULL OR resumes >= $2::BIGINT)${condition(whole)}`;
  });
  const open = `SELECT ${ofTable(true)} FROM open_runs WHERE ${which !== 'own'} AND begins < $2::BIGINT AND $3::BIGINT >= $1::BIGINT`;
  return [...closed, open].join('\n    UNION ALL ');
}

/** How runs ended, or were seen last, that went on after the days that the range touches. */
function laterEnds(range: TimeRange, { days }: Held): string {
  const last = days.of('runs', range).at(-1) ?? Number.POSITIVE_INFINITY;
  const closed = days
    .of('runs')
    .filter((day) => day > last)
    .map((day) => `SELECT run, last, ended, exit FROM runs_${day} WHERE resumes IS NULL AND first < begins`);
  const open =
    'SELECT run, greatest(begins, $3::BIGINT) AS last, NULL::BIGINT AS ended, NULL::INTEGER AS exit FROM open_runs';
  return [...closed, open].join('\n    UNION ALL ');
}

/** Names that were seen on few of the days held: a tenth of them at most, one at least; none before three days are held. */
function rareNames({ days }: Held): string {
  const held = days.of('runs');
  if (held.length < RARE_MIN_DAYS) return 'SELECT NULL::VARCHAR AS name WHERE false';
  const most = Math.max(1, Math.floor(held.length * RARE_SHARE));
  const daily = held.map((day) => `SELECT name, ${day} AS day FROM runs_${day}`);
  const open = `SELECT name, ${held.at(-1)} AS day FROM open_runs`;
  return `SELECT name FROM (${[...daily, open].join(' UNION ALL ')}) GROUP BY name HAVING count(DISTINCT day) <= ${most}`;
}
