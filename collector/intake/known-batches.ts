import type { BatchKey } from '../journal/record.ts';

/**
 * Hexadecimal digits of a fingerprint that are kept: 128 bits, which nobody finds a second sender for.
 */
export const SENDER_DIGITS = 32;

/** Batches that were received before, the newest of them: a bounded memory in two generations. */
export class KnownBatches {
  readonly #generation: number;
  #young = new Set<string>();
  #old = new Set<string>();

  /** @param capacity most batches that are kept; at least the newest half of them is. */
  constructor(capacity: number) {
    this.#generation = Math.ceil(capacity / 2);
  }

  has(batch: BatchKey): boolean {
    const key = keyOf(batch);
    return this.#young.has(key) || this.#old.has(key);
  }

  add(batch: BatchKey): void {
    if (this.#young.size >= this.#generation) {
      this.#old = this.#young;
      this.#young = new Set();
    }
    this.#young.add(keyOf(batch));
  }
}

/**
 * One text for both, for sets and maps: 32 characters of its own. A text that is cut out of or put together from others would
 * keep those in memory.
 */
export function keyOf({ batch, sender }: BatchKey): string {
  return Buffer.from(batch.replaceAll('-', '') + sender.slice(0, SENDER_DIGITS), 'hex').toString('latin1');
}
