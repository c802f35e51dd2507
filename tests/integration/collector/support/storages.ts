import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { ChdbStorage } from '../../../../collector/storage/chdb/chdb-storage.ts';
import { dayOf } from '../../../../collector/storage/rows.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** UTC day of the test, in days since 1970-01-01. */
export const TODAY = dayOf(Date.now());

/** Opens a storage for one test, in a folder of its own unless it is given; the test fails when its process dies. */
export async function openStorage(directory = path.join(temporaryFolder(), 'store')): Promise<ChdbStorage> {
  const storage = await ChdbStorage.open(directory, (reason) => expect.unreachable(reason));
  onTestFinished(() => storage.close());
  return storage;
}
