/**
 * The cell-key method of official statistics (Fraser and Wooton, 2005; ABS TableBuilder; ONS `cell-key-perturbation`):
 * every installation has a random record key that never changes, a cell's key is the sum of the keys of its members, and
 * a fixed function turns that key into the noise of the cell. The same set of installations so always shows the same
 * number, however often and in whatever way it is asked for, and asking again averages nothing away. One member more
 * or less gives noise that has nothing to do with the former.
 */

/** Bits of a record key, and of a cell key: sums are taken modulo 2 to this. */
export const KEY_BITS = 16;

/** The farthest that noise moves a count of installations, and a sum in units of its largest contribution. */
export const MOST_NOISE = 3;

/** How many of 256 keys move a count by 0, by ±1 (each), ±2 and ±3: mean 0, variance 2.45. */
const KEYS_BY_MOVE = [64, 50, 30, 16] as const;

/** The move of a count by the low byte of the cell's key. */
export const COUNT_MOVES: readonly number[] = [-3, -2, -1, 0, 1, 2, 3].flatMap((move) =>
  new Array<number>(KEYS_BY_MOVE[Math.abs(move)] ?? 0).fill(move),
);

/**
 * What a count of installations is moved by: a whole number from -3 to 3.
 * @param key of the cell, from 0 to 65 535.
 */
export function countNoise(key: number): number {
  return COUNT_MOVES[key & 0xff] ?? 0;
}

/**
 * By how many installations more than `k` a cell has to have to be shown: 0 to 3. Were it always `k`, whoever makes up `k` - 1
 * installations would see by the cell alone that another one is in it.
 * @param key of the cell, from 0 to 65 535.
 */
export function thresholdNoise(key: number): number {
  return (key >>> 8) & 3;
}

/**
 * What a sum is moved by, in units of the largest contribution to it: more than -3, less than 3, triangular around 0 with a
 * variance of 1.5. It is no whole number: whoever sets the largest contribution would read the rest of a division by it.
 * @param key of the cell, from 0 to 65 535.
 * @param item what is summed up. Another sum over the same members has other noise, so that one sum that is known does
 *   not tell the noise of the others; nor does the count's, which depends on the low byte of the key alone.
 */
export function sumNoise(key: number, item: string): number {
  let state = 0x811c9dc5 ^ key;
  for (let index = 0; index < item.length; index++) state = mixed(state ^ item.charCodeAt(index));
  const first = mixed(state ^ 0x9e3779b9) >>> 0;
  const second = mixed(first ^ 0x85ebca6b) >>> 0;
  return MOST_NOISE * (first / 0x1_0000_0000 - second / 0x1_0000_0000);
}

/** The finaliser of MurmurHash3: every bit of the result depends on every bit of the state. */
function mixed(state: number): number {
  let mixing = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  mixing = Math.imul(mixing ^ (mixing >>> 13), 0xc2b2ae35);
  return mixing ^ (mixing >>> 16);
}
