import { expect, it } from 'vitest';
import { eraseRows } from '../../../collector/queries/sender-queries.ts';
import { type Storage, StorageUnavailable } from '../../../collector/storage/storage.ts';

/** A storage into which others load rows of the sender after each of the first deletions. */
function storageOfOthers(loads: number) {
  let deletions = 0;
  const storage = {
    layout: { kind: 'server' },
    run: async () => void deletions++,
    query: async () => [{ rows: deletions <= loads ? 1 : 0 }],
  } as unknown as Storage;
  return { storage, deletions: () => deletions };
}

it('rows that another collector loads meanwhile are deleted as well', async () => {
  const { storage, deletions } = storageOfOthers(2);
  await eraseRows(storage, ['a']);
  expect(deletions()).toBe(3);
});

it('rows that come again and again are no fault of the collector: the erasure is to be repeated', async () => {
  const { storage, deletions } = storageOfOthers(Number.POSITIVE_INFINITY);
  await expect(eraseRows(storage, ['a'])).rejects.toThrow(StorageUnavailable);
  expect(deletions()).toBeLessThan(10);
});
