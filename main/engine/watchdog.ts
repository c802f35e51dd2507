import type { Timers } from 'candor-client/node';

/** Milliseconds between two questions whether the engine still answers. */
const PING_INTERVAL_MS = 3000;

/**
 * Intervals that it may leave a question unanswered: together with the one before the question at most 12 s, so that an
 * engine that stands still is replaced within 15 s. Counted in intervals, because main itself may have slept.
 */
const MISSES_ALLOWED = 3;

/** Watches whether a process answers. */
export interface Watchdog {
  /** The answer to the question with this number. */
  answered(id: number): void;
  stop(): void;
}

/**
 * @param ping puts a question to the process
 * @param onStalled it has not answered for too long; called once, after which nothing is watched any more
 */
export function createWatchdog(timers: Timers, ping: (id: number) => void, onStalled: () => void): Watchdog {
  let asked = 0;
  let answered = 0;
  let missed = 0;
  let cancel = timers.after(PING_INTERVAL_MS, tick);

  function tick(): void {
    missed = answered === asked ? 0 : missed + 1;
    if (missed >= MISSES_ALLOWED) {
      onStalled();
      return;
    }
    if (missed === 0) ping(++asked);
    cancel = timers.after(PING_INTERVAL_MS, tick);
  }

  return {
    answered(id) {
      answered = Math.max(answered, id);
    },
    stop: () => cancel(),
  };
}
