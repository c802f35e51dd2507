import { describe, expect, it } from 'vitest';
import { countNoise, KEY_BITS, MOST_NOISE, sumNoise } from '../../../../collector/privacy/cell-key.ts';

const keys = Array.from({ length: 2 ** KEY_BITS }, (_, key) => key);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const correlation = (xs: readonly number[], ys: readonly number[]) => {
  const [x0, y0] = [mean(xs), mean(ys)];
  const product = mean(xs.map((x, index) => (x - x0) * ((ys[index] ?? 0) - y0)));
  return product / Math.sqrt(mean(xs.map((x) => (x - x0) ** 2)) * mean(ys.map((y) => (y - y0) ** 2)));
};

describe('the noise of a count', () => {
  it('is a small whole number, 0 on average over all keys', () => {
    const noise = keys.map(countNoise);
    expect(noise.every((move) => Number.isInteger(move) && Math.abs(move) <= MOST_NOISE)).toBe(true);
    expect(noise.reduce((sum, move) => sum + move, 0)).toBe(0);
    expect(mean(noise.map((move) => move ** 2))).toBeCloseTo(628 / 256, 10);
  });

  it('is new when an installation joins, whatever its record key', () => {
    for (const joined of [1, 5, 127, 4096 + 64]) {
      const after = keys.map((key) => countNoise((key + joined) % 2 ** KEY_BITS));
      // A neighbouring low byte mostly has the same move: record keys are random, so only the mean over them matters.
      expect(mean(after)).toBe(0);
    }
    const joining = keys.map((key) => countNoise((key + ((key * 40_503) >>> 3)) % 2 ** KEY_BITS));
    expect(Math.abs(correlation(keys.map(countNoise), joining))).toBeLessThan(0.02);
  });
});

describe('the noise of a sum', () => {
  const noise = keys.map((key) => sumNoise(key, 'go.search'));

  it('is between its bounds, 0 on average, and of the variance of a triangle', () => {
    expect(noise.every((move) => Math.abs(move) < MOST_NOISE)).toBe(true);
    expect(Math.abs(mean(noise))).toBeLessThan(0.02);
    expect(mean(noise.map((move) => move ** 2))).toBeCloseTo(MOST_NOISE ** 2 / 6, 1);
  });

  it('is no multiple of anything: its fractions are spread evenly', () => {
    const tenths = new Array<number>(10).fill(0);
    for (const move of noise) {
      const tenth = Math.floor((move - Math.floor(move)) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - keys.length / 10)).toBeLessThan(keys.length / 100);
  });

  it('tells nothing of the noise of another sum, nor of the count, over the same installations', () => {
    const other = keys.map((key) => sumNoise(key, 'go.back'));
    expect(Math.abs(correlation(noise, other))).toBeLessThan(0.02);
    expect(Math.abs(correlation(noise, keys.map(countNoise)))).toBeLessThan(0.02);
  });

  it('is new with every key', () => {
    expect(Math.abs(correlation(noise.slice(1), noise.slice(0, -1)))).toBeLessThan(0.02);
  });
});
