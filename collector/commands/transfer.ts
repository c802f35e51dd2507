/** `candor-collector export` and `import`: everything that a collector keeps, from one store to another. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Settings } from '../config/options.ts';
import { openDataFolder } from '../data-folder.ts';
import { eraseAgain } from '../erasure/erase-again.ts';
import { makeDirectory } from '../own-files.ts';
import { openState } from '../state/open-state.ts';
import { storageLimits } from '../storage/chdb/storage-process.ts';
import { ClickhouseConnection } from '../storage/clickhouse/connection.ts';
import { layoutOf } from '../storage/layout.ts';
import { NoStorage } from '../storage/none/no-storage.ts';
import { openStorage, type StorageOptions } from '../storage/open-storage.ts';
import { dayOf, isoDay } from '../storage/rows.ts';
import type { Storage } from '../storage/storage.ts';
import { allErased } from '../transfer/all-erased.ts';
import { keepSecret, reopenDays, storedSecret } from '../transfer/closings.ts';
import { exportRows } from '../transfer/export-rows.ts';
import { importRows } from '../transfer/import-rows.ts';
import { exportKnown, importKnown, type KnowingPlace, type Secret } from '../transfer/known-files.ts';
import { embeddedRowFiles, type RowFiles, serverRowFiles } from '../transfer/row-files.ts';
import { type ClickhouseOption, clickhouseOf } from './clickhouse-options.ts';
import { asRun } from './command.ts';

export type Place = Pick<Settings, 'data' | ClickhouseOption>;

export const runExport = asRun<ClickhouseOption>(({ settings, parameters: [directory = ''] }) =>
  exportTo(directory, settings),
);
export const runImport = asRun<ClickhouseOption>(({ settings, parameters: [directory = ''] }) =>
  importFrom(directory, settings),
);

/** Resolves to what is said of it. @throws Error that says in one sentence why it cannot. */
export function exportTo(directory: string, place: Place): Promise<string> {
  return working(place, async ({ storage, rowFiles, knowing }) => {
    await refuseUnloaded(place.data);
    await makeDirectory(directory);
    const rows = await exportRows(storage, rowFiles, directory);
    await exportKnown(knowing, directory);
    return `${rows} batches are in ${directory}, with tokens, audit log, products and erasures`;
  });
}

/** As {@link exportTo}. */
export function importFrom(directory: string, place: Place): Promise<string> {
  return working(place, async ({ storage, rowFiles, knowing }) => {
    await importKnown(knowing, directory);
    const target = {
      storage,
      rowFiles,
      today: isoDay(knowing.today),
      beforeInsert: async (days: readonly string[]) => {
        if (!knowing.isShared) await reopenDays(storage, days);
      },
    };
    const rows = await importRows(target, directory);
    // A collector that knows of an erasure does not look for rows of it again.
    await eraseAgain(storage, await allErased(knowing));
    return `${rows} batches of ${directory} are in the store, with tokens, audit log, products and erasures`;
  });
}

interface Opened {
  readonly storage: Storage;
  readonly rowFiles: RowFiles;
  readonly knowing: KnowingPlace;
}

/** Works on the tables and what is known of a place that no collector is at work on. @throws also when one is. */
export async function working(place: Place, work: (opened: Opened) => Promise<string>): Promise<string> {
  const onFault = (message: string) => console.error(message);
  const options: StorageOptions = { dataDir: place.data, onFault, storage: 'auto', ...clickhouseOf(place) };
  await openDataFolder(place.data, onFault);
  const storage = await openStorage(options);
  if (storage instanceof NoStorage) {
    await storage.close();
    throw new Error('there is no store: chDB has no build for this computer, and --clickhouse names none');
  }
  const closing = [() => storage.close()];
  try {
    const { state, close } = await openState(options);
    closing.push(close);
    const connection = connectionOf(options);
    if (connection) closing.push(() => connection.close());
    const rowFiles = connection ? serverRowFiles(connection) : embeddedRowFiles(storage);
    const isShared = connection !== undefined;
    const knowing = {
      dataDir: place.data,
      state,
      isShared,
      today: dayOf(Date.now()),
      secret: () => storedSecret(storage),
      keepSecret: (secret: Secret) => keepSecret(storage, secret),
    };
    return await work({ storage, rowFiles, knowing: { ...knowing, onFault } });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

function connectionOf({ clickhouse }: StorageOptions): ClickhouseConnection | undefined {
  if (!clickhouse) return undefined;
  const { address, cluster } = clickhouse;
  return new ClickhouseConnection({ address, layout: layoutOf(cluster), limits: storageLimits });
}

/** @throws Error when batches were acknowledged that are not in the tables. */
async function refuseUnloaded(dataDir: string): Promise<void> {
  const names = await readdir(path.join(dataDir, 'journal')).catch((): string[] => []);
  if (!names.some((name) => name.endsWith('.journal'))) return;
  throw new Error(`batches wait in ${path.join(dataDir, 'journal')}: start the collector, and stop it when none waits`);
}
