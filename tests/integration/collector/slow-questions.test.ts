import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { QUESTION_MEMORY_BYTES } from '../../../collector/limits.ts';
import { eraseFromRollups } from '../../../collector/rollups/erase-rollups.ts';
import { creatingRollups } from '../../../collector/rollups/tables.ts';
import { ChdbStorage } from '../../../collector/storage/chdb/chdb-storage.ts';
import type { StorageLimits } from '../../../collector/storage/chdb/storage-process.ts';
import { embedded } from '../../../collector/storage/layout.ts';
import { StorageOverrun, StorageUnavailable } from '../../../collector/storage/storage.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rowOf, someBatch } from './support/batches.ts';
import { TODAY } from './support/storages.ts';

/** Minutes of work. */
const SLOW = 'SELECT max(sipHash64(number, {salt:UInt64})) AS most FROM numbers(1000000000000)';

/** More memory than it may have. */
const HUNGRY = 'SELECT uniqExact(number) AS most FROM numbers(1000000000000) SETTINGS max_memory_usage = 20000000';

const rowsStored = 'SELECT count() AS rows FROM candor.batches';

async function openLimited(limits: Partial<StorageLimits>) {
  const deaths: string[] = [];
  const directory = path.join(temporaryFolder(), 'store');
  const storage = await ChdbStorage.open(directory, (reason) => deaths.push(reason), limits);
  onTestFinished(() => storage.close());
  return { storage, deaths };
}

describe('a slow question', () => {
  it('is ended by its own limit, while blocks are stored and others get their answers', async () => {
    const { storage, deaths } = await openLimited({ questionMs: 3000 });
    let isOver = false;
    const slow = expect(storage.query(SLOW, { salt: 1 }))
      .rejects.toThrow(StorageOverrun)
      .finally(() => {
        isOver = true;
      });
    let stored = 0;
    while (!isOver) {
      await storage.insert([rowOf(someBatch(), TODAY)]);
      stored++;
      expect(await storage.query(rowsStored, {}, { urgent: true })).toEqual([{ rows: stored }]);
    }
    await slow;
    expect(stored).toBeGreaterThan(3);
    expect(await storage.query(rowsStored)).toEqual([{ rows: stored }]);
    expect(deaths).toEqual([]);
  }, 60_000);

  it('is cancelled when nobody waits for it any more, and the next one has its turn', async () => {
    const { storage, deaths } = await openLimited({ questionMs: 600_000 });
    for (const salt of [1, 2, 3]) {
      const leaving = new AbortController();
      const { signal } = leaving;
      const [asked, waiting] = [storage.query(SLOW, { salt }, { signal }), storage.query(SLOW, { salt }, { signal })];
      const next = storage.query('SELECT {salt:UInt64} AS salt', { salt });
      // It is under way when something that was asked later has its answer.
      await storage.query(rowsStored, {}, { urgent: true });
      leaving.abort();
      await expect(asked).rejects.toBe(signal.reason);
      await expect(waiting).rejects.toBe(signal.reason);
      expect(await next).toEqual([{ salt }]);
    }
    expect(deaths).toEqual([]);
  }, 60_000);

  it('does not hold up what an erasure takes out of closed days', async () => {
    const { storage, deaths } = await openLimited({ questionMs: 600_000 });
    for (const statement of creatingRollups(embedded)) await storage.run(statement);
    const leaving = new AbortController();
    const slow = storage.query(SLOW, { salt: 1 }, { signal: leaving.signal });
    await eraseFromRollups(storage, ['ab'.repeat(32)]);
    leaving.abort();
    await expect(slow).rejects.toBe(leaving.signal.reason);
    expect(deaths).toEqual([]);
  }, 60_000);

  it('that needs too much memory is ended, and costs the process nothing', async () => {
    const { storage, deaths } = await openLimited({ questionMs: 600_000 });
    expect(await storage.query("SELECT toUInt64(getSetting('max_memory_usage')) AS bytes")).toEqual([
      { bytes: QUESTION_MEMORY_BYTES },
    ]);
    const hungry = storage.query(HUNGRY);
    await expect(hungry).rejects.toThrow(StorageOverrun);
    await expect(hungry).rejects.toThrow('MEMORY_LIMIT_EXCEEDED');
    await storage.insert([rowOf(someBatch(), TODAY)]);
    expect(await storage.query(rowsStored)).toEqual([{ rows: 1 }]);
    expect(deaths).toEqual([]);
  }, 120_000);

  it('makes others wait for so long, and then they are refused', async () => {
    const { storage, deaths } = await openLimited({ questionMs: 1000 });
    const slow = storage.query(SLOW, { salt: 1 }, { limitMs: 4000 });
    await expect(storage.query(rowsStored)).rejects.toThrow(StorageUnavailable);
    await expect(slow).rejects.toThrow(StorageOverrun);
    expect(await storage.query(rowsStored)).toEqual([{ rows: 0 }]);
    expect(deaths).toEqual([]);
  }, 60_000);
});
