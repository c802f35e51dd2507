import { MIN_SHARE_MS } from '../../limits.ts';
import type { Moment } from '../source.ts';

/** The share of one processor that something used of late. */
export interface Share {
  /** Percent, with one decimal: more would make rows look changed that are not. */
  percent: number;
  /** Ticks that it had used at the reading before; `null` when it was not there yet. */
  base: number | null;
}

/** What has a share. */
export interface Sharing {
  readonly share: Share;
  /** Clock ticks of processor time used so far. */
  readonly cpuTicks: number;
}

export function newShare(): Share {
  return { percent: 0, base: null };
}

/**
 * Works out shares from one reading to the next. One that began in between used all its time since, so its whole time
 * counts; one that used more than there was is not new but was not seen before, and has no share yet. Two readings too
 * close together give no useful figure, and two with a sleep between them a false one: the shares before stand.
 * @param processors number of logical processors, the bound of every share
 */
export function createShares(
  processors: number,
  millisecondsPerTick: number,
): (all: Iterable<Sharing>, moment: Pick<Moment, 'monotonic' | 'continuous'>) => void {
  let before: number | undefined;
  return (all, { monotonic, continuous }) => {
    if (before === undefined || !continuous) {
      before = monotonic;
      for (const { share, cpuTicks } of all) share.base = cpuTicks;
      return;
    }
    const elapsed = monotonic - before;
    if (elapsed < MIN_SHARE_MS) return;
    before = monotonic;
    for (const { share, cpuTicks } of all) {
      const percent = ((cpuTicks - (share.base ?? 0)) * millisecondsPerTick * 100) / elapsed;
      const most = processors * 100;
      // Ticks are counted in whole ones, so that a little more than everything is everything.
      const unseen = share.base === null && percent > most * 1.1;
      share.percent = unseen ? 0 : Math.round(Math.min(Math.max(0, percent), most) * 10) / 10;
      share.base = cpuTicks;
    }
  };
}
