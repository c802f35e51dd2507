import { countNoise, sumNoise, thresholdNoise } from './cell-key.ts';

/** A cell as it is: figures of a set of installations that nobody has protected yet. */
export interface Cell {
  /** Different installations. */
  readonly installations: number;
  /** Sum of the record keys of the installations, modulo 2^16. */
  readonly key: number;
  /** Sum over the installations, such as uses or sessions. */
  readonly sum: number;
  /** The largest contribution of one installation to the sum, or an upper bound of it, … */
  readonly largest: number;
  /** … and that of another, the next largest. */
  readonly second: number;
}

/** Why a cell is not shown: it has fewer installations than `k`, or hardly more, or one or two of them make most of its sum. */
export type Withheld = 'few' | 'dominated';

/** A cell as it may be shown. */
export interface ShownCell {
  readonly installations: number;
  readonly sum: number;
}

/**
 * Protects a cell: withholds it, or moves its figures by the noise of its key. With `k` = 1 all is shown as it is.
 * Dominance is that of official statistics: one installation makes more than half of the sum, or two more than four
 * fifths. The noise of a sum is in units of its largest contribution, so that those who know all contributions but one
 * do not read that one.
 * @param item see {@link sumNoise}.
 */
export function protect(cell: Cell, k: number, item: string): ShownCell | Withheld {
  const { installations, key, sum, largest, second } = cell;
  if (k === 1) return { installations, sum };
  if (installations < k + thresholdNoise(key)) return 'few';
  if (largest * 2 > sum || (largest + second) * 5 > sum * 4) return 'dominated';
  return {
    installations: installations + countNoise(key),
    sum: Math.max(1, Math.round(sum + sumNoise(key, item) * largest)),
  };
}
