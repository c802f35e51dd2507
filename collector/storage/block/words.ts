/** Stands in a row in front of a word that has no number. */
export const NO_NUMBER = 0xffff;

/**
 * Numbers for the words of closed lists, so that a row has two bytes for each use of a command and not the command's name.
 * They hold in this process alone. The lists are those of the registry and of the products that the operator has added, so
 * nobody else can make it grow.
 */
const numbers = new Map<string, number>([['', 0]]);
const words: string[] = [''];

/** The number of a word, above 0 for all but the empty one; {@link NO_NUMBER} when all numbers are given. */
export function numberOf(word: string): number {
  const known = numbers.get(word);
  if (known !== undefined) return known;
  const next = words.length;
  if (next === NO_NUMBER) return NO_NUMBER;
  numbers.set(word, next);
  words.push(word);
  return next;
}

/** The word of a number that was given. */
export function wordOf(number: number): string {
  return words[number] ?? '';
}

const lists = new WeakMap<readonly string[], Uint16Array>();

/** Numbers of a list's words, in its order: looked up once for each list, and not for every use. */
export function numbersOf(list: readonly string[]): Uint16Array {
  const known = lists.get(list) ?? Uint16Array.from(list, numberOf);
  lists.set(list, known);
  return known;
}

/** Words of a list by their places in it, as a value of a row. */
export class WordsAt {
  readonly list: readonly string[];
  readonly places: readonly number[];

  constructor(list: readonly string[], places: readonly number[]) {
    this.list = list;
    this.places = places;
  }
}
