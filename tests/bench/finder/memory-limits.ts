import { systemClock, systemTimers } from '../../../client/node/platform.ts';
import { openStore } from '../../../engine/store/store.ts';
import { measureAsked, measureQuestions, type QueryTimes } from './store-questions.ts';

/** Limits of DuckDB's memory that are tried, in megabytes, the largest last: what the others are held against. */
const LIMITS = [32, 48, 64, 96, 128, 192, 512] as const;

/** Rounds of all questions with each limit. */
const ROUNDS = 8;

/** How much longer the questions may take in all than with the largest limit before a limit counts as too small. */
const SLOWER = 1.25;

/** What questions take with one limit. */
export interface AtLimit {
  readonly megabytes: number;
  /** What all questions took together, each at its quickest, in milliseconds; `null` when the store refused one for want of memory. */
  readonly total: number | null;
  /** Memory of this process that is resident after them, in bytes, with the benchmark's own. */
  readonly resident: number;
}

/** Asks everything that is asked elsewhere of a history of 30 days and a million runs, with less and more memory. */
export async function measureLimits(folder: string, until: number): Promise<readonly AtLimit[]> {
  const measured: AtLimit[] = [];
  for (const megabytes of LIMITS) {
    const store = await openStore({
      folder,
      clock: systemClock,
      timers: systemTimers,
      limits: { memoryMB: megabytes, sizeMB: 2000, days: 31 },
      excluded: [],
      recording: true,
    });
    let total: number | null = null;
    try {
      const all = [...(await measureQuestions(store, until, ROUNDS)), ...(await measureAsked(store, ROUNDS))];
      total = sumOfLeast(all);
    } catch {
      // It needs more.
    }
    measured.push({ megabytes, total, resident: process.memoryUsage.rss() });
    await store.close();
  }
  return measured;
}

/** The least limit with which, and with all larger ones, all is answered and as quick; the largest when there is no other. */
export function leastLimit(measured: readonly AtLimit[]): number {
  const largest = measured.at(-1);
  const least = (largest?.total ?? 0) * SLOWER;
  let enough = largest?.megabytes ?? 0;
  for (const { megabytes, total } of measured.toReversed()) {
    if (total === null || total > least) break;
    enough = megabytes;
  }
  return enough;
}

const sumOfLeast = (all: readonly QueryTimes[]): number => all.reduce((sum, { times }) => sum + Math.min(...times), 0);
