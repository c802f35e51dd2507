import { CLOCK_JUMP_MS, HELD_UP_MS } from '../limits.ts';

/** The clocks of this computer at one moment, in milliseconds. */
export interface Clocks {
  /** UTC since 1970. */
  readonly at: number;
  /** Stands still while the computer sleeps, but on Windows. */
  readonly monotonic: number;
  /** Since the system's start; goes on while the computer sleeps, and is not moved when the clock is set. */
  readonly uptime: number;
}

export interface Jump {
  /**
   * `asleep`: the computer slept, or the virtual machine was paused; `clock-set`: the wall clock was set; `held-up`: the
   * engine was stopped for long. What was counted across it is no rate of the present.
   */
  readonly cause: 'asleep' | 'clock-set' | 'held-up';
  /** How long, or by how much the clock was moved: negative for back. */
  readonly milliseconds: number;
  /** UTC milliseconds before and after it. */
  readonly from: number;
  readonly to: number;
}

/**
 * What happened to time between two moments.
 * @param expected milliseconds after `before` at which `now` was to be looked at; `null`: at no certain moment
 */
export function jumpsBetween(before: Clocks, now: Clocks, expected: number | null): Jump[] {
  const span = { from: before.at, to: now.at };
  const ran = now.monotonic - before.monotonic;
  const lived = Math.max(ran, now.uptime - before.uptime);
  const jumps: Jump[] = [];
  if (lived - ran >= CLOCK_JUMP_MS) jumps.push({ cause: 'asleep', milliseconds: Math.round(lived - ran), ...span });
  else if (expected !== null && ran - expected >= HELD_UP_MS) {
    jumps.push({ cause: 'held-up', milliseconds: Math.round(ran - expected), ...span });
  }
  const shift = now.at - before.at - lived;
  if (Math.abs(shift) >= CLOCK_JUMP_MS) jumps.push({ cause: 'clock-set', milliseconds: Math.round(shift), ...span });
  return jumps;
}
