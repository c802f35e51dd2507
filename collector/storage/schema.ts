import { createHash } from 'node:crypto';
import { creatingClosings } from '../rollups/tables.ts';
import { alterationsOf, type StoredTable, storedTable } from './fit-table.ts';
import { embedded, type Layout, mergeTree, onCluster } from './layout.ts';
import { creatingState } from './state-table.ts';
import { StoreRefused } from './storage.ts';
import {
  BATCHES,
  type BatchesTable,
  batchesTable,
  CODEC,
  creating,
  DATABASE,
  distributing,
  EARLIER,
  EARLIER_DECLARATION,
  engineOf,
  rowsTable,
  rowsTarget,
} from './table.ts';
import { viewsOf } from './views.ts';

/** Statements that succeed when rows can be stored, whatever is wrong with those of a batch. */
export function probeOf(layout: Layout): readonly string[] {
  const probe = `${DATABASE}.probe`;
  const insert = `INSERT INTO ${probe} VALUES (now())`;
  // Of a replicated table the newest row stays: to empty it would take every replica.
  const rest = layout.kind === 'cluster' ? 'ORDER BY tuple()' : 'ORDER BY moment';
  const kind = layout.kind === 'cluster' ? 'Replacing' : '';
  const engine = mergeTree(layout, { table: 'probe', spread: 'everywhere', kind });
  const create = `CREATE TABLE IF NOT EXISTS ${probe}${onCluster(layout)} (moment DateTime) ENGINE = ${engine} ${rest}
   SETTINGS fsync_after_insert = 1`;
  return layout.kind === 'cluster' ? [create, insert] : [create, insert, `TRUNCATE TABLE ${probe}`];
}

/** What a migration may use: a statement, and the rows of a query as TabSeparated text. */
export interface SchemaConnection {
  run(sql: string): Promise<void>;
  list(sql: string): Promise<string[]>;
}

const COPY = `${BATCHES}_copy`;

/**
 * A sorting key cannot be changed: the table is copied and takes the place of the first. Whatever ends the collector
 * meanwhile, `batches` is whole, and the next start begins the step anew. Every row is copied: what had been one batch
 * under the earlier key may be two under the new one. Only where nobody else inserts meanwhile: in an embedded store.
 */
