import path from 'node:path';
import { alone } from '../folder-lock.ts';
import { makeDirectory } from '../own-files.ts';
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
import { aloneInStore } from './lease.ts';
import type { SharedState } from './shared-state.ts';

export interface OpenState {
  readonly state: SharedState;
  /**
   * Does something short while no other command does the same on what is shared: of two that read what is there, decide by it and
   * write, the later one decides by what the earlier one has written.
   * @param what names it, in small letters.
   * @throws StateUnavailable when somebody else does it for too long.
   */
  alone<T>(what: string, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * What is shared, for a command beside collectors: where the tables are, or in the data folder. It is made where no collector has
 * been started yet.
 * @throws StoreRefused for a server that cannot be used; StorageUnavailable for one that does not answer.
 */
export async function openState({ dataDir, clickhouse, onFault }: StorageOptions): Promise<OpenState> {
  if (!clickhouse) {
    const directory = path.join(dataDir, 'state');
    return {
      state: new FileState({ directory, onFault }),
      async alone(what, work) {
        await makeDirectory(directory);
        // Not the lock under which the state itself writes.
        return await alone(directory, work, undefined, `.lock-${what}`);
      },
      close: async () => {},
    };
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
  const state = new ClickhouseState({ storage, onFault });
  return { state, alone: (what, work) => aloneInStore(state, what, work), close: () => connection.close() };
}
