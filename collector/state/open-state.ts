import path from 'node:path';
import { storageLimits } from '../storage/chdb/storage-process.ts';
import { ClickhouseConnection } from '../storage/clickhouse/connection.ts';
import { checkServer } from '../storage/clickhouse/server-checks.ts';
import { layoutOf, onCluster } from '../storage/layout.ts';
import type { StorageOptions } from '../storage/open-storage.ts';
import { creatingState } from '../storage/state-table.ts';
import type { QueryOptions, QueryParameters } from '../storage/storage.ts';
import { DATABASE } from '../storage/table.ts';
import { ClickhouseState } from './clickhouse-state.ts';
import { FileState } from './file-state.ts';
import type { SharedState } from './shared-state.ts';

export interface OpenState {
  readonly state: SharedState;
  close(): Promise<void>;
}

/**
 * What is shared, for a command beside collectors: where the tables are, or in the data folder. It is made where no collector has
 * been started yet.
 * @throws StoreRefused for a server that cannot be used; StorageUnavailable for one that does not answer.
 */
export async function openState({ dataDir, clickhouse, onFault }: StorageOptions): Promise<OpenState> {
  if (!clickhouse) {
    return { state: new FileState({ directory: path.join(dataDir, 'state'), onFault }), close: async () => {} };
  }
  const { address, cluster } = clickhouse;
  const layout = layoutOf(cluster);
  const connection = new ClickhouseConnection({ address, layout, limits: storageLimits });
  try {
    await checkServer(connection, layout);
    await connection.run(`CREATE DATABASE IF NOT EXISTS ${DATABASE}${onCluster(layout)}`);
    await connection.run(creatingState(layout));
  } catch (error) {
    await connection.close();
    throw error;
  }
  const storage = {
    query: <Row>(sql: string, parameters: QueryParameters = {}, options: QueryOptions = {}) =>
      connection.query<Row>(sql, parameters, options),
    run: (sql: string, parameters: QueryParameters = {}) => connection.run(sql, parameters),
  };
  return { state: new ClickhouseState({ storage, onFault }), close: () => connection.close() };
}
