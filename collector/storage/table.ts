import { type Column, columns as declared } from './columns.ts';
import { type Layout, mergeTree, onCluster } from './layout.ts';

/**
 * `candor.batches` has one row for each batch that was received. A batch can be inserted twice: when a load is tried
 * again, or when two collectors receive it. ReplacingMergeTree keeps one of the rows of the same sorting key, and
 * `FINAL` gives one of them even before it has merged: **every reader uses `FINAL`**, or the views, which do.
 * ClickHouse's own recognition of repeated inserts is left off in chDB: it notes a block before the block's data has
 * its final name, so a crash in between would make it refuse the repetition of data that it does not have.
 *
 * In a cluster it is a Distributed table without rows of its own; they lie in `candor.batches_local` of the shard that their
 * installation belongs to, so that a sorting key is never on two shards, and `FINAL` is right there as well.
 *
 * Partitions follow the day of receipt, which is ours, and not the day of the session, which is the sender's.
 */
export const DATABASE = 'candor';
export const BATCHES = `${DATABASE}.batches`;

/** The table that has the rows, and is altered. */
export function rowsTable({ kind }: Layout): string {
  return kind === 'cluster' ? `${BATCHES}_local` : BATCHES;
}

/** What `ALTER TABLE` is followed by to change rows, wherever they lie. */
export function rowsTarget(layout: Layout): string {
  return `${rowsTable(layout)}${onCluster(layout)}`;
}

/** What the rows of one batch have in common; two senders that use one id are two batches. */
export const SORTING_KEY: readonly string[] = ['installation', 'keyHash', 'session', 'sequence', 'batch'];

/**
 * Of the rows of one batch the one with the largest value stays: the one that was received first. Which day a batch belongs
 * to must not change when it is sent again.
 */
export const EARLIER = 'earlier';

/** The table of batches as this version declares it. */
export interface BatchesTable {
  readonly columns: readonly Column[];
  /** Days from the day of receipt after which a row is deleted. */
  readonly rowDays: number;
}

/**
 * A table with these columns. Its rows end with the columns of the sorting key, which cannot be emptied before.
 * @throws when a column is to be kept for longer than its row.
 */
export function tableOf(columns: readonly Column[]): BatchesTable {
  const kept = (names: (name: string) => boolean) =>
    columns.flatMap(({ name, keptDays }) => (names(name) && keptDays !== undefined ? [keptDays] : []));
  const rowDays = Math.min(...kept((name) => SORTING_KEY.includes(name)));
  const longer = columns.find(({ keptDays = rowDays }) => keptDays > rowDays);
  if (longer) throw new Error(`${longer.name} is to be kept for ${longer.keptDays} days, and its row for ${rowDays}`);
  return { columns, rowDays };
}

export const batchesTable = tableOf(declared);

/** Days after which a column is emptied while its row stays; `undefined` for one that ends with its row. */
export function emptiedAfter({ name, keptDays }: Column, { rowDays }: BatchesTable): number | undefined {
  return keptDays === undefined || keptDays >= rowDays || SORTING_KEY.includes(name) ? undefined : keptDays;
}

/** When something that was received some days ago is over, as a TTL. */
export function endOf(days: number): string {
  return `received + toIntervalDay(${days})`;
}

/** Collectors repeat a block until it is stored, and another may hold some of its rows: no block is left out for its hash. */
const NO_DEDUPLICATION = ', replicated_deduplication_window = 0';

export function engineOf({ rowDays }: BatchesTable, layout: Layout): string {
  const [, table = ''] = rowsTable(layout).split('.');
  return `ENGINE = ${mergeTree(layout, { table, spread: 'sharded', kind: 'Replacing', args: [EARLIER] })}
  PARTITION BY toYYYYMM(received)
  ORDER BY (${SORTING_KEY.join(', ')})
  TTL ${endOf(rowDays)}
  SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
    default_compression_codec = '${CODEC}'${layout.kind === 'cluster' ? NO_DEDUPLICATION : ''}`;
}

/** Of what was packed as densely already by the sender, the engine's own choice, LZ4, hardly saves anything. */
export const CODEC = 'ZSTD(1)';

/** Made by the storage from the day of receipt, and so no column that rows are inserted with. */
export const EARLIER_DECLARATION = `${EARLIER} UInt16 MATERIALIZED 65535 - toUInt16(received)`;

/** A column as it is declared in a statement. */
export function declarationOf(column: Column, table: BatchesTable): string {
  const days = emptiedAfter(column, table);
  const packed = column.codec === undefined ? '' : ` CODEC(${column.codec})`;
  return `${plainDeclaration(column)}${packed}${days === undefined ? '' : ` TTL ${endOf(days)}`}`;
}

function plainDeclaration({ name, type, before }: Column): string {
  const value = before === undefined ? '' : ` DEFAULT ${typeof before === 'string' ? `'${before}'` : before}`;
  return `\`${name}\` ${type}${value}`;
}

/** Statements that make the table of batches where there is none. */
export function creating(table: BatchesTable, layout: Layout): string[] {
  const columns = table.columns.map((column) => declarationOf(column, table));
  const own = `CREATE TABLE IF NOT EXISTS ${rowsTarget(layout)} (${[...columns, EARLIER_DECLARATION].join(', ')}) ${engineOf(table, layout)}`;
  return layout.kind === 'cluster' ? [own, distributing(table, layout.cluster)] : [own];
}

/** The table of a cluster that passes rows and queries on to those that have them. It has none, and can be made anew. */
export function distributing({ columns }: BatchesTable, cluster: string): string {
  const [database = '', rows = ''] = rowsTable({ kind: 'cluster', cluster }).split('.');
  return `CREATE OR REPLACE TABLE ${BATCHES} ON CLUSTER '${cluster}' (${columns.map(plainDeclaration).join(', ')})
  ENGINE = Distributed('${cluster}', '${database}', '${rows}', cityHash64(installation))`;
}
