import { describe, expect, it } from 'vitest';
import { mannWhitney, type Sample } from '../../../../collector/answers/mann-whitney.ts';
import { changeOf, LEAST_INSTALLATIONS, type SampleSeeds } from '../../../../collector/answers/questions/changes.ts';
import { KEY_BITS } from '../../../../collector/privacy/cell-key.ts';
import type { Random } from '../../../integration/collector/support/random.ts';
import { coin, rateOf, seedOf } from './support/attacking.ts';

/** So many made-up installations of each version are enough for the test whatever their keys are. */
const FORGED = LEAST_INSTALLATIONS + 3;

const someSeeds = (random: Random): SampleSeeds => ({
  before: seedOf(random.below(2 ** KEY_BITS)),
  newest: seedOf(random.below(2 ** KEY_BITS)),
});

const sampleOf = (...values: readonly (readonly [value: number, count: number])[]): Sample => {
  const sample = new Map<number, number>();
  for (const [value, count] of values) if (count > 0) sample.set(value, (sample.get(value) ?? 0) + count);
  return sample;
};

/** The made-up medians around a bucket, of which so many in the newest version are above it, and that of the real one. */
function samples(bucket: number, above: number, median: number) {
  return {
    before: sampleOf([bucket, FORGED]),
    newest: sampleOf([bucket - 1, FORGED - above], [bucket + 1, above], [median, 1]),
  };
}

/**
 * As many made-up ones above as make the verdict hang on the real one: the two ways around lie at either side of the limit.
 * @param variance of the noise, in units of what one can make of it.
 */
function hanging(variance: number): number {
  const offOf = (above: number) => {
    const sides = [-1, 1].map((side) => {
      const { before, newest } = samples(100, above, 100 + side);
      const { z = 0, unit = 0 } = mannWhitney(before, newest) ?? {};
      return z - 2.576 * Math.sqrt(1 + variance * unit ** 2);
    });
    return Math.abs(sides.reduce((sum, side) => sum + side, 0));
  };
  const all = Array.from({ length: FORGED + 1 }, (_, above) => above);
  return all.reduce((best, above) => (offOf(above) < offOf(best) ? above : best));
}

const HANGING = { exact: hanging(0), moved: hanging(1.5) };

/** Whether the verdict says that the real one's median is above a bucket. */
function saysAbove(
  bucket: number,
  median: number,
  seeds: SampleSeeds | undefined,
  above = seeds ? HANGING.moved : HANGING.exact,
): boolean {
  const { before, newest } = samples(bucket, above, median);
  return changeOf(before, newest, seeds)?.change === 'slower';
}

/** By halves, each asked of other made-up installations. */
function bisected(median: number, buckets: number, seeds: () => SampleSeeds | undefined): number {
  let [low, high] = [0, buckets - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    // Above the middle: between two buckets, so that no median lies on it.
    if (saysAbove(2 * middle + 1, 2 * median, seeds())) low = middle + 1;
    else high = middle;
  }
  return low;
}

describe('attacks on what is said of a change', () => {
  it('made-up installations: does one more make it be tested?', () => {
    for (const forged of [19, 20, 21, 22]) {
      rateOf(
        `is a change tested, with ${forged} made up of the newest version: is a real one in it?`,
        0.7,
        (random) => {
          const isIn = coin(random);
          const newest = sampleOf([5, forged], [6, isIn ? 1 : 0]);
          return (changeOf(sampleOf([5, 30]), newest, someSeeds(random)) !== undefined) === isIn;
        },
      );
    }
  });

  it('made-up medians around a real one, whose verdict hangs on it: is it above them?', () => {
    const attack = (random: Random, seeds: SampleSeeds | undefined) => {
      const isAbove = coin(random);
      return saysAbove(100, isAbove ? 101 : 99, seeds) === isAbove;
    };
    // That is the attack: without noise it never fails.
    expect(
      rateOf('is one median above the made-up ones, without noise?', 1.01, (random) => attack(random, undefined)),
    ).toBe(1);
    rateOf('is one median above the made-up ones?', 0.7, (random) => attack(random, someSeeds(random)));
  });

  it('the same by halves: in which of 64 buckets is the median of the one?', () => {
    const attack = (random: Random, seeds: () => SampleSeeds | undefined) => {
      const median = random.below(64);
      return bisected(median, 64, seeds) === median;
    };
    expect(rateOf('one median of 64, without noise', 1.01, (random) => attack(random, () => undefined), 500)).toBe(1);
    rateOf('one median of 64, by halves', 0.2, (random) => attack(random, () => someSeeds(random)));
  });

  it('the same installations with other made-up medians, to learn the noise first', () => {
    const sweep = (bucket: number, median: number, seeds: SampleSeeds) =>
      Array.from({ length: FORGED + 1 }, (_, above) => saysAbove(bucket, median, seeds, above)).filter(Boolean).length;
    rateOf('one median, by seventy verdicts about the same installations', 0.95, (random) => {
      const seeds = someSeeds(random);
      const isAbove = coin(random);
      // Of one bucket it is known that the median is above it, of another that it is below.
      const [high, low] = [sweep(2, 101, seeds), sweep(200, 101, seeds)];
      return sweep(100, isAbove ? 101 : 99, seeds) > (high + low) / 2 === isAbove;
    });
    rateOf('one median, by fifteen verdicts, each of other made-up installations', 0.95, (random) => {
      const isAbove = coin(random);
      const said = Array.from({ length: 15 }, () => saysAbove(100, isAbove ? 101 : 99, someSeeds(random)));
      return said.filter(Boolean).length > 7 === isAbove;
    });
  });
});
