import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../../client/core/suggestions/rules.ts';
import type { NamedCell } from '../../../../collector/answers/cells.ts';
import type { MetCell } from '../../../../collector/answers/findings/met-cells.ts';
import { answeredOf, type ShownMet, shownMet } from '../../../../collector/answers/findings/shown.ts';
import { RULE_TRIALS } from '../../../../collector/limits.ts';
import type { Random } from '../../../integration/collector/support/random.ts';
import { cellOf, coin, K, type Member, member, members, rateOf, seedOf, total } from './support/attacking.ts';

/** A cell of those who would have met some conditions. */
function metCell(of: readonly Member[], ofSegment = ''): NamedCell | undefined {
  if (of.length === 0) return undefined;
  return { ...cellOf(of), kind: 'met', item: ['0'], ofProduct: '', ofSegment, ofPeriod: '' };
}

/** Who meets none of the conditions: enough that each of them is answered. */
const MANY: readonly Member[] = Array.from({ length: 60 }, () => ({ key: 1, its: 1 }));

const condition = (value: number): Condition => ({ field: 'usage.command', of: 'go.search', op: 'at-least', value });

/** The seed of a question that was not asked before: nobody knows it. */
const question = (random: Random) => seedOf(random.below(2 ** 30), 'of questions');

/** A rule of one condition that leaves out many, and those of one organisation who would have met it. */
function shown(met: readonly Member[], seed: string, organisation: readonly Member[] = []): ShownMet {
  const known = metCell(organisation, 'one.example');
  const cells = new Map<number, MetCell>([
    [0, { all: metCell([...met, ...MANY]), organisations: [] }],
    [1, { all: metCell(met), organisations: known ? [known] : [] }],
  ]);
  const its = { conditions: [condition(1)], cells };
  return shownMet(its, K, answeredOf(its, K), seed);
}

const count = (met: readonly Member[], seed: string) => shown(met, seed).installations ?? Number.NaN;

/** A rule of two conditions, of which the second leaves out `left`. @param keys of the question with the first alone, and with both. */
function narrowed(met: readonly Member[], left: readonly Member[], seeds: readonly [string, string]): number {
  const all = (its: readonly Member[]): MetCell => ({ all: metCell(its), organisations: [] });
  const cells = new Map([
    [0, all([...met, ...left, ...MANY])],
    [1, all([...met, ...left])],
    [2, all([...met, ...MANY])],
    [3, all(met)],
  ]);
  const its = { conditions: [condition(1), condition(2)], cells };
  const answered = answeredOf(its, K);
  return shownMet(its, K, answered, answered === 3 ? seeds[1] : seeds[0]).installations ?? Number.NaN;
}

/** How many of those who would have met a rule are known, beside the one who is looked for. */
const OTHERS = 20;

