import { afterAll, expect } from 'vitest';
import { KEY_BITS, seedOfAll } from '../../../../../collector/privacy/cell-key.ts';
import { type Cell, protect, type ShownCell, type Withheld } from '../../../../../collector/privacy/protect.ts';
import { Random } from '../../../../integration/collector/support/random.ts';

/**
 * What a patient reader of answers learns about one installation, by attacks that are known from the literature, each with
 * its rate of success and a bound that it has to stay under. Chance is 50 % where the answer is yes or no.
 */
export const K = 5;
const TRIALS = 4000;
const rates: string[] = [];
afterAll(() => {
  process.stdout.write(`${rates.join('\n')}\n`);
});

/** A member of a cell: its record key, and what it contributes to a sum. */
export interface Member {
  readonly key: number;
  readonly its: number;
}

export const member = (random: Random, its = 1): Member => ({ key: random.below(2 ** KEY_BITS), its });
export const members = (random: Random, count: number, its = 1) =>
  Array.from({ length: count }, () => member(random, its));

/** What the noise of a cell with this key is made of, in a store with a secret of its own. */
export function seedOf(key: number, secret = 'a secret'): string {
  const name = `${secret} ${key}`;
  const seed = seeds.get(name) ?? seedOfAll(name);
  seeds.set(name, seed);
  return seed;
}
const seeds = new Map<string, string>();

/** A cell as the collector has it before it is protected. */
export function cellOf(cell: readonly Member[], wholes: readonly Cell[] = []): Cell {
  const [largest = 0, second = 0] = cell.map(({ its }) => its).sort((a, b) => b - a);
  const key = cell.reduce((sum, one) => sum + one.key, 0) % 2 ** KEY_BITS;
  const sum = cell.reduce((total, { its }) => total + its, 0);
  return { installations: cell.length, key, seed: seedOf(key), sum, largest, second, wholes };
}

/** What is shown of a cell. */
export function show(cell: readonly Member[], item = 'uses'): ShownCell | Withheld {
  return protect(cellOf(cell), K, item);
}

/** In how many parts the seven dimensions cut installations, in the order in which filters are told. */
export const PARTS = [4, 3, 2, 3, 2, 2, 3] as const;

/** The share of trials in which the reader is right, which has to be under the bound. */
export function rateOf(name: string, bound: number, attack: (random: Random) => boolean, trials = TRIALS): number {
  const random = new Random(20_260_309);
  let right = 0;
  for (let trial = 0; trial < trials; trial++) if (attack(random)) right++;
  const rate = right / trials;
  rates.push(`${name}: ${(100 * rate).toFixed(1)} % (at most ${100 * bound} %)`);
  expect(rate).toBeLessThan(bound);
  return rate;
}

export const countOf = (shown: ShownCell | Withheld) => (typeof shown === 'string' ? Number.NaN : shown.installations);
export const sumOf = (shown: ShownCell | Withheld) => (typeof shown === 'string' ? Number.NaN : shown.sum);
export const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
export const coin = (random: Random) => random.fraction() < 0.5;
