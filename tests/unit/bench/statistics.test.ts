import { describe, expect, it } from 'vitest';
import { median, quantile, summarize } from '../../../scripts/bench/figures.ts';

describe('statistics', () => {
  it('the median of an even count lies between the two in the middle', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([5, 1, 3])).toBe(3);
  });

  it('a quantile is interpolated between its neighbours', () => {
    expect(quantile([0, 10, 20, 30, 40], 0.95)).toBeCloseTo(38);
    expect(quantile([7], 0.95)).toBe(7);
  });

  it('a summary does not depend on the order of the values and leaves them as they are', () => {
    const values = [3, 1, 2];
    expect(summarize(values)).toEqual({ count: 3, median: 2, p95: 2.9, least: 1, most: 3 });
    expect(values).toEqual([3, 1, 2]);
  });

  it('nothing has no median', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});
