import { afterAll, describe, expect, it } from 'vitest';
import { bucketOf } from '../../../../client/core/measures/histogram.ts';
import { mannWhitney, type Sample } from '../../../../collector/answers/mann-whitney.ts';
import { CHANGE_P, changeOf, type SampleSeeds } from '../../../../collector/answers/questions/changes.ts';
import { KEY_BITS, seedOfAll } from '../../../../collector/privacy/cell-key.ts';
import { Random } from '../../../integration/collector/support/random.ts';

/** As a store has them. */
const seedOf = (key: number) => seedOfAll('a secret', String(key));

/** By chance some differ; the collector says of each operation that it has changed when it is less likely than this. */
const rates: string[] = [];
afterAll(() => {
  process.stdout.write(`${rates.join('\n')}\n`);
});

/** Normal, by Box and Muller. */
const normal = (random: Random) =>
  Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction());

/** How fast an installation's computer is, and how often it does something: both differ much more than its own durations. */
interface Installation {
  readonly speed: number;
  readonly uses: number;
}

const someInstallation = (random: Random): Installation => ({
  speed: Math.exp(11 + 0.6 * normal(random)),
  uses: 1 + Math.floor(Math.exp(2 + normal(random))),
});

const add = (sample: Map<number, number>, value: number) => sample.set(value, (sample.get(value) ?? 0) + 1);

/** What installations time in a version: medians of each, and all durations together, as buckets. */
function timed(random: Random, installations: readonly Installation[], factor = 1) {
  const [medians, all] = [new Map<number, number>(), new Map<number, number>()];
  for (const { speed, uses } of installations) {
    const its = Array.from({ length: uses }, () => bucketOf(factor * speed * Math.exp(0.4 * normal(random))));
    for (const bucket of its) add(all, bucket);
    its.sort((a, b) => a - b);
    add(medians, its[Math.floor((uses - 1) / 2)] ?? 0);
  }
  return { medians, all };
}

/** Two versions, some installations of which ran both. */
function twoVersions(random: Random, each: number, upgraded: number, factor = 1) {
  const before = Array.from({ length: each }, () => someInstallation(random));
  const newest = [
    ...before.slice(0, upgraded),
    ...Array.from({ length: each - upgraded }, () => someInstallation(random)),
  ];
  return { before: timed(random, before), newest: timed(random, newest, factor) };
}

function rateOf(name: string, trials: number, holds: (random: Random) => boolean): number {
  const random = new Random(20_260_310);
  let count = 0;
  for (let trial = 0; trial < trials; trial++) if (holds(random)) count++;
  rates.push(`${name}: ${((100 * count) / trials).toFixed(2)} %`);
  return count / trials;
}

const isChange = (before: Sample, newest: Sample, seeds?: SampleSeeds) =>
  (changeOf(before, newest, seeds)?.change ?? 'none') !== 'none';

/** Seeds of the cells that the samples are of, by chance. */
const someSeeds = (random: Random): SampleSeeds => ({
  before: seedOf(random.below(2 ** KEY_BITS)),
  newest: seedOf(random.below(2 ** KEY_BITS)),
});

