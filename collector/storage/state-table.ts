import { type Layout, mergeTree, onCluster } from './layout.ts';
import { DATABASE } from './table.ts';

/** What the collectors of one store share (state/clickhouse-state.ts): the newest version of a record counts. */
export const STATE = `${DATABASE}.state`;

/** The statement that makes the table of what is shared, where there is none. */
export function creatingState(layout: Layout): string {
  const args = ['version', 'removed'];
  const engine = mergeTree(layout, { table: 'state', spread: 'everywhere', kind: 'Replacing', args });
  return `CREATE TABLE IF NOT EXISTS ${STATE}${onCluster(layout)} (
    kind LowCardinality(String), id String, value String, version UInt64, removed UInt8
  ) ENGINE = ${engine} ORDER BY (kind, id) SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;
}
