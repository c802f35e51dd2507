import { stat } from 'node:fs/promises';
import { debug, swallowed } from 'candor-client/core';
import type { HistoryFailure } from '../../app/finder/history.ts';
import { Database } from './database.ts';
import { DAY_MS, DayCatalogue, parseWeekTable } from './days.ts';
import { failureOf, faultOf } from './failure.ts';
import {
  historyFile,
  identityOf,
  logOf,
  makeFilesPrivate,
  removeLeftovers,
  replaceHistory,
  setAside,
  setAsideForeign,
  sizeOf,
} from './files.ts';
import type { Remembered } from './recorded.ts';
import { rewrite } from './rewrite.ts';
import { type GapRow, type RunRow, SCHEMA_VERSION, type ThingRow } from './schema.ts';
import { prepareTables } from './writer.ts';

/** A history that is open. */
export interface OpenHistory {
  readonly database: Database;
  readonly days: DayCatalogue;
  readonly remembered: Remembered;
  /** Which file it is. */
  readonly identity: string | null;
}

export type Opening =
  | {
      readonly history: OpenHistory;
      /** What had to be set aside. */
      readonly setAside: readonly string[];
      /** What was lost by that. */
      readonly gaps: readonly GapRow[];
    }
  | { readonly failure: HistoryFailure; readonly setAside: readonly string[] };

export interface OpeningParts {
  readonly folder: string;
  readonly memoryMB: number;
  readonly now: number;
  /** Called before a file is taken apart that cannot be read: what is broken off there is not taken up again. */
  readonly onMends?: (() => void) | undefined;
}

/**
 * Opens the history of a profile, or makes it. A file that does not open is tried without its log first, because that is
 * what a crash leaves half written; then it is set aside, what can be read of it is saved into a new one, and else an
 * empty one begins. Nothing is removed by that.
 * @param damaged it is known to be damaged although it opens: a block of it could not be read
 */
export async function openHistory(parts: OpeningParts, damaged = false): Promise<Opening> {
  const aside: string[] = [];
  try {
    aside.push(...(await setAsideForeign(parts.folder, parts.now)));
    const opened = damaged ? undefined : await openOnce(parts, aside);
    if (opened) return { history: opened, setAside: aside, gaps: [] };
    parts.onMends?.();
    return await startAgain(parts, aside);
  } catch (thrown) {
    swallowed('store', 'open-history', thrown);
    const fault = faultOf(thrown);
    return { failure: failureOf(fault), setAside: aside };
  }
}

/** @returns `undefined` when what is there cannot be read. @throws when the disk or another process is the reason */
async function openOnce(parts: OpeningParts, aside: string[]): Promise<OpenHistory | undefined> {
  try {
    return await openFile(parts, aside);
  } catch (thrown) {
    if (!isOfFile(thrown)) throw thrown;
    swallowed('store', 'open-file', thrown);
    return undefined;
  }
}

/** Without the log, then without the file. */
async function startAgain(parts: OpeningParts, aside: string[]): Promise<Opening> {
  const file = historyFile(parts.folder);
  const gaps: GapRow[] = [];
  const bornAt = await birthOf(file, parts.now);
  if ((await sizeOf(logOf(file))) !== null) {
    aside.push(await setAside(logOf(file), parts.now, '.wal'));
    debug('store', 'log-set-aside');
    try {
      const history = await openFile(parts, aside);
      // What was only in the log is lost: from the last moment that the file itself knows.
      gaps.push(lost(history.remembered.seen ?? bornAt, parts.now));
      return { history, setAside: aside, gaps };
    } catch (thrown) {
      if (!isOfFile(thrown)) throw thrown;
      swallowed('store', 'open-without-log', thrown);
    }
  }
  if ((await sizeOf(file)) !== null) {
    const old = await setAside(file, parts.now);
    aside.push(old);
    debug('store', 'file-set-aside');
    const saved = await save(parts, old);
    gaps.push(
      ...(saved?.map((day) => lost(day * DAY_MS, Math.min(parts.now, (day + 1) * DAY_MS))) ?? [
        lost(bornAt, parts.now),
      ]),
    );
  }
  return { history: await openFile(parts, aside), setAside: aside, gaps };
}

