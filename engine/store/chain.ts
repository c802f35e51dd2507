import type { Row } from '../../app/query/query.ts';
import type { Database } from './database.ts';
import { dayOf } from './days.ts';
import { MAX_CHAIN } from './limits.ts';
import type { Known } from './relation-held.ts';
import { type RunTable, runTables } from './run-tables.ts';

/**
 * A run of a process and its parents, from the process up to the first that was ever seen. Rows have the properties of
 * processes that a chain shows: `key`, `name`, `pid`, `user`, `path`, `commandLine`, `unit`, `app`, `parentKey`,
 * `parentName`, `started`, `first`, `last`, `ended`, `exit`. Empty when the run is not held.
 */
export async function chainOf(database: Database, held: Known, key: string): Promise<readonly Row[]> {
  const chain: Row[] = [];
  let next: string | null = key;
  let near: number | null = null;
  while (next !== null && chain.length < MAX_CHAIN && !chain.some((row) => row.key === next)) {
    const row: Row | undefined = await findRun(database, held, next, near);
    if (!row) break;
    chain.push(row);
    // A parent was there when its child began, so it has a piece in the table of that day, or still goes on.
    near = dayOf(Number(row['first']));
    next = typeof row['parentKey'] === 'string' ? row['parentKey'] : null;
  }
  return chain;
}

/** The last piece of a run; its day is looked at first, and the others only where it has none. */
async function findRun(database: Database, held: Known, key: string, near: number | null): Promise<Row | undefined> {
  const first = near === null ? [] : runTables(held.days, (day) => day === near);
  const found = await newest(database, held, key, [openRuns, ...first]);
  // A piece that goes on says nothing of the end.
  if (found && found['goesOn'] !== true) return found;
  const others = runTables(held.days, (day) => day !== near);
  return (await newest(database, held, key, others)) ?? found;
}

const openRuns: RunTable = { name: 'open_runs', texts: null, day: '0', days: [], condition: null };

async function newest(
  database: Database,
  { seen }: Known,
  key: string,
  tables: readonly RunTable[],
): Promise<Row | undefined> {
  if (tables.length === 0) return undefined;
  const selects = tables.map((table) => {
    const last = table === openRuns ? `greatest(begins, ${Math.round(seen)})` : 'last';
    const ofDays = table.condition === null ? '' : ` AND ${table.condition}`;
    return `SELECT key, name, pid::BIGINT AS pid, owner AS "user", path, command AS "commandLine", unit, app,
      parent AS "parentKey", parent_name AS "parentName", started, first, ${last} AS last, ended, exit,
      resumes IS NOT NULL AS "goesOn" FROM ${table.name} WHERE key = $1${ofDays}`;
  });
  const [row] = await database.rows({
    sql: `SELECT * FROM (${selects.join(' UNION ALL ')}) ORDER BY last DESC LIMIT 1`,
    parameters: [key],
  });
  return row;
}
