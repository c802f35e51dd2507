import { describe, expect, it } from 'vitest';
import {
  countNoise,
  KEY_BITS,
  MOST_NOISE,
  sumNoise,
  thresholdNoise,
  unitOf,
} from '../../../../collector/privacy/cell-key.ts';
import { seedOf } from './support/attacking.ts';

const seeds = Array.from({ length: 2 ** KEY_BITS }, (_, key) => seedOf(key));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const correlation = (xs: readonly number[], ys: readonly number[]) => {
  const [x0, y0] = [mean(xs), mean(ys)];
  const product = mean(xs.map((x, index) => (x - x0) * ((ys[index] ?? 0) - y0)));
  return product / Math.sqrt(mean(xs.map((x) => (x - x0) ** 2)) * mean(ys.map((y) => (y - y0) ** 2)));
};

describe('the noise of a count', () => {
  it('is a small whole number, 0 on average over all seeds', () => {
    const noise = seeds.map(countNoise);
    expect(noise.every((move) => Number.isInteger(move) && Math.abs(move) <= MOST_NOISE)).toBe(true);
    expect(Math.abs(mean(noise))).toBeLessThan(0.02);
    expect(mean(noise.map((move) => move ** 2))).toBeCloseTo(628 / 256, 1);
    const byByte = Array.from({ length: 256 }, (_, byte) => countNoise(byte.toString(16).padStart(2, '0').repeat(16)));
    expect(byByte.reduce((sum, move) => sum + move, 0)).toBe(0);
  });

  it('is new when an installation joins, and tells nothing of where a cell begins to be shown', () => {
    const noise = seeds.map(countNoise);
    expect(Math.abs(correlation(noise.slice(1), noise.slice(0, -1)))).toBeLessThan(0.02);
    expect(Math.abs(correlation(noise, seeds.map(thresholdNoise)))).toBeLessThan(0.02);
    for (const more of [0, 1, 2, 3]) {
      expect(seeds.filter((seed) => thresholdNoise(seed) === more).length / seeds.length).toBeCloseTo(0.25, 2);
    }
  });
});

describe('the noise of a sum', () => {
  const noise = seeds.map((seed) => sumNoise(seed, 'go.search', 1));

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
    for (const count of tenths) expect(Math.abs(count - seeds.length / 10)).toBeLessThan(seeds.length / 100);
  });

  it('tells nothing of the noise of another sum, nor of the count, over the same installations', () => {
    const other = seeds.map((seed) => sumNoise(seed, 'go.back', 1));
    expect(Math.abs(correlation(noise, other))).toBeLessThan(0.02);
    expect(Math.abs(correlation(noise, seeds.map(countNoise)))).toBeLessThan(0.02);
  });

  it('is the same within a unit, which is never less than the largest contribution, and new in the next', () => {
    expect([0, 1, 2, 3, 4, 5, 1000].map(unitOf)).toEqual([0, 1, 2, 4, 4, 8, 1024]);
    expect(sumNoise(seedOf(7), 'uses', 900)).toBe(sumNoise(seedOf(7), 'uses', 513));
    expect(sumNoise(seedOf(7), 'uses', 0)).toBeCloseTo(0);
    const doubled = seeds.map((seed) => sumNoise(seed, 'go.search', 2));
    expect(Math.abs(correlation(noise, doubled))).toBeLessThan(0.02);
    expect(mean(doubled.map((move) => move ** 2))).toBeCloseTo((4 * MOST_NOISE ** 2) / 6, 0);
  });

  it('is new with every key, and with every secret', () => {
    expect(Math.abs(correlation(noise.slice(1), noise.slice(0, -1)))).toBeLessThan(0.02);
    const elsewhere = seeds.map((_, key) => sumNoise(seedOf(key, 'another'), 'go.search', 1));
    expect(Math.abs(correlation(noise, elsewhere))).toBeLessThan(0.02);
  });
});