describe('attacks on rules that are tried', () => {
  it('a condition more: with one that leaves out the one who is looked for alone, or among made-up ones', () => {
    for (const made of [0, 4, 5, 6]) {
      rateOf(
        `a condition more that leaves out ${made} made-up ones: and a real one?`,
        made === 0 ? 0.6 : 0.7,
        (random) => {
          const [met, isIn, keys] = [
            members(random, OTHERS),
            coin(random),
            [question(random), question(random)] as const,
          ];
          const left = [...members(random, made), ...(isIn ? [member(random)] : [])];
          const without = count([...met, ...left], keys[0]);
          // One that leaves out too few is as if it was not there: then the figures are equal.
          return (narrowed(met, left, keys) !== without) === isIn;
        },
      );
    }
  });

  it('a threshold more: rules of which one is met by those who did it once more', () => {
    const attack = (isRight: (more: number, less: number) => boolean) => (random: Random) => {
      const [less, isIn] = [members(random, OTHERS), coin(random)];
      const more = [...less, ...(isIn ? [member(random)] : [])];
      return isRight(count(more, question(random)), count(less, question(random))) === isIn;
    };
    rateOf(
      'a threshold one higher: did the one do it exactly so often?',
      0.65,
      attack((more, less) => more > less),
    );
    rateOf(
      'the same by equal figures',
      0.65,
      attack((more, less) => more !== less),
    );
    const alone = (random: Random) => {
      const [less, isIn] = [members(random, OTHERS), coin(random)];
      return (count([...less, ...(isIn ? [member(random)] : [])], seedOf(0)) !== count(less, seedOf(0))) === isIn;
    };
    expect(rateOf('the same, were all questions moved alike', 1, alone)).toBeGreaterThan(0.85);
  });

  it('a day more: the same rule about ranges that end on one day and on the next', () => {
    rateOf('a day more: did the one meet the rule on it?', 0.65, (random) => {
      const [before, known, isIn] = [members(random, OTHERS), members(random, 3), coin(random)];
      const after = count([...before, ...known, ...(isIn ? [member(random)] : [])], question(random));
      return after - count(before, question(random)) - known.length > 0.5 === isIn;
    });
  });

  it('polling: the same rule again, and others that the same installations meet', () => {
    rateOf(
      'the same rule a hundred times: is the one in it?',
      0.65,
      (random) => {
        const [isIn, seed] = [coin(random), question(random)];
        const met = members(random, isIn ? OTHERS + 1 : OTHERS);
        const asked = Array.from({ length: 100 }, () => count(met, seed));
        expect(new Set(asked).size).toBe(1);
        return total(asked) / asked.length > OTHERS + 0.5 === isIn;
      },
      1000,
    );
    rateOf(
      'sixty rules that the same installations meet: is the one in them?',
      0.65,
      (random) => {
        const isIn = coin(random);
        const met = members(random, isIn ? OTHERS + 1 : OTHERS);
        const asked = Array.from({ length: RULE_TRIALS.requests }, () => count(met, question(random)));
        return total(asked) / asked.length > OTHERS + 0.5 === isIn;
      },
      1000,
    );
  });

  it('made-up installations: as many as show a rule only when a real one meets it', () => {
    for (const forged of [4, 5, 6, 7]) {
      rateOf(`a rule that ${forged} made-up ones meet: and a real one?`, 0.7, (random) => {
        const isIn = coin(random);
        return (shown(members(random, isIn ? forged + 1 : forged), question(random)).installations !== null) === isIn;
      });
      rateOf(`an organisation of ${forged} made-up ones: and a real one?`, 0.7, (random) => {
        const isIn = coin(random);
        const organisation = members(random, isIn ? forged + 1 : forged);
        const met = [...members(random, OTHERS), ...organisation];
        return (shown(met, question(random), organisation).organisations ?? 0) > 0 === isIn;
      });
    }
  });

  it('made-up installations in ever other rules', () => {
    /** Of twelve that are made up, some meet each rule: it has other members, and another key. */
    const attack = (rules: number) => (random: Random) => {
      const isIn = coin(random);
      const [one, forged] = [member(random), members(random, 12)];
      const seen = Array.from({ length: rules }, () => {
        const some = [...forged].sort(() => random.fraction() - 0.5).slice(0, 4);
        return shown([...some, ...(isIn ? [one] : [])], question(random)).installations !== null;
      });
      return seen.includes(true) === isIn;
    };
    rateOf('four of twelve made-up ones in one rule: and a real one?', 0.7, attack(1));
    // Not protected, and said so: each rule is on record.
    rateOf('four of twelve made-up ones in each of twenty rules', 1.01, attack(20), 1000);
  });

  it('many rules of one, by whoever knows all the others who meet each of them', () => {
    // Not protected, and said so: as little as twenty commands of theirs are.
    rateOf(
      'twenty rules: is the one in them?',
      0.95,
      (random) => {
        const isIn = coin(random);
        const counts = Array.from({ length: 20 }, () =>
          count(members(random, isIn ? OTHERS + 1 : OTHERS), question(random)),
        );
        return total(counts) / counts.length > OTHERS + 0.5 === isIn;
      },
      1000,
    );
    rateOf(
      'thirty rules each of two sets: are they the same?',
      0.95,
      (random) => {
        const [less, isMore] = [members(random, OTHERS), coin(random)];
        const more = [...less, ...(isMore ? [member(random)] : [])];
        const mean = (met: readonly Member[]) =>
          total(Array.from({ length: 30 }, () => count(met, question(random)))) / 30;
        return Math.abs(mean(more) - mean(less)) > 0.6 === isMore;
      },
      1000,
    );
  });

  it('does not tell whether nobody or few meet a rule', () => {
    for (let few = 0; few < K; few++) {
      const met = Array.from({ length: few }, (_, key) => ({ key, its: 1 }));
      expect(shown(met, seedOf(0))).toEqual({ installations: null, organisations: null });
    }
  });
});
