import type { Condition } from 'candor-client/core';
import { countNoise, seedOfAll, thresholdNoise } from '../../privacy/cell-key.ts';
import { type Cell, protect } from '../../privacy/protect.ts';
import { SECRET_KEY } from '../../rollups/day-batches.ts';
import { isoDay } from '../../storage/rows.ts';
import type { Storage } from '../../storage/storage.ts';
import type { AnswerRules } from '../question.ts';
import { unrecorded } from '../statements.ts';
import { type MetCells, type MetQuestion, queryMet } from './met-cells.ts';

/** How many would have met a rule, as it may be shown; null where that is withheld. */
export interface ShownMet {
  readonly installations: number | null;
  readonly organisations: number | null;
}

/** Nobody is told whether a rule is met by nobody or by few, unless all is shown as it is. */
export const WITHHELD: ShownMet = { installations: null, organisations: null };

const NOBODY: Pick<Cell, 'installations' | 'seed'> = { installations: 0, seed: '' };

/**
 * The conditions that are answered, as bits; `undefined` where the rule is met by too few. A condition that leaves out too few to be
 * shown by themselves is not among them: with it and without it is the same answer, so that nobody is told apart by a condition that
 * leaves them alone out. They are left out one after the other, in the order of the conditions.
 */
export function answeredOf({ conditions, cells }: MetCells, k: number): number | undefined {
  const cellOf = (mask: number) => cells.get(mask)?.all ?? NOBODY;
  const isFew = ({ installations, seed }: typeof NOBODY) => installations < k + thresholdNoise(seed);
  let mask = 2 ** conditions.length - 1;
  if (isFew(cellOf(mask))) return undefined;
  const leavesOutFew = (bit: number) => {
    const [own, wider] = [cellOf(mask), cellOf(mask & ~bit)];
    return isFew({
      installations: wider.installations - own.installations,
      seed: seedOfAll(wider.seed, own.seed),
    });
  };
  for (;;) {
    const bit = conditions.map((_, place) => 2 ** place).find((its) => (mask & its) !== 0 && leavesOutFew(its));
    if (bit === undefined) return mask;
    mask &= ~bit;
  }
}

/**
 * Protects the figures of a rule: those of the conditions that are answered, moved by the seed of their cell and by that of the
 * question. An organisation counts when its own installations may be shown: else one of them would be seen by the number of organisations.
 * @param answered see {@link answeredOf}.
 * @param question its seed: other questions that the same installations meet are moved otherwise, so that it is not
 *   told by equal figures that nobody is between them.
 */
export function shownMet(met: MetCells, k: number, answered: number | undefined, question: string): ShownMet {
  const { all, organisations } = met.cells.get(answered ?? -1) ?? { all: undefined, organisations: [] };
  if (k === 1) return { installations: all?.installations ?? 0, organisations: organisations.length };
  const shown = all && protect(all, k, 'met');
  if (typeof shown !== 'object') return WITHHELD;
  return {
    installations: Math.max(0, shown.installations + countNoise(question)),
    organisations: organisations.filter((cell) => typeof protect(cell, k, 'met') === 'object').length,
  };
}

/** Seeds of questions, made with the secret of the store: who could make them would take the noise away. */
const SEEDS = `
  SELECT hex(sipHash128Keyed(${SECRET_KEY}, 'question', question)) AS seed
  FROM (SELECT arrayJoin(arrayEnumerate({questions:Array(String)})) AS place, {questions:Array(String)}[place] AS question)
  ORDER BY place`;

/**
 * How many would have met each of some rules, as it may be shown.
 * @throws StorageUnavailable when the storage cannot answer now; the signal's reason where the storage has one.
 */
export async function askMet(
  storage: Pick<Storage, 'query'>,
  question: MetQuestion,
  how: AnswerRules,
): Promise<readonly ShownMet[]> {
  const { k } = how;
  const met = await queryMet(storage, question, how);
  if (k === 1) return met.map((its) => shownMet(its, k, 2 ** its.conditions.length - 1, ''));
  if (met.length === 0) return [];
  const answered = met.map((its) => answeredOf(its, k));
  const questions = met.map(({ conditions }, rule) =>
    textOf(
      question,
      conditions.filter((_, bit) => ((answered[rule] ?? 0) >> bit) & 1),
    ),
  );
  // By its parameters a reader would see which conditions are not answered, because they leave out few.
  const seeds = await unrecorded(storage).query<{ seed: string }>(SEEDS, { questions });
  return met.map((its, rule) => shownMet(its, k, answered[rule], seeds[rule]?.seed ?? ''));
}

const textOf = ({ product, range }: MetQuestion, conditions: readonly Condition[]) =>
  JSON.stringify([product, isoDay(range.from), isoDay(range.to), ...conditions]);
