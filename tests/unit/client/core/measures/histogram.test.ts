import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_COUNT } from '../../../../../client/core/batch/limits.ts';
import {
  boundsOf,
  bucketOf,
  Histogram,
  MAX_BUCKETS,
  MAX_MICROSECONDS,
  RELATIVE_ERROR,
} from '../../../../../client/core/measures/histogram.ts';

const TOLERATED = 0.05;

/** Durations from 1 µs to 24 h, evenly over the orders of magnitude. */
const duration = fc
  .double({ min: 0, max: Math.log(MAX_MICROSECONDS), noNaN: true })
  .map((exponent) => Math.min(MAX_MICROSECONDS, Math.exp(exponent)));
const durations = fc.array(duration, { maxLength: 300 });

function of(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

function merged(...parts: readonly Histogram[]): Histogram {
  const all = new Histogram();
  for (const part of parts) all.merge(part);
  return all;
}

/** Saturated buckets, to see that merging keeps its laws there. */
const histogram = fc.oneof(
  durations.map(of),
  fc.uniqueArray(fc.nat({ max: MAX_BUCKETS - 1 }), { minLength: 1, maxLength: 5 }).chain((buckets) =>
    fc
      .array(fc.integer({ min: MAX_COUNT - 3, max: MAX_COUNT }), {
        minLength: buckets.length,
        maxLength: buckets.length,
      })
      .map((count) => {
        const sorted = [...buckets].sort((a, b) => a - b);
        const bucket = sorted.map((index, row) => index - (sorted[row - 1] ?? 0));
        return Histogram.decode({ bucket, count }) ?? new Histogram();
      }),
  ),
);

describe('a bucket', () => {
  it('misses a duration from 1 µs to 24 h by at most 5 %', () => {
    expect(RELATIVE_ERROR).toBeLessThan(TOLERATED);
    fc.assert(
      fc.property(duration, (value) => {
        const { estimate } = boundsOf(bucketOf(value));
        return Math.abs(estimate - value) / value <= RELATIVE_ERROR + 1e-12;
      }),
      { numRuns: 5000 },
    );
  });

  it('misses the ends of the range and every edge by at most 5 %', () => {
    const edges = Array.from({ length: MAX_BUCKETS }, (_, bucket) => 2 ** (bucket / 8));
    for (const value of [1, MAX_MICROSECONDS, ...edges]) {
      const { estimate } = boundsOf(bucketOf(value));
      expect(Math.abs(estimate - value) / value).toBeLessThanOrEqual(TOLERATED);
    }
  });

  it.each([
    ['nothing', 0, 0],
    ['a clock that went back', -5, 0],
    ['below the range', 0.2, 0],
    ['1 µs', 1, 0],
    ['2 µs', 2, 7],
    ['24 h', MAX_MICROSECONDS, 290],
    ['above the range', MAX_MICROSECONDS * 1000, 290],
    ['endless', Number.POSITIVE_INFINITY, 290],
  ])('takes %s', (_, value, bucket) => {
    expect(bucketOf(value)).toBe(bucket);
  });

  it('is one of 291', () => {
    expect(MAX_BUCKETS).toBe(291);
  });
});

describe('a histogram', () => {
  it('gives every quantile within its bounds and within 5 % of the exact one', () => {
    const q = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(duration, { minLength: 1, maxLength: 300 }), q, (values, fraction) => {
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.floor(fraction * (sorted.length - 1))] ?? Number.NaN;
        const found = of(values).quantile(fraction);
        expect(found).toBeDefined();
        if (!found) return;
        expect(exact).toBeGreaterThanOrEqual(found.lower * (1 - 1e-12));
        expect(exact).toBeLessThanOrEqual(found.upper * (1 + 1e-12));
        expect(Math.abs(found.estimate - exact) / exact).toBeLessThanOrEqual(TOLERATED);
      }),
    );
  });

  it('has no quantile while it is empty', () => {
    expect(new Histogram().quantile(0.5)).toBeUndefined();
    expect(new Histogram().count).toBe(0);
  });

  it('merges in any order and grouping to the same', () => {
    fc.assert(
      fc.property(histogram, histogram, histogram, (a, b, c) => {
        const left = merged(merged(a, b), c).encode();
        expect(merged(a, merged(b, c)).encode()).toEqual(left);
        expect(merged(c, b, a).encode()).toEqual(left);
      }),
    );
  });

  it('merges two parts to the histogram of the whole', () => {
    fc.assert(
      fc.property(durations, durations, (a, b) => {
        expect(merged(of(a), of(b)).encode()).toEqual(of([...a, ...b]).encode());
      }),
    );
  });

  it('can be merged with itself', () => {
    const once = of([10, 20, 3000]);
    once.merge(once);
    expect(once.count).toBe(6);
  });

  it('is the same after encoding and decoding', () => {
    fc.assert(
      fc.property(histogram, (original) => {
        const columns = original.encode();
        const back = Histogram.decode(JSON.parse(JSON.stringify(columns)));
        expect(back?.encode()).toEqual(columns);
        expect(back?.count).toBe(original.count);
      }),
    );
  });

  it('writes gaps between ascending buckets, and never an empty one', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const { bucket, count } = of(values).encode();
        expect(bucket.slice(1).every((gap) => gap >= 1)).toBe(true);
        expect(count.every((amount) => amount >= 1)).toBe(true);
        expect(count.reduce((sum, amount) => sum + amount, 0)).toBe(values.length);
      }),
    );
  });

  it('leaves out what is not a number', () => {
    const histogram = of([Number.NaN, 5]);
    expect(histogram.count).toBe(1);
  });

  it('saturates instead of overflowing', () => {
    const full = Histogram.decode({ bucket: [4], count: [MAX_COUNT] });
    full?.merge(full);
    expect(full?.encode()).toEqual({ bucket: [4], count: [MAX_COUNT] });
  });

  it.each([
    ['columns of two lengths', { bucket: [1, 2], count: [1] }],
    ['a bucket twice', { bucket: [1, 0], count: [1, 1] }],
    ['a bucket past the last', { bucket: [290, 1], count: [1, 1] }],
    ['a negative bucket', { bucket: [-1], count: [1] }],
    ['half a bucket', { bucket: [0.5], count: [1] }],
    ['an empty bucket', { bucket: [0], count: [0] }],
    ['a count past the bound', { bucket: [0], count: [MAX_COUNT + 1] }],
    ['text', { bucket: ['0'], count: [1] }],
  ])('refuses %s', (_, columns) => {
    expect(Histogram.decode(columns as never)).toBeUndefined();
  });
});
