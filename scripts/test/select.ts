import { UserFixableError } from '../lib/say.ts';
import type { Suite } from './suites.ts';

export interface Selected {
  suites: Suite[];
  /** For the test runner of each. */
  rest: string[];
}

/**
 * What a command line asks for: the suites that it names first (`all`: each of them but those that are run by their
 * names alone; none: those that are not on demand), with what they need, and everything after them. A `--` between the two is passed over: a test runner that was given it
 * would take no file name after it for a choice, and run everything.
 * @throws UserFixableError when it begins with something else.
 */
export function select(args: readonly string[], known: readonly Suite[]): Selected {
  const byName = new Map(known.map((suite) => [suite.name, suite]));
  const firstOther = args.findIndex((arg) => !(byName.has(arg) || arg === 'all'));
  const names = firstOther < 0 ? args : args.slice(0, firstOther);
  const others = args.slice(names.length);
  const rest = others[0] === '--' ? others.slice(1) : others;
  if (names.length === 0 && rest.length > 0) {
    throw new UserFixableError(
      `npm test does not know ${rest[0]}: name suites first (${[...byName.keys()].join(', ')}).`,
    );
  }
  if (names.length === 0) return { suites: known.filter(({ onDemand }) => !onDemand), rest };
  if (names[0] === 'all') return { suites: known.filter(({ onDemand }) => onDemand !== 'named'), rest };
  const wanted = new Set(names.flatMap((name) => [name, ...(byName.get(name)?.needs ?? [])]));
  return { suites: known.filter(({ name }) => wanted.has(name)), rest };
}
