import { debug } from 'candor-client/core';
import type { Database } from './database.ts';
import { DAY_MS, type DayCatalogue, dayOf, HOUR_MS, startOfDay, tableOf } from './days.ts';
import { createTable, hourShape } from './schema.ts';
import { transaction } from './writer.ts';

/**
 * Makes the hours of days that are over, and lays their minutes by run and their runs by name. Runs that lie within an
 * hour have their own figures and get none.
 * @returns whether anything was to be done
 */
export async function closeDays(database: Database, days: DayCatalogue, now: number): Promise<boolean> {
  const open = days.of('minutes').filter((day) => day < dayOf(now) && !days.has('hours', day));
  for (const day of open) {
    const minutes = tableOf('minutes', day);
    const hours = tableOf('hours', day);
    const whole = days.has('runs', day)
      ? `WHERE run NOT IN (SELECT run FROM ${tableOf('runs', day)} WHERE resumes IS NULL AND cpu IS NOT NULL AND first // ${HOUR_MS} = last // ${HOUR_MS})`
      : '';
    const mean = (column: string, type: string) =>
      `(sum(${column} * lived::DOUBLE) / sum(lived) FILTER (${column} IS NOT NULL))::${type}`;
    await transaction(database, [
      createTable(hours, hourShape),
      `INSERT INTO ${hours} SELECT run, (minute // 60)::UTINYINT AS hour, sum(lived)::UINTEGER, ${mean('cpu', 'UINTEGER')}, max(peak), ${mean('memory', 'UINTEGER')}, (max(memory + memory_over) - ${mean('memory', 'UINTEGER')})::UINTEGER, ${mean('read', 'UINTEGER')}, ${mean('written', 'UINTEGER')} FROM ${minutes} ${whole} GROUP BY run, hour ORDER BY run, hour;`,
      ...lay(minutes, 'run, minute'),
      ...(days.has('runs', day) ? lay(tableOf('runs', day), 'name, first') : []),
    ]);
    days.add(hours);
  }
  return open.length > 0;
}

/** Writes a table anew in an order in which it takes less room, and of which questions read less. */
function lay(table: string, order: string): readonly string[] {
  return [
    `CREATE OR REPLACE TEMP TABLE laid AS SELECT * FROM ${table};`,
    `DROP TABLE ${table};`,
    `CREATE TABLE ${table} AS SELECT * FROM laid ORDER BY ${order};`,
    'DROP TABLE laid;',
  ];
}

/** Drops all tables of a day. */
export async function dropDay(database: Database, days: DayCatalogue, day: number): Promise<void> {
  const tables = days.tables(day);
  await transaction(
    database,
    tables.map((table) => `DROP TABLE ${table};`),
  );
  for (const table of tables) days.remove(table);
  debug('store', 'day-dropped');
}

/** Drops what is older than so many days, and the gaps of that time. */
export async function retain(
  database: Database,
  days: DayCatalogue,
  { now, keep }: { readonly now: number; readonly keep: number },
): Promise<void> {
  const from = now - keep * DAY_MS;
  for (const day of days.all()) if (startOfDay(day + 1) <= from) await dropDay(database, days, day);
  await database.run(`DELETE FROM gaps WHERE ends <= ${Math.round(from)};`);
}

/** Bytes of the file that hold something; the rest is used again before it grows. */
export async function usedBytes(database: Database): Promise<number> {
  const [row] = await database.rows({
    sql: "SELECT used_blocks * block_size AS used FROM pragma_database_size() WHERE database_name NOT IN ('temp', 'system')",
    parameters: [],
  });
  return Number(row?.['used'] ?? 0);
}
