import type { Gap } from '../../app/finder/history.ts';
import { CLOCK_TOLERANCE_MS, PAUSE_CADENCES } from './limits.ts';
import type { Observation } from './observation.ts';

type Moment = Pick<Observation, 'at' | 'monotonic' | 'sinceBoot' | 'cadence'>;

/** What lies between two readings. */
export interface Between {
  /** Milliseconds by which the wall clock was set; what was noted before is moved along, so that durations stay true. */
  readonly shift: number;
  /** Nothing was read for too long; `null` when the second reading came as planned. */
  readonly gap: Gap['reason'] | null;
  /** Milliseconds that went by awake, for a reading that came as planned. */
  readonly elapsed: number;
}

/**
 * Judges the time between two readings of the same start of the system. Only the monotonic clock is believed: the wall
 * clock may have been set, forwards or back, and after a sleep both are right although they differ.
 */
export function judgePause(before: Moment, now: Moment): Between {
  const elapsed = Math.max(0, now.monotonic - before.monotonic);
  const wall = now.at - before.at;
  const limit = PAUSE_CADENCES * Math.max(before.cadence, now.cadence);
  const real = sinceBoth(before, now);
  const slept = real === null ? wall - elapsed > limit : real - elapsed > limit;
  const drift = wall - (real ?? elapsed);
  // Without a clock that counts sleep, a wall clock that is far ahead is taken for sleep: that is what it nearly always is.
  const set = Math.abs(drift) > CLOCK_TOLERANCE_MS && (real !== null || !slept);
  let gap: Gap['reason'] | null = null;
  if (slept) gap = 'asleep';
  else if (elapsed > limit || wall > limit) gap = 'off';
  return { shift: set ? drift : 0, gap, elapsed };
}

function sinceBoth(before: Moment, now: Moment): number | null {
  const from = before.sinceBoot ?? null;
  const to = now.sinceBoot ?? null;
  return from === null || to === null || to < from ? null : to - from;
}
