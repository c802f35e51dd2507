/** A repeatable source of numbers in [0, 1): mulberry32, which is small, fast and even enough for a corpus. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Exponentially distributed, as the gaps of independent events are. */
export function exponential(random: () => number, mean: number): number {
  return -Math.log(1 - random()) * mean;
}

/** Log-normally distributed, as durations of work are (Box-Muller). */
export function logNormal(random: () => number, median: number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(sigma * normal);
}

/** Draws an index with a probability in proportion to its weight. */
export function weighted(weights: readonly number[]): (random: () => number) => number {
  let sum = 0;
  const bounds = weights.map((weight) => {
    sum += weight;
    return sum;
  });
  return (random) => {
    const point = random() * sum;
    const found = bounds.findIndex((bound) => point < bound);
    return found === -1 ? weights.length - 1 : found;
  };
}

/** Weights of Zipf's law: the item of rank r is used in proportion to 1 / r. */
export function zipf(size: number): number[] {
  return Array.from({ length: size }, (_, rank) => 1 / (rank + 1));
}
