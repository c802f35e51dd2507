import { debug } from 'candor-client/core';
import type { Database } from './database.ts';
import {
  DAY_MS,
  type DayCatalogue,
  dayOf,
  HOUR_MS,
  startOfDay,
  tableOf,
  textTable,
  weekOf,
  weekTable,
} from './days.ts';
import { runTables } from './run-tables.ts';
import { createTable, hourShape, textShape, weekShape } from './schema.ts';
import { searchOfTexts } from './week-texts.ts';
import { transaction } from './writer.ts';

/**
 * Makes the hours of days that are over, and lays their minutes by run. Runs that lie within an hour have their own figures
 * and get none.
 * @returns whether anything was to be done
 */
export async function closeDays(database: Database, days: DayCatalogue, now: number): Promise<boolean> {
  const open = days.of('minutes').filter((day) => day < dayOf(now) && !days.has('hours', day));
  for (const day of open) {
    const minutes = tableOf('minutes', day);
    const hours = tableOf('hours', day);
    const ofDay = runTables(days, (one) => one === day).map(
      ({ name, condition }) =>
        `SELECT run FROM ${name} WHERE ${condition ?? 'true'} AND resumes IS NULL AND cpu IS NOT NULL AND first // ${HOUR_MS} = last // ${HOUR_MS}`,
    );
    const whole = ofDay.length > 0 ? `WHERE run NOT IN (${ofDay.join(' UNION ALL ')})` : '';
    const mean = (column: string, type: string) =>
      `(sum(${column} * lived::DOUBLE) / sum(lived) FILTER (${column} IS NOT NULL))::${type}`;
    await transaction(database, [
      createTable(hours, hourShape),
      `INSERT INTO ${hours} SELECT run, (minute // 60)::UTINYINT AS hour, sum(lived)::UINTEGER, ${mean('cpu', 'UINTEGER')}, max(peak), ${mean('memory', 'UINTEGER')}, (max(memory + memory_over) - ${mean('memory', 'UINTEGER')})::UINTEGER, ${mean('read', 'UINTEGER')}, ${mean('written', 'UINTEGER')} FROM ${minutes} ${whole} GROUP BY run, hour ORDER BY run, hour;`,
      ...lay(minutes, 'run, minute'),
    ]);
    days.add(hours);
  }
  return open.length > 0;
}

/**
 * Moves the runs of days that are over into the tables of their weeks, by name within a day, which takes little room.
 * @param atMost days that are moved: of a file that was just migrated there are many, and questions wait meanwhile
 * @returns whether any was
 */
export async function layIntoWeeks(
  database: Database,
  days: DayCatalogue,
  { now, atMost }: { readonly now: number; readonly atMost: number },
): Promise<boolean> {
  const over = days.of('runs').filter((day) => day < dayOf(now) && !days.awaitsHours(day));
  for (const day of over.slice(0, atMost)) {
    await transaction(database, moveIntoWeek(day));
    days.remove(tableOf('runs', day));
    days.addToWeek(day);
  }
  return over.length > 0;
}

function moveIntoWeek(day: number): readonly string[] {
  const [runs, week, texts] = [tableOf('runs', day), weekTable(weekOf(day)), textTable(weekOf(day))];
  const columns = ['name', 'path', 'command'];
  const same = columns.map((column) => `t.${column} IS NOT DISTINCT FROM r.${column}`).join(' AND ');
  const moved = Object.keys(weekShape).map((column) => {
    if (column === 'text') return 't.id';
    return column === 'day' ? `${day}::USMALLINT` : `r."${column}"`;
  });
  return [
    createTable(week, weekShape),
    createTable(texts, textShape),
    `INSERT INTO ${texts} SELECT (row_number() OVER (ORDER BY ${columns.join(', ')}) + (SELECT coalesce(max(id), 0) FROM ${texts}))::UINTEGER, *, ${searchOfTexts} FROM (
      SELECT ${columns.join(', ')} FROM ${runs} EXCEPT SELECT ${columns.join(', ')} FROM ${texts});`,
    `INSERT INTO ${week} SELECT ${moved.join(', ')} FROM ${runs} r JOIN ${texts} t ON ${same} ORDER BY r.name, r.first;`,
    `DROP TABLE ${runs};`,
  ];
}

/** Writes a table anew in an order in which it takes less room, and of which questions read less. */
function lay(table: string, order: string, where = 'true'): readonly string[] {
  return [
    `CREATE OR REPLACE TEMP TABLE laid AS SELECT * FROM ${table} WHERE ${where};`,
    `DROP TABLE ${table};`,
    `CREATE TABLE ${table} AS SELECT * FROM laid ORDER BY ${order};`,
    'DROP TABLE laid;',
  ];
}

/** Drops all tables of a day. That of its week is written anew without it, so that nothing of it stays; or goes with its last day. */
export async function dropDay(database: Database, days: DayCatalogue, day: number): Promise<void> {
  const tables = days.tables(day);
  await transaction(database, [...tables.map((table) => `DROP TABLE ${table};`), ...withoutDay(days, day)]);
  for (const table of tables) days.remove(table);
  days.removeFromWeek(day);
  debug('store', 'day-dropped');
}

function withoutDay(days: DayCatalogue, day: number): readonly string[] {
  const ofWeek = days.weeks().find(({ week }) => week === weekOf(day))?.days ?? [];
  if (!ofWeek.includes(day)) return [];
  const [week, texts] = [weekTable(weekOf(day)), textTable(weekOf(day))];
  if (ofWeek.length === 1) return [`DROP TABLE ${week};`, `DROP TABLE ${texts};`];
  return [...lay(week, 'day, name, first', `day <> ${day}`), ...lay(texts, 'id', `id IN (SELECT text FROM ${week})`)];
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
