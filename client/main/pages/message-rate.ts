import type { Clock } from '../../node/platform.ts';

/**
 * How many messages a window may send: far more than the busiest one of ours, which tells of its uses once a second and
 * of a dragged edge sixty times, and few enough for main to go on answering others while a page sends without end.
 */
export const MESSAGES_AT_ONCE = 2000;
export const MESSAGES_PER_SECOND = 200;

/** Counts the messages of one window: {@link MESSAGES_AT_ONCE}, and {@link MESSAGES_PER_SECOND} more each second. */
export class MessageRate {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #left = MESSAGES_AT_ONCE;
  #since: number;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
    this.#since = clock.monotonic();
  }

  /** Takes one message; `false`: it is one too many. */
  take(): boolean {
    const now = this.#clock.monotonic();
    const more = ((now - this.#since) / 1000) * MESSAGES_PER_SECOND;
    this.#left = Math.min(MESSAGES_AT_ONCE, this.#left + more);
    this.#since = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
