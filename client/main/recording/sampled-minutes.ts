const MINUTE_MS = 60_000;

/**
 * Rows by minute of the session. It has no timer: a minute is over when something happens after it, so the last one,
 * which nobody has seen the end of, is not counted.
 */
export class SampledMinutes {
  readonly #onMinute: (rows: number) => void;
  readonly #began: number;
  #minutes = 0;
  #rows = 0;

  /**
   * @param now monotonic milliseconds, here and below.
   * @param onMinute called for each minute that is over, in order, with its rows.
   */
  constructor(now: number, onMinute: (rows: number) => void) {
    this.#began = now;
    this.#onMinute = onMinute;
  }

  add(rows: number, now: number): void {
    this.pass(now);
    this.#rows += rows;
  }

  /** Counts the minutes that are over by now. */
  pass(now: number): void {
    const over = Math.floor((now - this.#began) / MINUTE_MS);
    for (; this.#minutes < over; this.#minutes++) {
      this.#onMinute(this.#rows);
      this.#rows = 0;
    }
  }
}
