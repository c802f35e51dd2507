import { randomBytes, randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openDebug } from '../core/debug.ts';

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

export const systemRandomness: Randomness = {
  uuid: () => randomUUID(),
  secret: (length) => randomBytes(length).toString('base64url'),
  fraction: () => Math.random(),
};

/** Names the areas whose decisions are written to standard error, with commas between them; `all` for each. */
const VARIABLE = 'CANDOR_DEBUG';

/**
 * Writes to standard error what this process decides, as far as the environment asks for it; see docs/diagnostics.md. To
 * be called before anything is decided. A process that is started by this one inherits the environment.
 */
export function openDebugLines(environment: Readonly<Record<string, string | undefined>>): void {
  openDebug(environment[VARIABLE], (line) => {
    try {
      writeSync(process.stderr.fd, `${line}\n`);
    } catch {
      // Nobody listens any more, and there is no other place to say so.
    }
  });
}
