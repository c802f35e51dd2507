import { countNoise, sumNoise, thresholdNoise } from './cell-key.ts';

/** A cell as it is: figures of a set of installations that nobody has protected yet. */
export interface Cell {
  /** Different installations. */
  readonly installations: number;
  /** Sum of the record keys of the installations, modulo 2^16. */
  readonly key: number;
  /** What noise is made of: a keyed hash of the key (cell-key.ts). Empty where nothing is protected. */
  readonly seed: string;
  /** Sum over the installations, such as uses or sessions. */
  readonly sum: number;
  /** The largest contribution of one installation to the sum, or an upper bound of it, … */
  readonly largest: number;
  /** … and that of another, the next largest. */
  readonly second: number;
  /**
   * The cells that it is a part of, by one filter less each, the largest first; empty for those of one filter or none. See
   * {@link protect}.
   */
  readonly wholes?: readonly Cell[];
  /** Cells whose sums its own is a part of otherwise, and what they are sums of: adding up a flow's like tells how often its commands were used. */
  readonly sums?: readonly { readonly cell: Cell; readonly item: string }[];
}

/** Why a cell is not shown: it has fewer installations than `k`, or hardly more, or one or two of them make most of its sum. */
export type Withheld = 'few' | 'dominated';

/** A cell as it may be shown. */
export interface ShownCell {
  readonly installations: number;
  readonly sum: number;
}

/**
 * Protects a cell: withholds it, or moves its figures by the noise of its seed. With `k` = 1 all is shown as it is.
 * Dominance is that of official statistics: one installation makes more than half of the sum, or two more than four
 * fifths. The noise of a sum is in units of about its largest contribution, so that those who know all contributions but one
 * do not read that one.
 *
 * A cell of several filters also has its share of the noise of the one that it is a part of. So all parts of a cell together
 * are moved as the cell is, and adding up parts by more and more filters averages nothing of it away. The same goes for the sum
 * of a cell that is a part of others' sums.
 * @param item see {@link sumNoise}.
 */
export function protect(cell: Cell, k: number, item: string): ShownCell | Withheld {
  const { installations, seed, sum, largest, second } = cell;
  if (k === 1) return { installations, sum };
  if (installations < k + thresholdNoise(seed)) return 'few';
  if (largest * 2 > sum || (largest + second) * 5 > sum * 4) return 'dominated';
  const noise = noiseOf(cell, item);
  return {
    installations: Math.round(installations + noise.count),
    sum: Math.max(1, Math.round(sum + noise.sum)),
  };
}

interface Noise {
  readonly count: number;
  readonly sum: number;
}

function noiseOf({ sums = [], ...cell }: Cell, item: string): Noise {
  const { count, sum } = noiseOfParts(cell, item);
  const ofSums = sums.map((other) => noiseOf(other.cell, other.item).sum * shareOf(cell.sum, other.cell.sum));
  return { count, sum: ofSums.reduce((all, its) => all + its, sum) };
}

function noiseOfParts({ wholes = [], ...cell }: Cell, item: string): Noise {
  const own = { count: countNoise(cell.seed), sum: sumNoise(cell.seed, item, cell.largest) };
  const whole = wholes.at(-1);
  if (!whole) return own;
  const ofWhole = noiseOfParts({ ...whole, wholes: wholes.slice(0, -1) }, item);
  // The same installations have the same figures: by the difference of two noises the first would be known.
  if (whole.key === cell.key && whole.installations === cell.installations) return ofWhole;
  return {
    count: own.count + ofWhole.count * shareOf(cell.installations, whole.installations),
    sum: own.sum + ofWhole.sum * shareOf(cell.sum, whole.sum),
  };
}

/** Of a bound that is added up over periods, a part can seem larger than its whole. */
function shareOf(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, part / whole) : 0;
}
