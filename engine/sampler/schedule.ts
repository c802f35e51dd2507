import { QUICK_PAIR_MS } from '../limits.ts';

/** Where sampling stands. At rest nothing is armed and nothing runs. */
export interface Schedule {
  readonly watching: boolean;
  readonly sampling: boolean;
  /** When the sample in progress began, in monotonic milliseconds. */
  readonly began: number;
  /** The second sample of a quick pair, which gives CPU figures of the present: to be armed, armed, or none. */
  readonly pair: 'none' | 'wanted' | 'armed';
  /** A refresh asked for a sample while one was in progress. */
  readonly again: boolean;
}

export const atRest: Schedule = { watching: false, sampling: false, began: 0, pair: 'none', again: false };

export type ScheduleEvent = 'watch' | 'rest' | 'refresh' | 'due' | 'done';

export interface Step {
  readonly schedule: Schedule;
  /** Begin a sample now; a `baseline` is not reported, because its figures are not of the present. */
  readonly sample: 'no' | 'report' | 'baseline';
  /** Milliseconds after which `due` is expected; `off` disarms, `keep` leaves the timer as it is. */
  readonly timer: number | 'off' | 'keep';
}

/**
 * What follows from an event. Samples never overlap; a sample that takes longer than the interval skips the ticks that
 * it missed, so the rhythm stays.
 * @param now monotonic milliseconds
 * @param interval milliseconds between samples while somebody watches
 */
export function step(schedule: Schedule, event: ScheduleEvent, now: number, interval: number): Step {
  switch (event) {
    case 'watch':
      return watch(schedule, now);
    case 'rest':
      return { schedule: { ...schedule, watching: false, pair: 'none', again: false }, sample: 'no', timer: 'off' };
    case 'refresh':
      return refresh(schedule, now);
    case 'due':
      return schedule.sampling ? unchanged(schedule) : begin({ ...schedule, pair: 'none' }, 'report', now);
    case 'done':
      return done(schedule, now, interval);
  }
}

/** Ticks of the interval that have passed during the sample in progress, and so were left out. */
export function missedTicks({ watching, began }: Schedule, now: number, interval: number): number {
  return watching ? Math.floor((now - began) / interval) : 0;
}

function watch(schedule: Schedule, now: number): Step {
  if (schedule.watching) return unchanged(schedule);
  const watching: Schedule = { ...schedule, watching: true };
  if (schedule.pair !== 'none') return unchanged(watching);
  if (schedule.sampling) return unchanged({ ...watching, pair: 'wanted' });
  return begin({ ...watching, pair: 'wanted' }, 'report', now);
}

function refresh(schedule: Schedule, now: number): Step {
  // The second sample of the pair is the fresh one: earlier it would have no CPU figures.
  if (schedule.pair !== 'none') return unchanged(schedule);
  if (schedule.sampling) return unchanged({ ...schedule, again: true });
  return schedule.watching ? begin(schedule, 'report', now) : begin({ ...schedule, pair: 'wanted' }, 'baseline', now);
}

function done(schedule: Schedule, now: number, interval: number): Step {
  const idle = { ...schedule, sampling: false };
  if (idle.again) return begin({ ...idle, again: false }, 'report', now);
  if (idle.pair === 'wanted') return { schedule: { ...idle, pair: 'armed' }, sample: 'no', timer: QUICK_PAIR_MS };
  if (!idle.watching) return { schedule: idle, sample: 'no', timer: 'off' };
  return { schedule: idle, sample: 'no', timer: interval - ((now - idle.began) % interval) };
}

function begin(schedule: Schedule, sample: 'report' | 'baseline', now: number): Step {
  return { schedule: { ...schedule, sampling: true, began: now }, sample, timer: 'off' };
}

function unchanged(schedule: Schedule): Step {
  return { schedule, sample: 'no', timer: 'keep' };
}
