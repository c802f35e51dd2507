import { hash } from 'node:crypto';

/**
 * The cell-key method of official statistics (Fraser and Wooton, 2005; ABS TableBuilder; ONS `cell-key-perturbation`):
 * every installation has a random record key that never changes, a cell's key is the sum of the keys of its members, and
 * a fixed function turns that key into the noise of the cell. The same set of installations so always shows the same
 * number, however often and in whatever way it is asked for, and asking again averages nothing away. One member more
 * or less gives noise that has nothing to do with the former.
 *
 * The function is the store's secret: a key has few bits, and with a function that is known whoever sees several sums of one set, all
 * other contributions of which they have made up, would try all keys until the sums agree. So what noise is made of is the seed of
 * a cell, a keyed hash of its key ({@link SEED_OF}).
 */

/** Bits of a record key, and of a cell key: sums are taken modulo 2 to this. */
export const KEY_BITS = 16;

/** The farthest that noise moves a count of installations, and a sum in its units ({@link unitOf}). */
export const MOST_NOISE = 3;

/** How many of 256 seeds move a count by 0, by ±1 (each), ±2 and ±3: mean 0, variance 2.45. */
const KEYS_BY_MOVE = [64, 50, 30, 16] as const;

/** The move of a count by the first byte of the cell's seed. */
export const COUNT_MOVES: readonly number[] = [-3, -2, -1, 0, 1, 2, 3].flatMap((move) =>
  new Array<number>(KEYS_BY_MOVE[Math.abs(move)] ?? 0).fill(move),
);

/**
 * The seed of a cell, as SQL: 32 hexadecimal digits.
 * @param secret an expression for the secret of the store, a tuple of two UInt64.
 * @param key an expression for the key of the cell.
 */
export const SEED_OF = (secret: string, key: string): string => `hex(sipHash128Keyed(${secret}, toUInt16(${key})))`;

/** The first byte of a seed, by which counts are moved, as SQL. */
export const COUNT_BYTE_OF = (secret: string, key: string): string =>
  `reinterpretAsUInt8(sipHash128Keyed(${secret}, toUInt16(${key})))`;

/** A byte of a seed. */
const byteOf = (seed: string, index: number): number => Number.parseInt(seed.slice(2 * index, 2 * index + 2), 16);

/**
 * What a count of installations is moved by: a whole number from -3 to 3.
 * @param seed of the cell.
 */
export function countNoise(seed: string): number {
  return COUNT_MOVES[byteOf(seed, 0)] ?? 0;
}

/**
 * By how many installations more than `k` a cell has to have to be shown: 0 to 3. Were it always `k`, whoever makes up `k` - 1
 * installations would see by the cell alone that another one is in it.
 * @param seed of the cell, or what is made of several ({@link seedOfAll}).
 */
export function thresholdNoise(seed: string): number {
  return byteOf(seed, 1) & 3;
}

/** A seed that is made of others and of what it is for. */
export function seedOfAll(...parts: readonly string[]): string {
  return hash('sha256', parts.join('\n')).slice(0, 32);
}

/**
 * What the sum of a cell is moved by: less than three times its unit, triangular around 0 with a variance of 1.5 units.
 * It is no whole number of units: whoever sets the largest contribution would read the rest of a division by it.
 *
 * The unit is the power of two from the largest contribution on. Were it the contribution itself, the same set of installations whose
 * largest contribution is another one - by days in place of the week, or after an erasure - would be moved by another multiple of the
 * same noise, and the difference of the two would give it away. So noise is of the unit, too: within one it is the same, and
 * those of several have nothing to do with each other.
 * @param seed of the cell.
 * @param item what is summed up. Another sum over the same members has other noise, so that one sum that is known does
 *   not tell the noise of the others; nor does the count's.
 * @param largest the largest contribution of one installation, or an upper bound of it.
 */
export function sumNoise(seed: string, item: string, largest: number): number {
  const unit = unitOf(largest);
  const digest = hash('sha256', `${seed}\n${item}\n${unit}`);
  const wordAt = (index: number) => Number.parseInt(digest.slice(8 * index, 8 * index + 8), 16);
  return (MOST_NOISE * unit * (wordAt(0) - wordAt(1))) / 0x1_0000_0000;
}

/** What noise of a sum is measured in: the power of two from its largest contribution on, 0 where there is none. */
export function unitOf(largest: number): number {
  return largest > 0 ? 2 ** Math.ceil(Math.log2(largest)) : 0;
}
