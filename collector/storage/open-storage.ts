import { existsSync } from 'node:fs';
import path from 'node:path';
import { isListening } from '../backup/control.ts';
import { ownFolder } from '../folder-owner.ts';
import { isBefore, START } from '../journal/position.ts';
import { readProgress } from '../loader/progress.ts';
import { ChdbStorage } from './chdb/chdb-storage.ts';
import { isChdbAvailable } from './chdb/is-available.ts';
import type { StorageLimits } from './chdb/storage-process.ts';
import type { ServerAddress } from './clickhouse/address.ts';
import { NoStorage } from './none/no-storage.ts';
import type { Storage, StorageKind } from './storage.ts';

export interface StorageOptions {
  /** The collector's folder, which nobody else may use. */
  readonly dataDir: string;
  /** Where the tables are, unless they are in the folder. */
  readonly clickhouse?: { readonly address: ServerAddress; readonly cluster?: string } | undefined;
  readonly onFault: (message: string) => void;
  readonly limits?: Partial<StorageLimits> | undefined;
  /** `auto` unless it is given. */
  readonly storage?: StorageKind | undefined;
  /**
   * Called when a process works on it, or a server, and this one has nothing to do but to wait. The storage is given, then, as
   * soon as it is this collector's: what is asked of it waits until it can be used, or fails as opening it does.
   */
  readonly onBegun?: () => void;
}

/**
 * Opens the storage of a collector, and with it makes the folder its own: the journal in it is of one process at a time.
 * @throws when another collector has the folder, or the storage cannot be used.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { dataDir, clickhouse, onFault, limits } = options;
  if (!hasTables(options)) return new NoStorage(await ownFolder(dataDir));
  // The engine locks its directory.
  if (!clickhouse) return openEmbedded(options);
  const owner = await ownFolder(dataDir);
  options.onBegun?.();
  try {
    // Most collectors have no server, and need not load its client.
    const { ClickhouseStorage } = await import('./clickhouse/clickhouse-storage.ts');
    return await ClickhouseStorage.open({
      ...clickhouse,
      onFault,
      onClosed: () => owner.release(),
      ...(limits === undefined ? {} : { limits }),
    });
  } catch (error) {
    await owner.release();
    throw error;
  }
}

/** Opens the store, and says it when there is none although batches were loaded before. */
async function openEmbedded({ dataDir, onFault, limits, onBegun }: StorageOptions): Promise<ChdbStorage> {
  const directory = path.join(dataDir, 'store');
  const hadStore = existsSync(directory);
  const { loaded } = await readProgress(path.join(dataDir, 'progress.json'));
  const open = onBegun ? ChdbStorage.begin : ChdbStorage.open;
  const storage = await open(directory, onFault, limits, onBegun, () => isListening(dataDir));
  if (!hadStore && isBefore(START, loaded)) {
    onFault('the store is missing: a new one was begun, without what had been loaded before');
  }
  return storage;
}

function hasTables({ storage = 'auto', clickhouse }: StorageOptions): boolean {
  return storage === 'auto' ? clickhouse !== undefined || isChdbAvailable() : storage !== 'none';
}
