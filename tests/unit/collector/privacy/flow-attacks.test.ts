import { describe, expect, it } from 'vitest';
import { countNoise } from '../../../../collector/privacy/cell-key.ts';
import { type Cell, protect } from '../../../../collector/privacy/protect.ts';
import type { Random } from '../../../integration/collector/support/random.ts';
import {
  cellOf,
  coin,
  countOf,
  K,
  type Member,
  member,
  members,
  rateOf,
  show,
  sumOf,
  total,
} from './support/attacking.ts';

/** How many of each flow's installations are known, beside the one who is looked for. */
const OTHERS = 20;

describe('attacks on flows', () => {
  it('made-up flows: whether a flow is kept by name before them, whose numbers are known', () => {
    const attack = (numberOf: (cell: Cell) => number) => (random: Random) => {
      const isIn = coin(random);
      const its = numberOf(cellOf(members(random, isIn ? OTHERS + 1 : OTHERS)));
      // As many flows of as many installations as it has without the one: it is before all of them, or no more than among them.
      const made = Array.from({ length: 40 }, () => numberOf(cellOf(members(random, OTHERS))));
      return made.filter((number) => its > number).length > made.length / 2 === isIn;
    };
    rateOf(
      'is a flow kept before others: is the one in it?',
      0.65,
      attack(({ installations, seed }) => installations + countNoise(seed)),
    );
    const alone = rateOf(
      'the same, were flows kept by their true numbers',
      1.01,
      attack(({ installations }) => installations),
    );
    expect(alone).toBeGreaterThan(0.95);
  });

  it('adding up: all flows that begin with a command, have it in the middle, or end with it, beside its uses', () => {
    const FLOWS = 12;
    const attack = (isRemedied: boolean, isBeside: boolean) => (random: Random) => {
      const isIn = coin(random);
      const known = members(random, OTHERS, 24);
      const all = isIn ? [...known, member(random, 24)] : known;
      const ofOthers = Array.from({ length: FLOWS }, () => cellOf(members(random, 40, 60)));
      const command = { cell: cellOf(all), item: 'command a' };
      const estimates = [0, 1, 2].map((place) => {
        const parts = spread(random, all, FLOWS);
        const shown = parts.map((part, at) => {
          const item = `flow ${place} ${at}`;
          const others = [at, (at + 1) % FLOWS].map((other) => ({
            cell: ofOthers[other] as Cell,
            item: `command ${other}`,
          }));
          return sumOf(protect({ ...cellOf(part), sums: isRemedied ? [command, ...others] : [] }, K, item));
        });
        return total(shown);
      });
      const uses = [...(isBeside ? [sumOf(protect(command.cell, K, command.item))] : []), ...estimates].filter(
        (one) => !Number.isNaN(one),
      );
      return total(uses) / uses.length > 24 * (OTHERS + 0.5) === isIn;
    };
    rateOf('uses of a command by all flows that it is in: is the one in it?', 0.7, attack(true, false));
    rateOf('the same beside its uses', 0.7, attack(true, true));
    const alone = rateOf('the same, were each flow moved by itself', 1, attack(false, false));
    expect(alone).toBeGreaterThan(0.75);
    rateOf('by its uses alone', 0.75, (random) => {
      const isIn = coin(random);
      return sumOf(show(members(random, isIn ? OTHERS + 1 : OTHERS, 24), 'command a')) > 24 * (OTHERS + 0.5) === isIn;
    });
  }, 120_000);

  it('twenty flows of one, by whoever knows all the others who have each of them', () => {
    // Not protected, and said so: as little as twenty commands of theirs are.
    rateOf('numbers of installations of twenty flows: is the one in them?', 0.95, (random) => {
      const isIn = coin(random);
      const shown = Array.from({ length: 20 }, () => countOf(show(members(random, isIn ? OTHERS + 1 : OTHERS))));
      return total(shown) / shown.length > OTHERS + 0.5 === isIn;
    });
  });
});

/** What each has contributed, cut into the parts of some flows: whoever has nothing of one is not in it. */
function spread(random: Random, all: readonly Member[], flows: number): Member[][] {
  const parts = Array.from({ length: flows }, () => [] as Member[]);
  for (const { key, its } of all) {
    const counts = new Array<number>(flows).fill(0);
    for (let use = 0; use < its; use++) {
      const at = random.below(flows);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    for (const [at, count] of counts.entries()) if (count > 0) parts[at]?.push({ key, its: count });
  }
  return parts;
}
