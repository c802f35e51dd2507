import { swallowed } from 'candor-client/core';
import type { Database } from './database.ts';
import { type DayCatalogue, dayOf, startOfDay, tableOf } from './days.ts';
import type { Batch, Current } from './recorded.ts';
import {
  createTable,
  type DayTable,
  dayTables,
  gapShape,
  minuteStageShape,
  runShape,
  SCHEMA_VERSION,
  type Shape,
  singleTables,
  systemStageShape,
  thingShape,
} from './schema.ts';

/** Tables in memory: rows on their way to the disk, and those of the minute that is gathered. */
const stages = {
  new_runs: runShape,
  new_things: thingShape,
  new_open_runs: runShape,
  new_open_things: thingShape,
  new_minutes: minuteStageShape,
  new_system: systemStageShape,
  new_gaps: gapShape,
  new_over: { run: 'UINTEGER' },
  current_minutes: minuteStageShape,
  current_system: systemStageShape,
  current_runs: runShape,
  current_open_runs: runShape,
  current_replaced: { run: 'UINTEGER' },
} as const satisfies Readonly<Record<string, Shape>>;

/** Makes the tables that are missing, and those in memory. */
export async function prepareTables(database: Database): Promise<void> {
  const single = Object.entries(singleTables).map(([name, shape]) => createTable(name, shape));
  const temporary = Object.entries(stages).map(([name, shape]) =>
    createTable(name, shape).replace('CREATE TABLE', 'CREATE TEMP TABLE'),
  );
  await database.run([...single, ...temporary].join('\n'));
  await database.run(
    `INSERT INTO state SELECT ${SCHEMA_VERSION}, NULL, NULL, 0, NULL WHERE NOT EXISTS (SELECT 1 FROM state);`,
  );
}

/**
 * Writes a batch in one transaction: after a crash either all of it is there or nothing.
 * @param journal name of the reading of the journal that was taken in last
 */
export async function writeBatch(
  database: Database,
  days: DayCatalogue,
  batch: Batch,
  journal: string | null,
): Promise<void> {
  await database.stage('new_runs', runShape, batch.runs);
  await database.stage('new_things', thingShape, batch.things);
  await database.stage('new_open_runs', runShape, batch.openRuns);
  await database.stage('new_open_things', thingShape, batch.openThings);
  await database.stage('new_minutes', minuteStageShape, batch.minutes);
  await database.stage('new_system', systemStageShape, batch.system);
  await database.stage('new_gaps', gapShape, batch.gaps);
  await database.stage(
    'new_over',
    stages.new_over,
    batch.over.map((run) => ({ run })),
  );
  const sql: string[] = [];
  const made: string[] = [];
  const appendTo = (kind: DayTable, day: number, select: string) => {
    const table = tableOf(kind, day);
    if (!days.has(kind, day) && !made.includes(table)) {
      sql.push(createTable(table, dayTables[kind]));
      made.push(table);
    }
    sql.push(`INSERT INTO ${table} ${select};`);
  };
  const within = (column: string, day: number) =>
    `${column} >= ${startOfDay(day)} AND ${column} < ${startOfDay(day + 1)}`;
  for (const day of daysOf(batch.runs.map(({ begins }) => begins))) {
    appendTo('runs', day, `SELECT * FROM new_runs WHERE ${within('begins', day)}`);
  }
  for (const day of daysOf(batch.things.map(({ begins }) => begins))) {
    appendTo('things', day, `SELECT * FROM new_things WHERE ${within('begins', day)}`);
  }
  const droppedHours: string[] = [];
  for (const day of daysOf(batch.minutes.map(({ moment }) => moment))) {
    const columns = `run, ((moment - ${startOfDay(day)}) // 60000)::USMALLINT, lived, cpu, peak, memory, memory_over, read, written`;
    appendTo('minutes', day, `SELECT ${columns} FROM new_minutes WHERE ${within('moment', day)}`);
    // A clock that was set back: the hours of a day that was over are made again.
    if (days.has('hours', day)) droppedHours.push(tableOf('hours', day));
  }
  for (const day of daysOf(batch.system.map(({ moment }) => moment))) {
    const columns = `((moment - ${startOfDay(day)}) // 60000)::USMALLINT, * EXCLUDE (moment)`;
    appendTo('system', day, `SELECT ${columns} FROM new_system WHERE ${within('moment', day)}`);
  }
  sql.push(...droppedHours.map((table) => `DROP TABLE ${table};`));
  for (const kind of ['runs', 'things'] as const) {
    sql.push(
      `DELETE FROM open_${kind} WHERE run IN (SELECT run FROM new_over UNION ALL SELECT run FROM new_open_${kind});`,
      `INSERT INTO open_${kind} SELECT * FROM new_open_${kind};`,
    );
  }
  sql.push('INSERT INTO gaps SELECT * FROM new_gaps;');
  sql.push(
    `UPDATE state SET seen = ${Math.round(batch.seen)}, boot = '${safeWord(batch.boot)}', highest_run = ${batch.highestRun}, journal = ${journal === null ? 'NULL' : `'${journal}'`};`,
  );
  await transaction(database, sql);
  for (const table of made) days.add(table);
  for (const table of droppedHours) days.remove(table);
}

/** Puts what no table of the file has yet where questions find it. */
export async function stageCurrent(database: Database, current: Current | null): Promise<void> {
  const replaced = (current?.replaced ?? []).map((run) => ({ run }));
  await database.stage('current_minutes', minuteStageShape, current?.minutes ?? []);
  await database.stage('current_system', systemStageShape, current?.system ?? []);
  await database.stage('current_runs', runShape, current?.runs ?? []);
  await database.stage('current_open_runs', runShape, current?.openRuns ?? []);
  await database.stage('current_replaced', stages.current_replaced, replaced);
}

/** Runs statements all or none. */
export async function transaction(database: Database, sql: readonly string[]): Promise<void> {
  await database.run('BEGIN;');
  try {
    await database.run(sql.join('\n'));
    await database.run('COMMIT;');
  } catch (thrown) {
    // The first fault says what is wrong; after some of them there is no transaction left to roll back.
    await database.run('ROLLBACK;').catch((again: unknown) => swallowed('store', 'roll-back', again));
    throw thrown;
  }
}

function daysOf(moments: readonly number[]): readonly number[] {
  return [...new Set(moments.map(dayOf))];
}

/** A boot's id without what is none of an id's; it is a word of the system, and stands in a statement. */
const safeWord = (word: string): string => word.replaceAll(/[^\w.-]/g, '');