function copying(table: BatchesTable): readonly string[] {
  return [
    `DROP TABLE IF EXISTS ${COPY} SYNC`,
    `CREATE TABLE ${COPY} AS ${BATCHES} ${engineOf(table, embedded)}`,
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
const migrations: readonly ((table: BatchesTable, layout: Layout) => readonly string[])[] = [
  creating,
  // The key's hash joined the sorting key: the step after the next copies the table as well.
  () => [],
  // What is written from now on, and what is merged, takes half of the disk.
  ({ columns }) => [
    `ALTER TABLE ${BATCHES} MODIFY SETTING default_compression_codec = '${CODEC}'`,
    `ALTER TABLE ${BATCHES} ${columns
      .flatMap(({ name, codec }) => (codec ? [`MODIFY COLUMN IF EXISTS \`${name}\` CODEC(${codec})`] : []))
      .join(', ')}`,
  ],
  // Of the rows of one batch the one that was received first stays.
  (table) => [`ALTER TABLE ${BATCHES} ADD COLUMN IF NOT EXISTS ${EARLIER_DECLARATION}`, ...copying(table)],
  // What is made of closed days.
  (_, layout) => [creatingClosings(layout)],
];

/** A new store begins with the newest table of batches, which the steps in between would copy. */
const NEW_STORE: typeof migrations = [creating, ...migrations.slice(-1)];

/**
 * Brings the tables to this version's structure; changes nothing when they have it. Several collectors may do so at once:
 * every statement can be repeated, and what another has just done is none of the error that it may be answered with, which
 * goes away by trying again.
 * @throws StoreRefused when the data was written by a newer version, has a column that is wider than this version's, or lies
 * otherwise than `layout` says.
 */
export async function migrate(
  connection: SchemaConnection,
  table: BatchesTable = batchesTable,
  layout: Layout = embedded,
): Promise<void> {
  await connection.run(`CREATE DATABASE IF NOT EXISTS ${DATABASE}${onCluster(layout)}`);
  const engine = mergeTree(layout, { table: 'schema', spread: 'everywhere' });
  await connection.run(
    `CREATE TABLE IF NOT EXISTS ${DATABASE}.schema${onCluster(layout)} (version UInt32) ENGINE = ${engine} ORDER BY version
     SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`,
  );
  if (layout.kind !== 'embedded')
    for (const create of [creatingState, creatingClosings]) await connection.run(create(layout));
  const newest = migrations.length;
  const [version] = await connection.list(`SELECT max(version) FROM ${DATABASE}.schema`);
  const [today = ''] = await connection.list('SELECT today()');
  await refuseOtherLayout(connection, layout);
  const found = await readTable(connection, layout);
  // A collector that died while it made a new store may have left its table, and not said of which structure it is.
  const from = Number(version ?? 0) || (found && layout.kind === 'embedded' ? 1 : 0);
  if (from > newest) throw new StoreRefused(`the data is of structure ${from}, newer than this collector`);
  if (from > 0 && from < newest && layout.kind !== 'embedded') {
    throw new StoreRefused(`the data is of structure ${from}, which no server has had: export and import it`);
  }
  // Before anything is changed: data that this version has no room for is left as it is.
  const alterations = found ? alterationsOf(found, table, today) : [];

  const steps = from === 0 ? NEW_STORE : migrations.slice(from);
  for (const step of steps) for (const statement of step(table, layout)) await connection.run(statement);
  if (Number(version ?? 0) < newest) await connection.run(`INSERT INTO ${DATABASE}.schema VALUES (${newest})`);
  if (alterations.length > 0) await connection.run(`ALTER TABLE ${rowsTarget(layout)} ${alterations.join(', ')}`);
  if (layout.kind === 'cluster') await fitDistributed(connection, table, layout.cluster);
  const stored = found && alterations.length === 0 ? found : await readTable(connection, layout);
  if (stored) await replaceViews(connection, table, stored, layout);
}

/** A table that is there under the same name and is another one would be taken for that which is to be made. */
async function refuseOtherLayout(connection: SchemaConnection, { kind }: Layout): Promise<void> {
  const [engine] = await connection.list(
    `SELECT engine FROM system.tables WHERE database = '${DATABASE}' AND name = 'batches'`,
  );
  if (engine === undefined || (engine === 'Distributed') === (kind === 'cluster')) return;
  throw new StoreRefused(
    kind === 'cluster'
      ? 'the data lies in one server and not in a cluster: export and import it'
      : 'the data lies in a cluster: say which, with --cluster',
  );
}

async function readTable(connection: SchemaConnection, layout: Layout): Promise<StoredTable | undefined> {
  const name = rowsTable(layout).slice(DATABASE.length + 1);
  const [statement] = await connection.list(
    `SELECT create_table_query FROM system.tables WHERE database = '${DATABASE}' AND name = '${name}'`,
  );
  if (statement === undefined) return undefined;
  const columns = await connection.list(
    `SELECT name, type, comment FROM system.columns
     WHERE database = '${DATABASE}' AND table = '${name}' AND name != '${EARLIER}'`,
  );
  return storedTable(columns, statement);
}

/** The table that passes on has the columns of those that have the rows; a collector may have died before it was so. */
async function fitDistributed(connection: SchemaConnection, table: BatchesTable, cluster: string): Promise<void> {
  const columns = await connection.list(
    `SELECT name, type FROM system.columns WHERE database = '${DATABASE}' AND table = 'batches'`,
  );
  const known = new Set(columns);
  const isFitting = table.columns.every(({ name, type }) => known.has(`${name}\t${type}`));
  if (!isFitting || columns.length !== table.columns.length) await connection.run(distributing(table, cluster));
}

/**
 * A view carries the hash of its text, so that only changed ones are replaced: all would cost each start 100 ms. All of them
 * when the first has changed, which the others read: a view keeps the types that its columns had when it was made.
 */
async function replaceViews(
  connection: SchemaConnection,
  table: BatchesTable,
  stored: StoredTable,
  layout: Layout,
): Promise<void> {
  const existing = new Set(
    await connection.list(
      `SELECT concat(name, ' ', comment) FROM system.tables WHERE database = '${DATABASE}' AND engine = 'View'`,
    ),
  );
  const views = viewsOf(table, stored);
  for (const { name, select } of views) {
    const hash = createHash('sha256').update(`${views[0]?.select}${select}`).digest('hex');
    if (existing.has(`${name} ${hash}`)) continue;
    await connection.run(
      `CREATE OR REPLACE VIEW ${DATABASE}.${name}${onCluster(layout)} AS ${select} COMMENT '${hash}'`,
    );
  }
}
