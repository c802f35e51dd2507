/** Ids of batches that were received before, the newest of them: a bounded memory in two generations. */
export class KnownBatches {
  readonly #generation: number;
  #young = new Set<string>();
  #old = new Set<string>();

  /** @param capacity most ids that are kept; at least the newest half of them is. */
  constructor(capacity: number) {
    this.#generation = Math.ceil(capacity / 2);
  }

  has(batch: string): boolean {
    return this.#young.has(batch) || this.#old.has(batch);
  }

  add(batch: string): void {
    if (this.#young.size >= this.#generation) {
      this.#old = this.#young;
      this.#young = new Set();
    }
    this.#young.add(batch);
  }
}
