import { describe, expect, it } from 'vitest';
import type { NamedCell } from '../../../../collector/answers/cells.ts';
import { shownDays } from '../../../../collector/answers/closed-overview.ts';
import { sumNoise } from '../../../../collector/privacy/cell-key.ts';
import type { Random } from '../../../integration/collector/support/random.ts';
import {
  cellOf,
  coin,
  countOf,
  K,
  type Member,
  member,
  members,
  PARTS,
  rateOf,
  seedOf,
  show,
  sumOf,
  total,
} from './support/attacking.ts';

describe('attacks on protected figures', () => {
  it('differencing: two answers that differ by the one who is looked for, and by others that are known', () => {
    rateOf('differencing by a day: is the one in it?', 0.65, (random) => {
      const before = members(random, 20);
      const isIn = coin(random);
      // Everybody else who came and went is known: they are as many, so the counts differ by the one alone.
      const after = [...before.slice(3), ...members(random, 3), ...(isIn ? [member(random)] : [])];
      const difference = countOf(show(after)) - countOf(show(before));
      return difference > 0.5 === isIn;
    });
  });

  it('equal figures: whether two answers are about the very same installations', () => {
    // This is what the method does not protect from, and is said so: the price of never telling more by asking again.
    rateOf('is somebody of the larger group not in the smaller one?', 0.93, (random) => {
      const smaller = members(random, 20);
      const isMore = coin(random);
      const larger = isMore ? [...smaller, member(random)] : smaller;
      return (countOf(show(larger)) !== countOf(show(smaller))) === isMore;
    });
  });

  it('averaging: the parts of a cell by every dimension, added up, beside the cell itself', () => {
    const estimate = (cell: readonly Member[], random: Random) => {
      const whole = { estimate: countOf(show(cell)), weight: 1 };
      const sums = PARTS.map((count) => {
        const segments = Array.from({ length: count }, () => [] as Member[]);
        for (const one of cell) random.pick(segments).push(one);
        return { estimate: total(segments.map((segment) => countOf(show(segment)))), weight: 1 / count };
      });
      const known = [whole, ...sums].filter(({ estimate }) => !Number.isNaN(estimate));
      return total(known.map((one) => one.estimate * one.weight)) / total(known.map(({ weight }) => weight));
    };
    rateOf('averaging over seven dimensions: is the one in it?', 0.75, (random) => {
      const isIn = coin(random);
      const cell = members(random, isIn ? 61 : 60);
      return estimate(cell, random) > 60.5 === isIn;
    });
  });

  it('averaging: the new installations of a week, by every range of days that it can be cut into', () => {
    /** The best estimate from all ranges of seven days that begin on one and end on another, were they answered. */
    const attack = (random: Random) => {
      const isIn = coin(random);
      const days = Array.from({ length: 7 }, (_, day) => members(random, isIn && day === 0 ? 11 : 10));
      const count = (from: number, to: number) => countOf(show(days.slice(from, to).flat()));
      const cuts = [1, 2, 3, 4, 5, 6].map((cut) => count(0, cut) + count(cut, 7));
      return (2 * count(0, 7) + total(cuts)) / 8 > 70.5 === isIn;
    };
    // They are not: retention counts whole weeks. One look at the week is right in 62 %.
    rateOf('averaging over the days of a week, were they answered: is a new one in it?', 0.75, attack);
  });

  it('totals against parts: what is withheld, from the total less what is shown', () => {
    rateOf('10, 3 and 3 installations: are the hidden ones six?', 0.25, (random) => {
      const [shown, hidden, other] = [members(random, 10), members(random, 3), members(random, 3)];
      return countOf(show([...shown, ...hidden, ...other])) - countOf(show(shown)) === 6;
    });
  });

  it('made-up installations: four of them around a real one, whose uses are looked for', () => {
    rateOf('uses of a fifth beside four of 1000 each, to a twentieth', 0.1, (random) => {
      const its = 1 + random.below(1000);
      const sum = sumOf(show([...members(random, 4, 1000), member(random, its)]));
      return Math.abs(sum - 4000 - its) <= 50;
    });
    rateOf('the same, by the rest of a division by 1000', 0.1, (random) => {
      const its = 1 + random.below(1000);
      return Math.abs((sumOf(show([...members(random, 4, 1000), member(random, its)])) % 1000) - its) <= 50;
    });
  });

  it('made-up installations: as many as show a cell only when a real one is in it', () => {
    for (const forged of [4, 5, 6, 7]) {
      rateOf(`does a cell show, with ${forged} made up: is a real one in it?`, 0.7, (random) => {
        const isIn = coin(random);
        const isShown = typeof show(members(random, isIn ? forged + 1 : forged)) !== 'string';
        // What is likelier: shown when it is in, unless as many show without it.
        return isShown === isIn;
      });
    }
  });

  it('made-up installations: as many as make the newest day one that the first page has only when a real one was there', () => {
    const dayOf = (cell: readonly Member[], ofPeriod: string): NamedCell => {
      return { ...cellOf(cell), kind: 'sessions', item: [''], ofProduct: '', ofSegment: '', ofPeriod };
    };
    for (const forged of [4, 5, 6, 7]) {
      rateOf(`is the newest day shown, with ${forged} made up: was a real one there?`, 0.7, (random) => {
        const wasThere = coin(random);
        const newest = dayOf(members(random, wasThere ? forged + 1 : forged), '2026-03-10');
        const days = shownDays([dayOf(members(random, 30), '2026-03-09'), newest], K);
        return (days?.last === '2026-03-10') === wasThere;
      });
    }
  });

  it('two sums over the same installations: the noise of one, which is known, taken for that of the other', () => {
    rateOf('uses of a command, beside a command whose uses are known, to a twentieth', 0.1, (random) => {
      const cell = members(random, 12, 100);
      const known = (sumOf(show(cell, 'go.search')) - 1200) / 100;
      return Math.abs(sumOf(show(cell, 'go.back')) - known * 100 - 1200) <= 5;
    });
  });

  it('several sums of one set: the key for which all of them agree, by whoever has made up all the others', () => {
    /** What the one has contributed, by the key for which the same is left of every sum; `seedFor` is what is taken for the store's. */
    const attack = (seedFor: (key: number) => string) => (random: Random) => {
      const its = 1 + random.below(50);
      const cell = [...members(random, 8, 100), member(random, its)];
      const items = ['sessions', 'erring', 'expected sessions', 'batches'];
      const left = items.map((item) => sumOf(show(cell, item)) - 800);
      let best = { spread: Number.POSITIVE_INFINITY, its: Number.NaN };
      for (let key = 0; key < 1024; key++) {
        // The right one is among those that are tried.
        const seed = seedFor(key === 0 ? cellOf(cell).key : key);
        const rests = left.map((rest, at) => rest - sumNoise(seed, items[at] ?? '', 100));
        const spread = Math.max(...rests) - Math.min(...rests);
        if (spread < best.spread) best = { spread, its: rests[0] ?? 0 };
      }
      return Math.abs(best.its - its) <= 1;
    };
    const known = rateOf('the same, were the function known', 1.01, attack(seedOf), 20);
    expect(known).toBeGreaterThan(0.9);
    rateOf(
      'several sums of one set: the one’s, to one',
      0.15,
      attack((key) => seedOf(key, 'a guess')),
      150,
    );
  });

  it('two coverings of one set: by days in place of a week, whose largest contribution is another', () => {
    // Eight that are made up and one real, whose uses are looked for; by days the largest contributions are added up.
    const attack = (random: Random, [byWeek, byDays]: readonly [number, number], sum: typeof sumNoise) => {
      const its = 1 + random.below(50);
      const cell = cellOf([...members(random, 8, byWeek), member(random, its)]);
      const shown = (largest: number) => cell.sum + sum(cell.seed, 'uses', largest);
      // Of z · a and z · b, and a and b are known, so z is.
      const z = (shown(byDays) - shown(byWeek)) / (byDays - byWeek);
      return Math.abs(shown(byWeek) - z * byWeek - 8 * byWeek - its) <= 2;
    };
    const alone = rateOf('the same, were noise a multiple of the largest contribution', 1.01, (random) =>
      attack(random, [1350, 1800], (seed, item, largest) => sumNoise(seed, item, 1) * largest),
    );
    expect(alone).toBe(1);
    for (const largest of [
      [1350, 1800],
      [450, 900],
    ] as const) {
      rateOf(`two coverings of one set, largest ${largest.join(' and ')}: the one’s uses, to two`, 0.05, (random) =>
        attack(random, largest, sumNoise),
      );
    }
  });

  it('many ranges: made-up installations that use more with each of thirty, while the one’s uses stay', () => {
    rateOf('the mean of thirty ranges: the one’s uses, to a tenth of the largest', 0.15, (random) => {
      const its = 1 + random.below(50);
      const [made, one] = [members(random, 8), member(random, its)];
      const ranges = Array.from({ length: 30 }, (_, day) => 50 + day);
      const left = ranges.map((uses) => sumOf(show([...made.map(({ key }) => ({ key, its: uses })), one])) - 8 * uses);
      return Math.abs(total(left) / left.length - its) <= 5;
    });
  });
});
