import path from 'node:path';
import { ChdbStorage } from '../../../collector/storage/chdb/chdb-storage.ts';
import type { Storage } from '../../../collector/storage/storage.ts';
import { BATCHES } from '../../../collector/storage/table.ts';

/** Does something with the store of a collector that has ended. */
async function withStore<T>(dataDir: string, work: (storage: Storage) => Promise<T>): Promise<T> {
  const storage = await ChdbStorage.open(path.join(dataDir, 'store'), (reason) => console.error(reason));
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

/** Bytes of the store when everything is merged. */
export function mergedBytes(dataDir: string): Promise<number> {
  return withStore(dataDir, async (storage) => {
    await storage.run(`OPTIMIZE TABLE ${BATCHES} FINAL`);
    const [row] = await storage.query<{ bytes: number }>(
      "SELECT toFloat64(sum(bytes_on_disk)) AS bytes FROM system.parts WHERE active AND table = 'batches'",
    );
    return row?.bytes ?? 0;
  });
}

/** Makes batches of those that are stored, under other ids, until there are so many. */
export function growTo(dataDir: string, batches: number): Promise<void> {
  return withStore(dataDir, async (storage) => {
    const count = async () =>
      (await storage.query<{ rows: number }>(`SELECT count() AS rows FROM ${BATCHES}`))[0]?.rows ?? 0;
    for (let rows = await count(); rows < batches; rows = await count()) {
      if (rows === 0) throw new Error('the store is empty');
      await storage.run(
        `INSERT INTO ${BATCHES} SELECT * REPLACE(generateUUIDv4(1) AS batch, generateUUIDv4(2) AS installation)
         FROM ${BATCHES} LIMIT {more:UInt64}`,
        { more: batches - rows },
      );
    }
  });
}
