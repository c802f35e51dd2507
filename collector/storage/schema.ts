import { createHash } from 'node:crypto';
import { registry } from 'candor-client/core';
import { columns } from './columns.ts';
import { viewsOf } from './views.ts';

/**
 * The tables, in one place, for every backend.
 *
 * `candor.batches` has one row for each batch that was received. A batch can be inserted twice: when a load is tried
 * again, or when two collectors receive it. ReplacingMergeTree keeps one of the rows of the same sorting key, and
 * `FINAL` gives one of them even before it has merged: **every reader uses `FINAL`**. ClickHouse's own recognition of
 * repeated inserts is left off in chDB: it notes a block before the block's data has its final name, so a crash in
 * between would make it refuse the repetition of data that it does not have.
 *
 * Partitions follow the day of receipt, which is ours, and not the day of the session, which is the sender's.
 */
export const DATABASE = 'candor';
export const BATCHES = `${DATABASE}.batches`;

const KEPT_DAYS = Math.max(
  ...Object.values(registry).flatMap((group) => Object.values(group).map((field) => field.retentionDays)),
);

/** Statements that succeed when rows can be stored, whatever is wrong with those of a batch. */
export const PROBE: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS ${DATABASE}.probe (moment DateTime) ENGINE = MergeTree ORDER BY moment
   SETTINGS fsync_after_insert = 1`,
  `INSERT INTO ${DATABASE}.probe VALUES (now())`,
  `TRUNCATE TABLE ${DATABASE}.probe`,
];

/** What a migration may use: a statement, and the first column of a query as text. */
export interface SchemaConnection {
  run(sql: string): Promise<void>;
  list(sql: string): Promise<string[]>;
}

/** What the rows of one batch have in common; two senders that use one id are two batches. */
const SORTING_KEY = ['installation', 'keyHash', 'session', 'sequence', 'batch'];

const ENGINE = `ENGINE = ReplacingMergeTree
  PARTITION BY toYYYYMM(received)
  ORDER BY (${SORTING_KEY.join(', ')})
  TTL received + INTERVAL ${KEPT_DAYS} DAY
  SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1`;

const CREATE = `CREATE TABLE IF NOT EXISTS ${BATCHES} (${columns.map(declare).join(', ')}) ${ENGINE}`;

const COPY = `${BATCHES}_copy`;

/**
 * A sorting key cannot be changed: the table is copied and takes the place of the first. Whatever ends the collector
 * meanwhile, `batches` is whole, and the next start begins the step anew.
 */
const copied: readonly string[] = [
  `DROP TABLE IF EXISTS ${COPY} SYNC`,
  `CREATE TABLE ${COPY} AS ${BATCHES} ${ENGINE}`,
  `INSERT INTO ${COPY} SELECT * FROM ${BATCHES} FINAL`,
  `EXCHANGE TABLES ${BATCHES} AND ${COPY}`,
  `DROP TABLE ${COPY} SYNC`,
];

/**
 * Steps from one structure to the next, for stores that are there; a step is never changed once it is released. A new
 * store begins with the newest. Columns, widths and retention are no steps: they follow the registry at each start.
 */
const migrations: readonly (readonly string[])[] = [
  [CREATE],
  // The key's hash joins the sorting key.
  copied,
];

/**
 * Brings the tables to this version's structure; changes nothing when they have it.
 * @throws when the data was written by a newer version, or has a column that is wider than this version's.
 */
export async function migrate(connection: SchemaConnection): Promise<void> {
  await connection.run(`CREATE DATABASE IF NOT EXISTS ${DATABASE}`);
  await connection.run(
    `CREATE TABLE IF NOT EXISTS ${DATABASE}.schema (version UInt32) ENGINE = MergeTree ORDER BY version
     SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`,
  );
  const [version] = await connection.list(`SELECT max(version) FROM ${DATABASE}.schema`);
  const from = Number(version ?? 0);
  if (from > migrations.length) throw new Error(`the data is of structure ${from}, newer than this collector`);
  // A collector that died while it made a new store has left one that is whole, or none.
  const steps = from === 0 ? [[CREATE]] : migrations.slice(from);
  for (const statements of steps) for (const statement of statements) await connection.run(statement);
  if (from < migrations.length) await connection.run(`INSERT INTO ${DATABASE}.schema VALUES (${migrations.length})`);
  await fitColumns(connection);
  await fitRetention(connection);
  await replaceViews(connection);
}

/** Adds the columns that the table does not have, and widens those that have become wider. @throws for one that is narrower. */
async function fitColumns(connection: SchemaConnection): Promise<void> {
  const existing = new Map(
    (
      await connection.list(
        `SELECT concat(name, ' ', type) FROM system.columns WHERE database = '${DATABASE}' AND table = 'batches'`,
      )
    ).map((text) => [text.slice(0, text.indexOf(' ')), text.slice(text.indexOf(' ') + 1)]),
  );
  for (const column of columns) {
    const type = existing.get(column.name);
    if (type === column.type) continue;
    if (type === undefined) await connection.run(`ALTER TABLE ${BATCHES} ADD COLUMN ${declare(column)}`);
    else if (isWider(column.type, type) && !SORTING_KEY.includes(column.name)) {
      await connection.run(`ALTER TABLE ${BATCHES} MODIFY COLUMN ${declare(column)}`);
    } else {
      throw new Error(
        `the data's column ${column.name} is of type ${type}, which this collector cannot make ${column.type}`,
      );
    }
  }
}

/** Whether every value of a type is one of another: the same around whole numbers of more bits, or no longer required. */
function isWider(wide: string, narrow: string): boolean {
  if (wide === `Nullable(${narrow})`) return true;
  const shape = (type: string) => type.replaceAll(/UInt\d+/g, 'UInt');
  const bits = (type: string) => [...type.matchAll(/UInt(\d+)/g)].map(([, width]) => Number(width));
  const before = bits(narrow);
  return shape(wide) === shape(narrow) && bits(wide).every((width, index) => width >= (before[index] ?? 0));
}

/** Lets the table keep its rows for as long as the registry says now; what is too old goes with the next merge. */
async function fitRetention(connection: SchemaConnection): Promise<void> {
  const [declared = ''] = await connection.list(
    `SELECT create_table_query FROM system.tables WHERE database = '${DATABASE}' AND name = 'batches'`,
  );
  const [, days] = /TTL received \+ toIntervalDay\((\d+)\)/.exec(declared) ?? [];
  if (days === undefined || Number(days) === KEPT_DAYS) return;
  await connection.run(`ALTER TABLE ${BATCHES} MODIFY TTL received + INTERVAL ${KEPT_DAYS} DAY`);
}

/** A view carries the hash of its text, so that only changed ones are replaced: all would cost each start 100 ms. */
async function replaceViews(connection: SchemaConnection): Promise<void> {
  const existing = new Set(
    await connection.list(
      `SELECT concat(name, ' ', comment) FROM system.tables WHERE database = '${DATABASE}' AND engine = 'View'`,
    ),
  );
  for (const { name, select } of viewsOf(BATCHES)) {
    const hash = createHash('sha256').update(select).digest('hex');
    if (existing.has(`${name} ${hash}`)) continue;
    await connection.run(`CREATE OR REPLACE VIEW ${DATABASE}.${name} AS ${select} COMMENT '${hash}'`);
  }
}

function declare({ name, type }: { name: string; type: string }): string {
  return `\`${name}\` ${type}`;
}