/** Saves what can be read of a file that was set aside. @returns days that are lost, or `undefined` when all of it is */
async function save({ folder, memoryMB }: OpeningParts, file: string): Promise<readonly number[] | undefined> {
  try {
    const { lostDays } = await rewrite({ folder, file, memoryMB }, { damaged: true });
    await replaceHistory(folder);
    return lostDays;
  } catch (thrown) {
    swallowed('store', 'save-history', thrown);
    await removeLeftovers(folder);
    return undefined;
  }
}

async function openFile(parts: OpeningParts, aside: string[]): Promise<OpenHistory> {
  const { folder, memoryMB, now } = parts;
  const file = historyFile(folder);
  const database = await Database.open(file, { folder, memoryMB });
  let version: number | null;
  try {
    await makeFilesPrivate(folder);
    version = await versionOf(database);
    if (version === null || version === SCHEMA_VERSION) {
      await prepareTables(database);
      return { database, ...(await read(database)), identity: await identityOf(file) };
    }
  } catch (thrown) {
    database.close();
    throw thrown;
  }
  database.close();
  if (version > SCHEMA_VERSION) {
    // Of a newer app: this one cannot read it, and must not touch it.
    aside.push(await setAside(file, now));
  } else {
    await rewrite({ folder, file, memoryMB }, {});
    await replaceHistory(folder);
    debug('store', 'migrated', { from: version });
  }
  return openFile(parts, aside);
}

/** Version of the tables; `null` when there are none yet. */
async function versionOf(database: Database): Promise<number | null> {
  const tables = await tableNames(database);
  if (!tables.includes('state')) return null;
  const [row] = await database.rows({ sql: 'SELECT version FROM state', parameters: [] });
  return row ? Number(row['version']) : null;
}

async function tableNames(database: Database): Promise<readonly string[]> {
  const rows = await database.rows({
    sql: 'SELECT table_name AS name FROM duckdb_tables() WHERE NOT internal AND NOT temporary',
    parameters: [],
  });
  return rows.map(({ name }) => String(name));
}

async function read(database: Database): Promise<Pick<OpenHistory, 'days' | 'remembered'>> {
  const [state] = await database.rows({ sql: 'SELECT * FROM state', parameters: [] });
  const runs = await database.rows({ sql: 'SELECT * FROM open_runs', parameters: [] });
  const things = await database.rows({ sql: 'SELECT * FROM open_things', parameters: [] });
  const seen = Number(state?.['seen'] ?? 0);
  const names = await tableNames(database);
  return {
    days: new DayCatalogue(names, await daysInWeeks(database, names)),
    remembered: {
      seen: seen > 0 ? seen : null,
      boot: typeof state?.['boot'] === 'string' ? state['boot'] : null,
      highestRun: Number(state?.['highest_run'] ?? 0),
      journal: typeof state?.['journal'] === 'string' ? state['journal'] : null,
      runs: runs as unknown as RunRow[],
      things: things as unknown as ThingRow[],
    },
  };
}

async function daysInWeeks(database: Database, names: readonly string[]): Promise<readonly number[]> {
  const weeks = names.filter((name) => parseWeekTable(name)?.kind === 'weeks');
  if (weeks.length === 0) return [];
  const selects = weeks.map((name) => `SELECT DISTINCT day FROM ${name}`);
  const rows = await database.rows({ sql: selects.join(' UNION ALL '), parameters: [] });
  return rows.map(({ day }) => Number(day));
}

/** The file is at fault, not the disk that it lies on nor whoever else has it open. */
function isOfFile(thrown: unknown): boolean {
  const fault = faultOf(thrown);
  return fault === 'damaged' || fault === 'broken' || fault === 'other';
}

async function birthOf(file: string, now: number): Promise<number> {
  try {
    const { birthtimeMs, mtimeMs } = await stat(file);
    return Math.min(now, Math.round(birthtimeMs > 0 ? birthtimeMs : mtimeMs));
  } catch (thrown) {
    swallowed('store', 'read-age', thrown);
    return now;
  }
}

const lost = (begins: number, ends: number): GapRow => ({ begins, ends, reason: 'damaged', source: null });
