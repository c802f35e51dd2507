import type { TimeRange } from '../../app/query/query.ts';
import { HOUR_MS } from './days.ts';
import { RARE_MIN_DAYS, RARE_SHARE } from './limits.ts';
import { byHours, columnOf, type Held, inRowUnits, usageOver, usageProperties } from './usage-relation.ts';

/** What a column of the answer is made of, and the columns of the tables that it reads. */
type Column = readonly [sql: string, reads: readonly string[]];

const begin = 'coalesce(r.started, r.first)';
/** The last sight of it or its end, of its later days too where they are read. */
const end = 'coalesce(r.ended, r.last)';

const ended = `coalesce(NOT r.open AND r.resumes IS NULL AND ${end} >= $1::BIGINT AND ${end} < $2::BIGINT, false)`;

const columns: Readonly<Record<string, Column>> = {
  key: ['r.key', ['key']],
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
    `greatest(0, least(${end}, $2::BIGINT) - greatest(${begin}, $1::BIGINT))::DOUBLE`,
    ['started', 'first', 'last', 'ended'],
  ],
  'is:new': [
    `coalesce(r.first >= $1::BIGINT AND r.first < $2::BIGINT AND ${begin} >= $1::BIGINT, false)`,
    ['first', 'started'],
  ],
  'is:gone': [ended, ['ended', 'last', 'resumes', 'open']],
  'is:changed': ['coalesce(r.changed >= $1::BIGINT AND r.changed < $2::BIGINT, false)', ['changed']],
  'is:deleted': ['coalesce(r.deleted, false)', ['deleted']],
  'is:mine': ['coalesce(r.mine, false)', ['mine']],
  'is:kernel': ['coalesce(r.kernel, false)', ['kernel']],
  'is:app': ["coalesce(r.app <> '', false)", ['app']],
};

/** Those that tell of the whole life, which may end on a later day than the range does. */
const ofLife: Readonly<Record<string, (later: boolean) => Column>> = {
  last: (later) => [`${of('last', later)}::DOUBLE`, ['last', 'resumes']],
  ended: (later) => [`${of('ended', later)}::DOUBLE`, ['ended', 'resumes']],
  exit: (later) => [`${of('exit', later)}::BIGINT`, ['exit', 'resumes']],
  duration: (later) => [
    `greatest(0, coalesce(${of('ended', later)}, ${of('last', later)}) - ${begin})::DOUBLE`,
    ['ended', 'last', 'resumes', 'started', 'first'],
  ],
};

const of = (column: string, later: boolean): string =>
  later ? `CASE WHEN r.resumes IS NULL THEN r.${column} ELSE l.${column} END` : `r.${column}`;

/**
 * Runs of processes in a range. Of the pieces of a run the one that the range ends in stands for it: a piece that goes on
 * before the range ends is passed over, so nothing has to be grouped. Its later days are read only where its end is asked for.
 */
export function processRelation(range: TimeRange, needed: ReadonlySet<string>, held: Held): string {
  const rows = new Set(['run', 'key']);
  const selected: string[] = [];
  const laterDays = held.days
    .of('runs')
    .filter((day) => day > (held.days.of('runs', range).at(-1) ?? Number.POSITIVE_INFINITY));
  const usage = usageOver(range, needed, held);
  let later = false;
  for (const property of new Set(['key', ...needed])) {
    const lived = ofLife[property];
    if (lived) later = true;
    const column = lived?.(true) ?? columns[property] ?? usageColumn(property, range);
    if (!column) continue;
    selected.push(`${column[0]} AS "${property}"`);
    for (const read of column[1]) rows.add(read);
  }
  if (needed.has('is:rare')) {
    selected.push('r.name IN (SELECT name FROM rare_names) AS "is:rare"');
    rows.add('name');
  }
  const joins = [
    later ? `LEFT JOIN (${laterEnds(laterDays)}) l ON r.resumes IS NOT NULL AND l.run = r.run` : '',
    usage ? `LEFT JOIN (${usage}) u ON u.run = r.run` : '',
  ];
  const rare = needed.has('is:rare') ? `WITH rare_names AS (${rareNames(held)}) ` : '';
  return `${rare}SELECT ${selected.join(', ')} FROM (${pieces([...rows], range, held)}) r ${joins.join(' ')}`;
}

/** A figure: of the run itself when all of it lies in the range, else of the minutes or hours in it. */
function usageColumn(property: string, range: TimeRange): Column | undefined {
  if (!usageProperties.includes(property)) return undefined;
  const column = columnOf(property);
  // No hour is kept of a run that lies within one.
  const inOneHour = byHours(range) ? ` OR r.first // ${HOUR_MS} = ${end} // ${HOUR_MS}` : '';
  const own = `NOT r.open AND r.resumes IS NULL AND ((r.first >= $1::BIGINT AND ${end} < $2::BIGINT)${inOneHour})`;
  return [
    inRowUnits(property, `CASE WHEN ${own} THEN coalesce(r.${column}, u.${column}) ELSE u.${column} END`),
    [column, 'first', 'last', 'ended', 'resumes', 'open'],
  ];
}

/** The pieces that stand for their runs. */
function pieces(columns: readonly string[], range: TimeRange, { days }: Held): string {
  const ofTable = (open: boolean) =>
    columns.map((column) => {
      if (column === 'open') return `${open} AS open`;
      return open && column === 'last' ? 'greatest(begins, $3::BIGINT) AS last' : `"${column}"`;
    });
  const closed = days
    .of('runs', range)
    .map(
      (day) =>
        `SELECT ${ofTable(false).join(', ')} FROM runs_${day} WHERE begins < $2::BIGINT AND last >= $1::BIGINT AND (resumes IS NULL OR resumes >= $2::BIGINT)`,
    );
  const open = `SELECT ${ofTable(true).join(', ')} FROM open_runs WHERE begins < $2::BIGINT AND $3::BIGINT >= $1::BIGINT`;
  return [...closed, open].join('\n    UNION ALL ');
}

/** How runs ended, or were seen last, that went on after the days that the range touches. */
function laterEnds(days: readonly number[]): string {
  const closed = days.map(
    (day) => `SELECT run, last, ended, exit FROM runs_${day} WHERE resumes IS NULL AND first < begins`,
  );
  const open =
    'SELECT run, greatest(begins, $3::BIGINT) AS last, NULL::BIGINT AS ended, NULL::INTEGER AS exit FROM open_runs';
  return [...closed, open].join('\n    UNION ALL ');
}

/** Names that were seen on few of the days held: a tenth of them at most, one at least; none before three days are held. */
function rareNames({ days }: Held): string {
  const held = days.of('runs');
  if (held.length < RARE_MIN_DAYS) return 'SELECT NULL::VARCHAR AS name WHERE false';
  const most = Math.max(1, Math.floor(held.length * RARE_SHARE));
  const daily = held.map((day) => `SELECT DISTINCT name, ${day} AS day FROM runs_${day}`);
  const open = `SELECT DISTINCT name, ${held.at(-1)} AS day FROM open_runs`;
  return `SELECT name FROM (${[...daily, open].join(' UNION ALL ')}) GROUP BY name HAVING count(DISTINCT day) <= ${most}`;
}
