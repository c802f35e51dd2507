import type { Clock } from '../../node/platform.ts';

/** Holds sending down to a rate: each piece is paid for with the time that it takes at that rate. */
export class Pace {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #bytesPerSecond: number;
  #paidUntil = 0;

  constructor(clock: Pick<Clock, 'monotonic'>, bytesPerSecond: number) {
    this.#clock = clock;
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Milliseconds until the next piece may go. */
  get wait(): number {
    return Math.max(0, this.#paidUntil - this.#clock.monotonic());
  }

  spend(bytes: number): void {
    const from = Math.max(this.#paidUntil, this.#clock.monotonic());
    this.#paidUntil = from + (bytes / this.#bytesPerSecond) * 1000;
  }
}
