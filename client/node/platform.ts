/**
 * What the platform gives and modules are handed, so that every rule can be tested: no module below main/index.ts
 * reads the clock, random numbers or timers by itself.
 */
export interface Clock {
  /** UTC milliseconds since 1970; may jump when the clock is set. */
  now(): number;
  /** Milliseconds that only ever grow, from an arbitrary start. */
  monotonic(): number;
}

/** One-shot timers; the returned function cancels. Timers never keep the process alive by themselves. */
export interface Timers {
  after(milliseconds: number, action: () => void): () => void;
}

export interface Randomness {
  uuid(): string;
  /** `length` random bytes in base64url. */
  secret(length: number): string;
  /** At least 0 and below 1. */
  fraction(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

export const systemTimers: Timers = {
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
