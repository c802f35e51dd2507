import { randomBytes } from 'node:crypto';
import { isoDay } from '../storage/rows.ts';
import type { Storage } from '../storage/storage.ts';
import { type Period, periodOf } from './periods.ts';
import { CUBES, GENERATIONS, INSTALLATION_DAYS, type PeriodKind } from './tables.ts';

/**
 * The rows of a day, and a cube, are made beside those that are there, as another generation, and take their place with one row
 * that says so. The engine can put a partition in the place of another, but removes the old one from the disk later: whoever
 * ends it before then has both at the next start. What an attempt that was given up on writes at last is of a generation
 * that nobody reads.
 */
export interface Making {
  readonly table: typeof INSTALLATION_DAYS | typeof CUBES;
  readonly of: 'rows' | PeriodKind;
  /** First day, in days since 1970-01-01. */
  readonly start: number;
  /** Columns of the table's partitions, and what they are. */
  readonly place: readonly (readonly [column: string, value: string])[];
}

/** The rows of `installation_days` of a day. */
export function rowsOf(day: number): Making {
  return { table: INSTALLATION_DAYS, of: 'rows', start: day, place: [['day', isoDay(day)]] };
}

export function cubeOf({ kind, from }: Period): Making {
  const place = [
    ['period', kind],
    ['start', isoDay(from)],
  ] as const;
  return { table: CUBES, of: kind, start: from, place };
}

/** A condition that the rows of `installation_days` meet that count. */
export const CURRENT_ROWS = `
  (day, generation) IN (SELECT start, max(generation) FROM ${GENERATIONS} WHERE of = 'rows' GROUP BY start)`;

/** The same of `cubes`. */
export const CURRENT_CUBES = `
  (toString(period), start, generation) IN (SELECT toString(of), start, max(generation) FROM ${GENERATIONS} GROUP BY of, start)`;

/**
 * Makes something anew, and removes what was there.
 * @param insert runs statements that insert rows, each with the parameter `generation`.
 * @throws StorageUnavailable when it is not done: then what was there is there still, or what was made.
 */
export async function makeAnew(
  storage: Pick<Storage, 'query' | 'run'>,
  making: Making,
  insert: (generation: string) => Promise<void>,
): Promise<void> {
  const place = { of: making.of, start: isoDay(making.start) };
  const [newest] = await storage.query<{ generation: string }>(newestOf(making), place);
  const generation = generationAfter(newest?.generation ?? '0');
  await insert(generation);
  await storage.run(SET_CURRENT, { ...place, generation });
  await removeBefore(storage, making, generation);
}

/** Removes what attempts that were ended, or given up on, have left. */
export async function removeLeftOvers(storage: Pick<Storage, 'query' | 'run'>): Promise<void> {
  for (const { day } of await storage.query<{ day: number }>(LEFT_ROWS)) await removeNotCurrent(storage, rowsOf(day));
  for (const { kind, day } of await storage.query<{ kind: PeriodKind; day: number }>(LEFT_CUBES)) {
    await removeNotCurrent(storage, cubeOf(periodOf(kind, day)));
  }
}

const CURRENT = `SELECT max(generation) FROM ${GENERATIONS} WHERE of = {of:String} AND start = {start:Date}`;

/** Whether it counts or not. */
const newestOf = (making: Making) => `
  SELECT toString(greatest((${CURRENT}), (SELECT max(generation) FROM ${making.table} WHERE ${whereOf(making)}))) AS generation`;

function whereOf({ place }: Making): string {
  return place.map(([column, value]) => `${column} = '${value}'`).join(' AND ');
}

const SET_CURRENT = `INSERT INTO ${GENERATIONS} SELECT {of:String}, {start:Date}, {generation:UInt64}`;

const LEFT_ROWS = `
  SELECT toUInt16(day) AS day FROM (SELECT DISTINCT day, generation FROM ${INSTALLATION_DAYS}) WHERE NOT ${CURRENT_ROWS} GROUP BY day`;

const LEFT_CUBES = `
  SELECT toString(period) AS kind, toUInt16(start) AS day FROM (SELECT DISTINCT period, start, generation FROM ${CUBES})
  WHERE NOT ${CURRENT_CUBES} GROUP BY kind, day`;

/** Higher than one, and no other attempt's: half of it counts, half is random. */
function generationAfter(generation: string): string {
  return String((((BigInt(generation) >> 32n) + 1n) << 32n) | BigInt(randomBytes(4).readUInt32BE()));
}

async function removeNotCurrent(storage: Pick<Storage, 'query' | 'run'>, making: Making): Promise<void> {
  const place = { of: making.of, start: isoDay(making.start) };
  const [current] = await storage.query<{ generation: string }>(`SELECT toString((${CURRENT})) AS generation`, place);
  await removeBefore(storage, making, current?.generation ?? '0');
}

/** Never a higher one: it may count by now, made by another collector that began later. */
async function removeBefore(
  storage: Pick<Storage, 'query' | 'run'>,
  making: Making,
  generation: string,
): Promise<void> {
  const { table, place } = making;
  const others = await storage.query<{ other: string }>(
    `SELECT DISTINCT toString(generation) AS other FROM ${table} WHERE ${whereOf(making)} AND generation < {generation:UInt64}`,
    { generation },
  );
  for (const { other } of others) {
    const partition = [...place.map(([, value]) => `'${value}'`), other].join(', ');
    await storage.run(`ALTER TABLE ${table} DROP PARTITION (${partition})`);
  }
}
