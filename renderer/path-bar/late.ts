import { cadences } from '../../app/finder/live.ts';
import type { LiveState } from '../state/finder-feed.ts';

/** Readings missed before the data counts as no longer updating; one may be late on a busy computer. */
const MISSED = 4;
/** Milliseconds; on battery there are fewer readings. */
export const LATE_AFTER = MISSED * cadences.visibleOnBattery * 1000;

interface Freshness {
  /** UTC milliseconds: when the data was read, when somebody began to look at it, and the present. */
  readonly at: number;
  readonly shownSince: number;
  readonly now: number;
  readonly engine: LiveState['engine'];
}

/**
 * Whether data is no longer updating. What nobody looked at until now is old and not late: it is read from the moment
 * on that somebody does.
 */
export function isLate({ at, shownSince, now, engine }: Freshness): boolean {
  return engine !== 'running' || now - Math.max(at, shownSince) > LATE_AFTER;
}
