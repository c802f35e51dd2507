import type { TimeRange } from '../../app/query/query.ts';
import { RARE_MIN_DAYS, RARE_SHARE } from './limits.ts';
import { daysAsked, type Held, joinAsked, placeIn } from './relation-held.ts';
import { figureOf, inRowUnits, usageOver } from './usage-relation.ts';

type ThingType = 'port' | 'connection' | 'unit';

const common: Readonly<Record<string, string>> = {
  /** The same port may be opened again and again; only the one that is open has the key that it has now. */
  key: "CASE WHEN r.open THEN r.key ELSE r.key || '@' || r.first END",
  place: 'r.place',
  user: 'r.owner',
  since: 'r.since::DOUBLE',
  first: 'r.first::DOUBLE',
  'is:new':
    'coalesce(r.first >= $1::BIGINT AND r.first < $2::BIGINT AND coalesce(r.since, r.first) >= $1::BIGINT, false)',
  'is:gone': `coalesce(NOT r.open AND r.resumes IS NULL AND r.last >= $1::BIGINT AND r.last < $2::BIGINT, false)`,
  last: 'CASE WHEN r.resumes IS NULL THEN r.last ELSE coalesce(l.last, r.last) END::DOUBLE',
};

const socket: Readonly<Record<string, string>> = {
  program: 'r.name',
  pid: 'r.pid::BIGINT',
  process: 'r.process',
  unit: 'r.unit',
  protocol: 'r.protocol',
  address: 'r.address',
  port: 'r.port::INTEGER',
};

const columnsOf: Readonly<Record<ThingType, Readonly<Record<string, string>>>> = {
  port: { ...common, ...socket, 'is:listening': 'true' },
  connection: {
    ...common,
    ...socket,
    remoteAddress: 'r.remote_address',
    remotePort: 'r.remote_port::INTEGER',
    direction: 'r.detail',
    state: 'NULL::VARCHAR',
  },
  unit: {
    ...common,
    name: 'r.name',
    kind: 'r.detail',
    processes: 'r.processes::BIGINT',
    cpuPressure: 'NULL::DOUBLE',
    memoryPressure: 'NULL::DOUBLE',
    ioPressure: 'NULL::DOUBLE',
    'is:app': "coalesce(r.detail = 'app', false)",
  },
};

/** Ports, connections or units in a range, one row for each interval; see {@link processRelation} for the pieces. */
export function thingRelation(type: ThingType, range: TimeRange, needed: ReadonlySet<string>, held: Held): string {
  const usage = type === 'unit' ? usageOver(range, needed, held) : null;
  const selected = [...new Set(['key', ...needed])].flatMap((property) => {
    const sql = columnsOf[type][property];
    if (sql !== undefined) return [`${sql} AS "${property}"`];
    const figure = usage ? figureOf(property) : undefined;
    return figure ? [`${inRowUnits(figure, `u.${figure.column}`)} AS "${property}"`] : [];
  });
  if (needed.has('is:rare')) selected.push('coalesce(r.name IN (SELECT name FROM rare_names), false) AS "is:rare"');
  const rare = needed.has('is:rare') ? `WITH rare_names AS (${rareNames(type, held)}) ` : '';
  const later = needed.has('last')
    ? `LEFT JOIN (${laterEnds(type, range, held)}) l ON r.resumes IS NOT NULL AND l.run = r.run`
    : '';
  const joined = usage ? `LEFT JOIN (${usage}) u ON u.run = r.run` : '';
  return `${rare}SELECT ${selected.join(', ')} FROM (${pieces(type, range, held)}) r${joinAsked(held)} ${later} ${joined}`;
}

function pieces(type: ThingType, range: TimeRange, held: Held): string {
  const closed = daysAsked(held.days.of('things', range), held).map(
    (day) =>
      `SELECT *, ${placeIn(day)} AS place, false AS open FROM things_${day} WHERE kind = '${type}' AND begins < $2::BIGINT AND last >= $1::BIGINT AND (resumes IS NULL OR resumes >= $2::BIGINT)`,
  );
  const open = `SELECT * REPLACE (greatest(begins, $3::BIGINT) AS last), ${placeIn(0)} AS place, true AS open FROM open_things WHERE kind = '${type}' AND begins < $2::BIGINT AND $3::BIGINT >= $1::BIGINT`;
  return [...closed, open].join('\n    UNION ALL ');
}

function laterEnds(type: ThingType, range: TimeRange, { days }: Held): string {
  const closed = days
    .of('things')
    .filter((day) => day > (days.of('things', range).at(-1) ?? Number.POSITIVE_INFINITY))
    .map((day) => `SELECT run, last FROM things_${day} WHERE kind = '${type}' AND resumes IS NULL AND first < begins`);
  const open = `SELECT run, greatest(begins, $3::BIGINT) AS last FROM open_things WHERE kind = '${type}'`;
  return [...closed, open].join('\n    UNION ALL ');
}

/** Programs that had one on few of the days held; the rule is that of processes. */
function rareNames(type: ThingType, { days }: Held): string {
  const held = days.of('things');
  if (held.length < RARE_MIN_DAYS) return 'SELECT NULL::VARCHAR AS name WHERE false';
  const most = Math.max(1, Math.floor(held.length * RARE_SHARE));
  const daily = held.map((day) => `SELECT DISTINCT name, ${day} AS day FROM things_${day} WHERE kind = '${type}'`);
  const open = `SELECT DISTINCT name, ${held.at(-1)} AS day FROM open_things WHERE kind = '${type}'`;
  return `SELECT name FROM (${[...daily, open].join(' UNION ALL ')}) GROUP BY name HAVING count(DISTINCT day) <= ${most}`;
}
