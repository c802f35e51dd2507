import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { ChdbStorage } from '../../../../collector/storage/chdb/chdb-storage.ts';
import { dayOf } from '../../../../collector/storage/rows.ts';
import { suiteFolder, temporaryFolder } from '../../../support/temporary-folder.ts';

/** UTC day of the test, in days since 1970-01-01. */
export const TODAY = dayOf(Date.now());

/** Opens a storage for one test, in a folder of its own unless it is given; the test fails when its process dies. */
export async function openStorage(directory = path.join(temporaryFolder(), 'store')): Promise<ChdbStorage> {
  const storage = await ChdbStorage.open(directory, (reason) => expect.unreachable(reason));
  onTestFinished(() => storage.close());
  return storage;
}

/** One storage for the tests of a file that ask for what is theirs alone. Returns what gives it in a test. */
export function shareStorage(): () => ChdbStorage {
  const directory = path.join(suiteFolder(), 'store');
  let shared: ChdbStorage | undefined;
  beforeAll(async () => {
    shared = await ChdbStorage.open(directory, (reason) => expect.unreachable(reason));
  }, 60_000);
  afterAll(() => shared?.close());
  return () => {
    if (!shared) throw new Error('asked for before the tests');
    return shared;
  };
}
