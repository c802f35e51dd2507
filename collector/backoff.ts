/** Pauses between attempts, in milliseconds: the first, then twice as long each time, up to the longest. */
export class Backoff {
  readonly #limits: { readonly first: number; readonly longest: number };
  #next: number;

  constructor(limits: { readonly first: number; readonly longest: number }) {
    this.#limits = limits;
    this.#next = limits.first;
  }

  /** The pause before the next attempt. */
  next(): number {
    const pause = this.#next;
    this.#next = Math.min(this.#limits.longest, pause * 2);
    return pause;
  }

  /** Says that an attempt has succeeded. */
  reset(): void {
    this.#next = this.#limits.first;
  }
}
