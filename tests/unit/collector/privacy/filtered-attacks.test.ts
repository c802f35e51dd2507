import { describe, expect, it } from 'vitest';
import { type Cell, protect } from '../../../../collector/privacy/protect.ts';
import type { Random } from '../../../integration/collector/support/random.ts';
import { cellOf, coin, K, type Member, members, PARTS, rateOf, total } from './support/attacking.ts';

/** An installation with its segment in each dimension. */
interface Placed extends Member {
  readonly segments: readonly number[];
}

const placed = (random: Random, count: number): Placed[] =>
  members(random, count).map((one) => ({ ...one, segments: PARTS.map((parts) => random.below(parts)) }));

/** Every set of some dimensions, each in the order of filters. */
function setsOf(size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  return PARTS.flatMap((_, dimension) =>
    dimension < from ? [] : setsOf(size - 1, dimension + 1).map((rest) => [dimension, ...rest]),
  );
}

/** The installations by their segments in some dimensions. */
function partsBy(cell: readonly Placed[], dimensions: readonly number[]): Map<string, Placed[]> {
  const parts = new Map<string, Placed[]>();
  for (const one of cell) {
    let name = '';
    for (const dimension of dimensions) name += `${name && ' '}${one.segments[dimension]}`;
    const part = parts.get(name);
    if (part) part.push(one);
    else parts.set(name, [one]);
  }
  return parts;
}

/** The parts of some installations by any dimensions, each set told once. */
function partition(all: readonly Placed[]): (dimensions: readonly number[]) => ReadonlyMap<string, Cell> {
  const known = new Map<string, ReadonlyMap<string, Cell>>();
  return (dimensions) => {
    const name = dimensions.join();
    const parts =
      known.get(name) ?? new Map([...partsBy(all, dimensions)].map(([part, its]) => [part, cellOf(its)] as const));
    known.set(name, parts);
    return parts;
  };
}

interface Averaging {
  /** What is looked for is in a part, and the whole unless it is said. */
  readonly within?: readonly [dimension: number, segment: number];
  /** How many more filters parts have. */
  readonly sizes: readonly number[];
  /** Whether parts have their share of the noise of what they are a part of. */
  readonly isRemedied: boolean;
}

/** How many a cell has, from every sum of shown parts by sets of dimensions, each weighted by how little it is moved. */
function estimate(all: readonly Placed[], { within, sizes, isRemedied }: Averaging): number {
  const by = partition(all);
  const estimates = sizes
    .flatMap((size) => setsOf(size))
    .flatMap((set) => {
      if (within && set.includes(within[0])) return [];
      const dimensions = [...set, ...(within ? [within[0]] : [])].sort((a, b) => a - b);
      const shown = [...by(dimensions)].flatMap(([name, part]) => {
        const segments = name.split(' ');
        if (within && segments[dimensions.indexOf(within[0])] !== String(within[1])) return [];
        const wholes = isRemedied
          ? dimensions.slice(1).flatMap((_, index) => {
              const some = dimensions.slice(0, index + 1);
              return by(some).get(segments.slice(0, index + 1).join(' ')) ?? [];
            })
          : [];
        const figures = protect({ ...part, wholes }, K, 'uses');
        return [typeof figures === 'string' ? Number.NaN : figures.installations];
      });
      const sum = total(shown);
      return Number.isNaN(sum) ? [] : [{ sum, weight: 1 / shown.length }];
    });
  return total(estimates.map(({ sum, weight }) => sum * weight)) / total(estimates.map(({ weight }) => weight));
}

const SIZE = 400;
const TRIALS = 500;

/** The bound of averaging over parts by one filter (attacks.test.ts). */
const BOUND = 0.75;

/** That of parts of a cell of the last dimension, which come by way of the others: in 1500 trials 75.7 %. */
const BOUND_OF_LAST = 0.78;

describe('averaging over parts by several filters', () => {
  it('tells no more of whether somebody is in the whole than parts by one filter do', () => {
    const attack = (sizes: readonly number[], isRemedied: boolean) => (random: Random) => {
      const isIn = coin(random);
      const all = placed(random, isIn ? SIZE + 1 : SIZE);
      return estimate(all, { sizes, isRemedied }) > SIZE + 0.5 === isIn;
    };
    for (const sizes of [
      [0, 1],
      [0, 1, 2],
      [0, 1, 2, 3],
    ]) {
      const most = sizes.at(-1);
      rateOf(
        `averaging over parts by up to ${most} of seven filters: is the one in it?`,
        BOUND,
        attack(sizes, true),
        TRIALS,
      );
    }
    // Were each part moved by itself alone, they would tell.
    const alone = rateOf('the same, were each part moved by itself', 1, attack([0, 1, 2, 3], false), TRIALS);
    expect(alone).toBeGreaterThan(BOUND);
  }, 400_000);

  it('tells no more of whether somebody is in a part than parts by one filter do of the whole', () => {
    for (const dimension of [0, 2, 6]) {
      for (const sizes of [
        [0, 1],
        [0, 1, 2],
      ]) {
        rateOf(
          `the same within a part by filter ${dimension + 1}, by ${sizes.at(-1)} more`,
          dimension === PARTS.length - 1 ? BOUND_OF_LAST : BOUND,
          (random) => {
            const isIn = coin(random);
            const others = placed(random, SIZE);
            const [one] = placed(random, 1);
            if (!one) throw new Error('nobody');
            const target = { ...one, segments: one.segments.map((segment, at) => (at === dimension ? 0 : segment)) };
            const known = others.filter(({ segments }) => segments[dimension] === 0).length;
            const all = isIn ? [...others, target] : others;
            return estimate(all, { within: [dimension, 0], sizes, isRemedied: true }) > known + 0.5 === isIn;
          },
          TRIALS,
        );
      }
    }
  }, 400_000);
});
