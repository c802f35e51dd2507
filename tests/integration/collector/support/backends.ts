import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { CollectorOptions } from '../../../../collector/start.ts';
import { ChdbStorage } from '../../../../collector/storage/chdb/chdb-storage.ts';
import { ClickhouseStorage } from '../../../../collector/storage/clickhouse/clickhouse-storage.ts';
import type { Storage } from '../../../../collector/storage/storage.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { until } from './collectors.ts';
import { storageProcesses } from './processes.ts';
import { addressOf, isRealServer, serverOf, serverUrl } from './servers.ts';

/** Where tables can lie, for suites that hold of all of it. */
export interface Backend {
  readonly name: string;
  /** Whether its process can be ended by a test. */
  readonly isOurs: boolean;
  /** What a collector is started with; in one test always the same tables, empty at first. */
  options(): Promise<Pick<CollectorOptions, 'clickhouse'>>;
  /** Opens a storage, on the tables that were made in this test under the same name; on new ones without any. It ends with the test. */
  openStorage(store?: string): Promise<Storage>;
  /** What ends the process that has the tables, in the middle of whatever it does; it comes back soon. */
  killer(): Promise<() => void>;
}

export const embeddedBackend: Backend = {
  name: 'embedded',
  isOurs: true,
  options: async () => ({}),
  openStorage: async (store = path.join(temporaryFolder(), 'store')) => {
    const storage = await ChdbStorage.open(store, (reason) => expect.unreachable(reason));
    onTestFinished(() => storage.close());
    return storage;
  },
  killer: async () => {
    await until(() => storageProcesses().length > 0, 'a storage process runs');
    const [pid] = storageProcesses();
    // A process id of 0 would mean this process and all of its relatives.
    if (!pid) throw new Error('the storage process has ended');
    return () => process.kill(pid, 'SIGKILL');
  },
};

/** A ClickHouse server: the real engine behind its protocol, or the one of CANDOR_TEST_CLICKHOUSE_URL. */
export const serverBackend: Backend = {
  name: 'a ClickHouse server',
  isOurs: !isRealServer,
  options: async () => ({ clickhouse: { address: addressOf(await serverUrl('store')) } }),
  openStorage: async () => {
    const address = addressOf(await serverUrl('store'));
    const storage = await ClickhouseStorage.open({ address, onFault: (reason) => expect.unreachable(reason) });
    onTestFinished(() => storage.close());
    return storage;
  },
  killer: async () => {
    const server = await serverOf('store');
    return () => {
      // One that is coming back is ended when it is there.
      restarting = restarting.then(() => server.down()).then(() => server.up());
    };
  },
};

let restarting: Promise<void> = Promise.resolve();
