import type { Layout } from '../layout.ts';
import type { SchemaConnection } from '../schema.ts';
import { StoreRefused } from '../storage.ts';

/** From this version on `FINAL` with a filter on a day counts a batch once that lies in two months. */
const LEAST = [26, 3] as const;

/**
 * Whether a server can be used at all.
 * @throws StoreRefused that says what is missing; another error when it cannot be asked.
 */
export async function checkServer(connection: Pick<SchemaConnection, 'list'>, layout: Layout): Promise<void> {
  const [version = ''] = await connection.list('SELECT version()');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (!(major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]))) {
    throw new StoreRefused(
      `ClickHouse ${version || 'of no version'} is too old: ${LEAST.join('.')} or newer is needed`,
    );
  }
  if (layout.kind === 'cluster') await checkCluster(connection, layout.cluster);
}

async function checkCluster(connection: Pick<SchemaConnection, 'list'>, cluster: string): Promise<void> {
  const shards = await connection.list(
    `SELECT shard_num, min(internal_replication) FROM system.clusters WHERE cluster = '${cluster}' GROUP BY shard_num`,
  );
  if (shards.length === 0) throw new StoreRefused(`the server knows no cluster ${cluster}`);
  if (shards.some((shard) => !shard.endsWith('\t1'))) {
    throw new StoreRefused(`the shards of ${cluster} lack <internal_replication>true</internal_replication>`);
  }
  const macros = await connection.list('SELECT macro FROM system.macros');
  const missing = ['shard', 'replica'].filter((name) => !macros.includes(name));
  if (missing.length > 0) throw new StoreRefused(`the server has no macro ${missing.join(' and ')}`);
}
