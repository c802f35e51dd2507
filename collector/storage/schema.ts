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

/** Steps from one structure to the next; a step is never changed once it is released. */
const migrations: readonly (readonly string[])[] = [
  [
    `CREATE TABLE IF NOT EXISTS ${BATCHES} (${columns.map(declare).join(', ')})
     ENGINE = ReplacingMergeTree
     PARTITION BY toYYYYMM(received)
     ORDER BY (installation, session, sequence, batch)
     TTL received + INTERVAL ${KEPT_DAYS} DAY
     SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1`,
  ],
];

/**
 * Brings the tables to this version's structure; changes nothing when they have it.
 * @throws when the data was written by a newer version.
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
  for (const [index, statements] of migrations.entries()) {
    if (index < from) continue;
    for (const statement of statements) await connection.run(statement);
    await connection.run(`INSERT INTO ${DATABASE}.schema VALUES (${index + 1})`);
  }
  await addColumns(connection);
  await replaceViews(connection);
}

async function addColumns(connection: SchemaConnection): Promise<void> {
  const existing = new Set(
    await connection.list(`SELECT name FROM system.columns WHERE database = '${DATABASE}' AND table = 'batches'`),
  );
  for (const column of columns) {
    if (!existing.has(column.name)) await connection.run(`ALTER TABLE ${BATCHES} ADD COLUMN ${declare(column)}`);
  }
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
