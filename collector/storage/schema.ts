import { createHash } from 'node:crypto';
import { alterationsOf, type StoredTable, storedTable } from './fit-table.ts';
import { StoreRefused } from './storage.ts';
import { BATCHES, type BatchesTable, batchesTable, CODEC, DATABASE, declarationOf, engineOf } from './table.ts';
import { viewsOf } from './views.ts';

/** Statements that succeed when rows can be stored, whatever is wrong with those of a batch. */
export const PROBE: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS ${DATABASE}.probe (moment DateTime) ENGINE = MergeTree ORDER BY moment
   SETTINGS fsync_after_insert = 1`,
  `INSERT INTO ${DATABASE}.probe VALUES (now())`,
  `TRUNCATE TABLE ${DATABASE}.probe`,
];

/** What a migration may use: a statement, and the rows of a query as TabSeparated text. */
export interface SchemaConnection {
  run(sql: string): Promise<void>;
  list(sql: string): Promise<string[]>;
}

function creating(table: BatchesTable): string {
  const columns = table.columns.map((column) => declarationOf(column, table));
  return `CREATE TABLE IF NOT EXISTS ${BATCHES} (${columns.join(', ')}) ${engineOf(table)}`;
}

const COPY = `${BATCHES}_copy`;

/**
 * A sorting key cannot be changed: the table is copied and takes the place of the first. Whatever ends the collector
 * meanwhile, `batches` is whole, and the next start begins the step anew. Every row is copied: what had been one batch
 * under the earlier key may be two under the new one.
 */
function copying(table: BatchesTable): readonly string[] {
  return [
    `DROP TABLE IF EXISTS ${COPY} SYNC`,
    `CREATE TABLE ${COPY} AS ${BATCHES} ${engineOf(table)}`,
    `INSERT INTO ${COPY} SELECT * FROM ${BATCHES}`,
    `EXCHANGE TABLES ${BATCHES} AND ${COPY}`,
    `DROP TABLE ${COPY} SYNC`,
  ];
}

/**
 * Steps from one structure to the next, for stores that are there; each may be repeated, and is never changed once it is
 * released. A new store begins with the newest. Columns, widths and retention are no steps: they follow the registry at
 * each start.
 */
const migrations: readonly ((table: BatchesTable) => readonly string[])[] = [
  (table) => [creating(table)],
  // The key's hash joins the sorting key.
  copying,
  // What is written from now on, and what is merged, takes half of the disk.
  ({ columns }) => [
    `ALTER TABLE ${BATCHES} MODIFY SETTING default_compression_codec = '${CODEC}'`,
    `ALTER TABLE ${BATCHES} ${columns
      .flatMap(({ name, codec }) => (codec ? [`MODIFY COLUMN IF EXISTS \`${name}\` CODEC(${codec})`] : []))
      .join(', ')}`,
  ],
];

/**
 * Brings the tables to this version's structure; changes nothing when they have it.
 * @throws StoreRefused when the data was written by a newer version, or has a column that is wider than this version's.
 */
export async function migrate(connection: SchemaConnection, table: BatchesTable = batchesTable): Promise<void> {
  await connection.run(`CREATE DATABASE IF NOT EXISTS ${DATABASE}`);
  await connection.run(
    `CREATE TABLE IF NOT EXISTS ${DATABASE}.schema (version UInt32) ENGINE = MergeTree ORDER BY version
     SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`,
  );
  const newest = migrations.length;
  const [version] = await connection.list(`SELECT max(version) FROM ${DATABASE}.schema`);
  const [today = ''] = await connection.list('SELECT today()');
  const found = await readTable(connection);
  // A collector that died while it made a new store may have left its table, and not said of which structure it is.
  const from = Number(version ?? 0) || (found ? 1 : 0);
  if (from > newest) throw new StoreRefused(`the data is of structure ${from}, newer than this collector`);
  // Before anything is changed: data that this version has no room for is left as it is.
  const alterations = found ? alterationsOf(found, table, today) : [];

  const steps = from === 0 ? migrations.slice(0, 1) : migrations.slice(from);
  for (const step of steps) for (const statement of step(table)) await connection.run(statement);
  if (Number(version ?? 0) < newest) await connection.run(`INSERT INTO ${DATABASE}.schema VALUES (${newest})`);
  if (alterations.length > 0) await connection.run(`ALTER TABLE ${BATCHES} ${alterations.join(', ')}`);
  const stored = found && alterations.length === 0 ? found : await readTable(connection);
  if (stored) await replaceViews(connection, table, stored);
}

async function readTable(connection: SchemaConnection): Promise<StoredTable | undefined> {
  const [statement] = await connection.list(
    `SELECT create_table_query FROM system.tables WHERE database = '${DATABASE}' AND name = 'batches'`,
  );
  if (statement === undefined) return undefined;
  const columns = await connection.list(
    `SELECT name, type, comment FROM system.columns WHERE database = '${DATABASE}' AND table = 'batches'`,
  );
  return storedTable(columns, statement);
}

/**
 * A view carries the hash of its text, so that only changed ones are replaced: all would cost each start 100 ms. All of them
 * when the first has changed, which the others read: a view keeps the types that its columns had when it was made.
 */
async function replaceViews(connection: SchemaConnection, table: BatchesTable, stored: StoredTable): Promise<void> {
  const existing = new Set(
    await connection.list(
      `SELECT concat(name, ' ', comment) FROM system.tables WHERE database = '${DATABASE}' AND engine = 'View'`,
    ),
  );
  const views = viewsOf(table, stored);
  for (const { name, select } of views) {
    const hash = createHash('sha256').update(`${views[0]?.select}${select}`).digest('hex');
    if (existing.has(`${name} ${hash}`)) continue;
    await connection.run(`CREATE OR REPLACE VIEW ${DATABASE}.${name} AS ${select} COMMENT '${hash}'`);
  }
}