describe('a change from one version to the next', () => {
  it.each([
    ['as it is', () => undefined],
    ['moved by noise', someSeeds],
  ] as const)('is hardly ever said of what has not changed, %s', (how, seeds) => {
    for (const [each, upgraded, trials] of [
      [23, 0, 2000],
      [60, 0, 2000],
      [300, 0, 300],
      [60, 40, 500],
    ] as const) {
      const name = `${each} installations each, ${upgraded} in both, ${how}: false alarms`;
      const rate = rateOf(name, trials, (random) => {
        const { before, newest } = twoVersions(random, each, upgraded);
        return isChange(before.medians, newest.medians, seeds(random));
      });
      // Three standard deviations of a rate of 1 % over so many trials.
      expect(rate).toBeLessThan(CHANGE_P + 3 * Math.sqrt((CHANGE_P * (1 - CHANGE_P)) / trials));
    }
  });

  it('would be said of it very often if each duration counted', () => {
    const rate = rateOf('60 installations each, by all durations: false alarms', 300, (random) => {
      const { before, newest } = twoVersions(random, 60, 0);
      return isChange(before.all, newest.all);
    });
    expect(rate).toBeGreaterThan(0.3);
  });

  it('is found when there is one, with its direction', () => {
    const slower = rateOf('300 installations each, a fifth slower: found', 200, (random) => {
      const { before, newest } = twoVersions(random, 300, 0, 1.2);
      return changeOf(before.medians, newest.medians)?.change === 'slower';
    });
    expect(slower).toBeGreaterThan(0.7);
    const faster = rateOf('100 installations each, half as long: found', 200, (random) => {
      const { before, newest } = twoVersions(random, 100, 0, 0.5);
      return changeOf(before.medians, newest.medians)?.change === 'faster';
    });
    expect(faster).toBeGreaterThan(0.95);
    const moved = rateOf('300 installations each, a fifth slower, moved by noise: found', 200, (random) => {
      const { before, newest } = twoVersions(random, 300, 0, 1.2);
      return changeOf(before.medians, newest.medians, someSeeds(random))?.change === 'slower';
    });
    expect(moved).toBeGreaterThan(0.7);
    const few = rateOf('30 installations each, half as long: found, and moved by noise', 200, (random) => {
      const { before, newest } = twoVersions(random, 30, 0, 0.5);
      return changeOf(before.medians, newest.medians, someSeeds(random))?.change === 'faster';
    });
    expect(few).toBeGreaterThan(0.5);
  });

  it('is not told of fewer than twenty installations, and of what always takes as long there is none', () => {
    expect(changeOf(new Map([[3, 19]]), new Map([[9, 400]]))).toBeUndefined();
    expect(changeOf(new Map([[3, 20]]), new Map([[3, 400]]))).toEqual({ change: 'none', p: 1 });
    const seeds = { before: seedOf(1), newest: seedOf(2) };
    expect(changeOf(new Map([[3, 23]]), new Map([[3, 400]]), seeds)).toEqual({ change: 'none', p: null });
  });
});

describe('the test of Mann and Whitney', () => {
  it('gives what pairs give, counted one by one', () => {
    const sample = (values: readonly number[]) =>
      values.reduce((all, value) => add(all, value), new Map<number, number>());
    const one = mannWhitney(sample([1, 2, 3, 3, 5, 8]), sample([3, 5, 6, 7, 9, 9, 12]));
    expect(one?.direction).toBe('higher');
    expect(one?.p).toBeCloseTo(mannWhitneyByHand([1, 2, 3, 3, 5, 8], [3, 5, 6, 7, 9, 9, 12]), 6);
  });
});

/** The same from pairs, in place of ranks: how many pairs are which way around. */
function mannWhitneyByHand(xs: readonly number[], ys: readonly number[]): number {
  const pairs = ys.flatMap((y) => xs.map((x) => (Math.sign(y - x) + 1) / 2));
  const u = pairs.reduce((sum, pair) => sum + pair, 0);
  const all = [...xs, ...ys];
  const ties = [...new Set(all)].map((value) => all.filter((one) => one === value).length);
  const n = all.length;
  const tied = ties.reduce((sum, t) => sum + t ** 3 - t, 0) / (n * (n - 1));
  const deviation = Math.sqrt(((xs.length * ys.length) / 12) * (n + 1 - tied));
  const z = (Math.abs(u - (xs.length * ys.length) / 2) - 0.5) / deviation;
  // The normal distribution by Simpson's rule.
  const steps = 20_000;
  const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let area = 0;
  for (let step = 0; step < steps; step++) {
    const [a, b] = [(step * z) / steps, ((step + 1) * z) / steps];
    area += ((b - a) / 6) * (density(a) + 4 * density((a + b) / 2) + density(b));
  }
  return 1 - 2 * area;
}
