import path from 'node:path';
import { Closer } from '../../../collector/rollups/closer.ts';
import { SoleWatermark } from '../../../collector/rollups/watermarks.ts';
import { soleLease } from '../../../collector/state/lease.ts';
import { ChdbStorage } from '../../../collector/storage/chdb/chdb-storage.ts';
import { dayOf } from '../../../collector/storage/rows.ts';
import type { Storage } from '../../../collector/storage/storage.ts';
import { BATCHES } from '../../../collector/storage/table.ts';
import { cpuSecondsOf, mostMemory } from '../app/process-cost.ts';
import { descendantsOf } from '../app/process-memory.ts';
import { DAYS, yearOfSessions } from './year.ts';

/** A store that was made, and what it took. */
export interface YearlyStore {
  readonly uses: number;
  /** UTC days, in days since 1970-01-01, both included; all of them are closed. */
  readonly from: number;
  readonly to: number;
  /** Bytes on disk: of the batches, merged, and of all tables. */
  readonly raw: number;
  readonly all: number;
  /** Of the closings: as the clock says, processor time of the storage, and the most memory that it had, in megabytes. */
  readonly closing: { readonly seconds: number; readonly cpu: number; readonly memory: number };
}

/** Rows of a block: some megabytes. */
const BLOCK = 5000;

/**
 * Makes a collector's store of the sessions of a year that ended yesterday, and closes its days, weeks and months as the collector does.
 * The days are there before the first closes: to receive them takes the time that `--intake` measures.
 * @param dataDir an empty folder; a collector that is started on it answers about the year.
 * @param say hears how far it is.
 */
export async function makeYear(dataDir: string, uses: number, say: (text: string) => void): Promise<YearlyStore> {
  const today = dayOf(Date.now());
  const storage = await ChdbStorage.open(path.join(dataDir, 'store'), (reason) => console.error(reason));
  try {
    const begun = performance.now();
    const stored = await fill(storage, today - DAYS, uses);
    say(`${stored} uses stored in ${since(begun)}`);
    const closing = await close(storage, today);
    say(`closed in ${Math.round(closing.seconds)} s`);
    await storage.run(`OPTIMIZE TABLE ${BATCHES} FINAL`);
    const [bytes] = await storage.query<{ raw: number; its: number }>(
      `SELECT toFloat64(sumIf(bytes_on_disk, table = 'batches')) AS raw, toFloat64(sum(bytes_on_disk)) AS its
       FROM system.parts WHERE active AND database = 'candor'`,
    );
    if (!bytes) throw new Error('the store has no size');
    return { uses: stored, from: today - DAYS, to: today - 1, raw: bytes.raw, all: bytes.its, closing };
  } finally {
    await storage.close();
  }
}

const since = (begun: number) => `${Math.round((performance.now() - begun) / 1000)} s`;

/** One block is stored while the next is made. */
async function fill(storage: Storage, firstDay: number, uses: number): Promise<number> {
  let rows: Uint8Array[] = [];
  let stored = 0;
  let inserting: Promise<void> = Promise.resolve();
  const flush = async () => {
    await inserting;
    inserting = storage.insert(rows);
    inserting.catch(() => {});
    rows = [];
  };
  for (const { row, uses: its } of yearOfSessions(firstDay, uses)) {
    rows.push(row);
    stored += its;
    if (rows.length >= BLOCK) await flush();
    // Messages of the storage get their turn.
    else if (rows.length % 200 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await flush();
  await inserting;
  return stored;
}

async function close(storage: Storage, today: number): Promise<YearlyStore['closing']> {
  const [, pid] = descendantsOf(process.pid);
  if (pid === undefined) throw new Error('there is no storage process');
  const memory = mostMemory(pid);
  const before = cpuSecondsOf(pid);
  const begun = performance.now();
  const closer = new Closer({
    storage,
    closes: true,
    watermarks: new SoleWatermark(),
    lease: soleLease,
    clock: () => today * 86_400_000,
    settled: async () => {},
    adoptErased: async () => {},
    onFault: (message) => console.error(message),
  });
  await closer.open();
  await closer.close();
  if (closer.closedThrough !== today - 1) throw new Error(`closed through ${closer.closedThrough}, not ${today - 1}`);
  return { seconds: (performance.now() - begun) / 1000, cpu: cpuSecondsOf(pid) - before, memory: memory() };
}
