import path from 'node:path';
import { closeDay } from '../../../collector/rollups/close-day.ts';
import { periodOf } from '../../../collector/rollups/periods.ts';
import { ChdbStorage } from '../../../collector/storage/chdb/chdb-storage.ts';
import { batchRow, dayOf } from '../../../collector/storage/rows.ts';
import type { Storage } from '../../../collector/storage/storage.ts';
import { fullReports } from '../../support/full-reports.ts';
import { cpuSecondsOf, mostMemory } from '../app/process-cost.ts';
import { descendantsOf } from '../app/process-memory.ts';
import { corpusCodec } from '../corpus/sixty-commands.ts';
import { benchBatches } from './batches.ts';

/** What a day took that was closed. */
export interface Closed {
  /** Of the storage, in seconds. */
  readonly cpu: number;
  readonly seconds: number;
  /** The most that the storage had at a time, in megabytes. */
  readonly memory: number;
}

/** Rows of a block: some megabytes. */
const BLOCK = 2000;

/** The first day; neither weeks nor months are made. */
const FIRST = dayOf(Date.now()) - 21;

/** Puts sessions of a day into a storage: those of the other parts of the benchmark, each with some durations. */
async function fill(storage: Storage, day: number, kind: string, sessions: number, events: number): Promise<void> {
  let rows: Uint8Array[] = [];
  for (const { bytes } of benchBatches(kind, sessions, events)) {
    const decoding = corpusCodec.decodeColumns(bytes);
    if (!decoding.ok) throw new Error(decoding.problem.expected);
    rows.push(batchRow({ ...decoding.batch, operations: fullReports.operations }, day));
    if (rows.length < BLOCK) continue;
    await storage.insert(rows);
    rows = [];
  }
  await storage.insert(rows);
}

/**
 * Closes days of so many sessions each, one after the other, in a new storage.
 * @param dataDir an empty folder.
 * @returns what each of them took.
 */
export async function closeDays(dataDir: string, days: readonly number[], events: number): Promise<Closed[]> {
  const storage = await ChdbStorage.open(path.join(dataDir, 'store'), (reason) => console.error(reason));
  try {
    for (const [index, sessions] of days.entries()) {
      await fill(storage, FIRST + index, `closing ${index}`, sessions, events);
    }
    const [, pid] = descendantsOf(process.pid);
    if (pid === undefined) throw new Error('there is no storage process');
    const closed: Closed[] = [];
    for (const index of days.keys()) {
      const day = FIRST + index;
      const memory = mostMemory(pid);
      const before = cpuSecondsOf(pid);
      const begun = performance.now();
      await closeDay(
        storage,
        { day, periods: [periodOf('day', day)] },
        {
          signal: new AbortController().signal,
          changed: async () => false,
        },
      );
      const seconds = (performance.now() - begun) / 1000;
      closed.push({ cpu: cpuSecondsOf(pid) - before, seconds, memory: memory() });
    }
    return closed;
  } finally {
    await storage.close();
  }
}
