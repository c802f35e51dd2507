/** How often each value occurs in a sample. */
export type Sample = ReadonlyMap<number, number>;

/** What the test says of two samples. */
export interface Comparison {
  /** How likely samples that are so different are when both come from the same, from 0 to 1, two-sided. */
  readonly p: number;
  /** Whether the second sample's values tend to be higher, or lower. */
  readonly direction: 'higher' | 'lower';
  /** How far the second sample lies above the first, in standard deviations of what chance makes; below 0 when it is lower. */
  readonly z: number;
  /** How far a single value of a sample can move `z`, from below all others to above them. */
  readonly unit: number;
}

/**
 * The test of Mann and Whitney (1947) of whether values of the second sample tend to be higher, or lower, than those of the
 * first: with midranks and the corrected variance for values that occur several times, by the normal approximation with the
 * correction for continuity, which is good from some 20 values each on.
 * @returns `undefined` when a sample is empty, or all values are the same.
 */
export function mannWhitney(first: Sample, second: Sample): Comparison | undefined {
  const [n, m] = [sizeOf(first), sizeOf(second)];
  const values = [...new Set([...first.keys(), ...second.keys()])].sort((a, b) => a - b);
  let below = 0;
  let ranks = 0;
  let ties = 0;
  for (const value of values) {
    const [ofFirst, ofSecond] = [first.get(value) ?? 0, second.get(value) ?? 0];
    const here = ofFirst + ofSecond;
    ranks += ofSecond * (below + (here + 1) / 2);
    ties += here ** 3 - here;
    below += here;
  }
  const all = n + m;
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  if (n === 0 || m === 0 || !(variance > 0)) return undefined;
  const away = ranks - (m * (m + 1)) / 2 - (n * m) / 2;
  const z = (Math.sign(away) * Math.max(0, Math.abs(away) - 0.5)) / Math.sqrt(variance);
  const direction = away > 0 ? 'higher' : 'lower';
  return { p: twoSided(z), direction, z, unit: Math.max(n, m) / Math.sqrt(variance) };
}

/** How likely it is that something normal lies as far from 0 as this, or farther, in standard deviations. */
export function twoSided(z: number): number {
  return Math.min(1, 2 * beyond(Math.abs(z)));
}

export function sizeOf(sample: Sample): number {
  let size = 0;
  for (const count of sample.values()) size += count;
  return size;
}

/** The share of a standard normal distribution above z, to 1.2e-7 of itself (Numerical Recipes, 2nd edition, `erfcc`). */
function beyond(z: number): number {
  const x = z / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const coefficients = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
    0.17087277,
  ];
  const polynomial = coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0);
  return (t * Math.exp(-x * x + polynomial)) / 2;
}
