import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitOf } from '../../../../collector/privacy/cell-key.ts';
import { type Bucket, protectHistogram } from '../../../../collector/privacy/protect-histogram.ts';
import { seedOf } from './support/attacking.ts';

const bucket = (number: number, change: Partial<Bucket> = {}): Bucket => ({
  bucket: number,
  sum: 40,
  largest: 4,
  second: 4,
  installations: 20,
  ...change,
});

const few: Partial<Bucket> = { sum: 2, largest: 1, second: 1, installations: 2 };

describe('a histogram', () => {
  it('is shown as it is with k = 1', () => {
    const buckets = [bucket(3, few), bucket(9)];
    expect(protectHistogram(buckets, { seed: seedOf(5), k: 1, item: 'go' })).toEqual([
      { first: 3, last: 3, sum: 2 },
      { first: 9, last: 9, sum: 40 },
    ]);
  });

  it('has no group of fewer than k installations: neighbours are put together, and the longest durations with those before', () => {
    const buckets = [bucket(3, few), bucket(4, few), bucket(9), bucket(12), bucket(40, few), bucket(290, few)];
    const shown = protectHistogram(buckets, { seed: seedOf(0), k: 5, item: 'go' });
    expect(shown.map(({ first, last }) => [first, last])).toEqual([
      [3, 9],
      [12, 290],
    ]);
  });

  it('has no group of which one installation makes most', () => {
    const buckets = [bucket(3, { largest: 30 }), bucket(4), bucket(9)];
    const [first] = protectHistogram(buckets, { seed: seedOf(0), k: 5, item: 'go' });
    expect(first).toMatchObject({ first: 3, last: 4 });
  });

  it('is one group when no part of it can stand alone', () => {
    const shown = protectHistogram([bucket(3, few), bucket(8, few)], { seed: seedOf(1), k: 5, item: 'go' });
    expect(shown.map(({ first, last }) => [first, last])).toEqual([[3, 8]]);
  });

  it('is always the same for the same installations, and moved by less than three of its units', () => {
    const someBuckets = fc
      .uniqueArray(fc.nat(290), { minLength: 1, maxLength: 30 })
      .chain((numbers) =>
        fc.tuple(
          ...numbers
            .sort((a, b) => a - b)
            .map((number) =>
              fc
                .record({ installations: fc.integer({ min: 1, max: 40 }), its: fc.integer({ min: 1, max: 30 }) })
                .map(({ installations, its }) =>
                  bucket(number, { installations, sum: installations * its, largest: its, second: its }),
                ),
            ),
        ),
      );
    fc.assert(
      fc.property(someBuckets, fc.nat(65_535), (buckets, key) => {
        const asked = { seed: seedOf(key), k: 5, item: 'go' };
        const shown = protectHistogram(buckets, asked);
        expect(protectHistogram([...buckets], asked)).toEqual(shown);
        expect(shown[0]?.first).toBe(buckets[0]?.bucket);
        expect(shown.at(-1)?.last).toBe(buckets.at(-1)?.bucket);
        for (const { first, last, sum } of shown) {
          const group = buckets.filter(({ bucket }) => bucket >= first && bucket <= last);
          const truth = group.reduce((total, { sum }) => total + sum, 0);
          const largest = group.reduce((total, { largest }) => total + largest, 0);
          expect(Math.abs(sum - truth)).toBeLessThanOrEqual(3 * unitOf(largest) + 1);
          if (shown.length > 1) expect(Math.max(...group.map((one) => one.installations))).toBeGreaterThanOrEqual(5);
        }
      }),
    );
  });
});
