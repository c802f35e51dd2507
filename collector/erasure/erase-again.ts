import { ERASURES_FINISHED_AT_ONCE } from '../limits.ts';
import { eraseRows, rowsOf } from '../queries/sender-queries.ts';
import { eraseFromRollups } from '../rollups/erase-rollups.ts';
import type { Storage } from '../storage/storage.ts';

/**
 * Erases what was erased before and has come back: rows that a server has restored from its own backup, or that an import has
 * added. Where nothing has come back, nothing is written. May be repeated, also when it was ended in between.
 * @param names fingerprints (erasures.ts).
 * @returns how many rows were deleted; what is there twice counts twice.
 * @throws StorageUnavailable when it is not done.
 */
export async function eraseAgain(storage: Storage, names: readonly string[]): Promise<number> {
  let rows = 0;
  for (let from = 0; from < names.length; from += ERASURES_FINISHED_AT_ONCE) {
    const some = names.slice(from, from + ERASURES_FINISHED_AT_ONCE);
    const there = await rowsOf(storage, some);
    if (there > 0) await eraseRows(storage, some);
    // Also when there are no rows: what was made of them may have come back alone.
    await eraseFromRollups(storage, some);
    rows += there;
  }
  return rows;
}
