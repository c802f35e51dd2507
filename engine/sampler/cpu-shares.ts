import { MIN_SHARE_MS } from '../limits.ts';

/** CPU time of every running program at one moment. */
export interface CpuReading {
  /** Monotonic milliseconds. */
  readonly at: number;
  /** Milliseconds of processor time used so far, by the key of the run. */
  readonly used: ReadonlyMap<string, number>;
}

export interface CpuShares {
  readonly reading: CpuReading;
  /** Percent of one processor, by the key of the run. */
  readonly shares: ReadonlyMap<string, number>;
}

/**
 * Shares of one processor since the reading before; 0 without one. A run that began in between used all its time since,
 * so its whole time counts. Two readings too close together give no useful figure: the shares before stand.
 * @param processors number of logical processors, the bound of every share
 */
export function nextShares(before: CpuShares | undefined, reading: CpuReading, processors: number): CpuShares {
  if (!before) return { reading, shares: new Map() };
  const elapsed = reading.at - before.reading.at;
  if (elapsed < MIN_SHARE_MS) return before;
  const shares = new Map<string, number>();
  for (const [run, used] of reading.used) {
    const share = ((used - (before.reading.used.get(run) ?? 0)) / elapsed) * 100;
    shares.set(run, roundShare(Math.min(Math.max(0, share), processors * 100)));
  }
  return { reading, shares };
}

/** One decimal is what people see; more would make rows look changed that are not. */
function roundShare(share: number): number {
  return Math.round(share * 10) / 10;
}
