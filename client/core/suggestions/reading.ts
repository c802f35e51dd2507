import { isRecord, isText, isUpTo } from '../batch/shapes.ts';
import { MAX_RULE_VALUES } from './rules.ts';

/** Readers of the parts of a document of rules, each of which says where it stands and what it should be when it is not. */

/** What keeps a document, or a rule of it, from being used. */
export interface RuleProblem {
  /** Where, as a JSON pointer (RFC 6901): "/rules/3/when/0/of"; empty for the document itself. */
  readonly at: string;
  /** What may stand there: "a command of candor-finder". */
  readonly expected: string;
  /** What does, in a few characters: `"view.fly"`, `a list`, `nothing`. */
  readonly found: string;
}

/** A problem as one line: `/rules/0/when/1/of: expected a command of candor-finder, found "view.fly"`. */
export function describeProblem({ at, expected, found }: RuleProblem): string {
  return `${at || '/'}: expected ${expected}, found ${found}`;
}

/** Thrown by these readers, and caught where a rule is compiled: the first thing that is wrong with a rule. */
export class Wrong extends Error {
  readonly problem: RuleProblem;
  constructor(at: string, expected: string, value: unknown) {
    super(expected);
    this.problem = { at, expected, found: shortly(value) };
  }
}

/** An object with all of these fields, those of `optional` if they are there, and nothing besides. */
export function fieldsOf(
  value: unknown,
  at: string,
  names: readonly string[],
  optional: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new Wrong(at, `an object with ${[...names, ...optional].join(', ')}`, value);
  const missing = names.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) throw new Wrong(`${at}/${missing}`, 'a value', undefined);
  const other = Object.keys(value).find((name) => !names.includes(name) && !optional.includes(name));
  if (other === undefined) return value;
  throw new Wrong(at, `no field but ${[...names, ...optional].join(', ')}`, other);
}

export function list(value: unknown, at: string, min: number, max: number): readonly unknown[] {
  if (Array.isArray(value) && value.length >= min && value.length <= max) return value;
  throw new Wrong(at, min === max ? `a list of ${min}` : `a list of ${min} to ${max}`, value);
}

export function one<T>(value: unknown, at: string, among: readonly T[], expected: string): T {
  const known = among.find((word) => word === value);
  if (known === undefined) throw new Wrong(at, expected, value);
  return known;
}

/** A list of some of these words, each once. */
export function values(value: unknown, at: string, among: readonly string[], expected: string): void {
  const words = list(value, at, 1, MAX_RULE_VALUES);
  for (const [index, word] of words.entries()) {
    one(word, `${at}/${index}`, among, expected);
    if (words.indexOf(word) !== index) throw new Wrong(`${at}/${index}`, 'each value once', word);
  }
}

export function number(value: unknown, at: string, min: number, max: number): number {
  if (isUpTo(value, max) && value >= min) return value;
  throw new Wrong(at, `a whole number from ${min} to ${max}`, value);
}

export function text(value: unknown, at: string, form: RegExp, expected: string): string {
  if (isText(value) && form.test(value)) return value;
  throw new Wrong(at, expected, value);
}

export function day(value: unknown, at: string): string {
  const expected = 'a day of the calendar, "2026-03-09"';
  const known = text(value, at, /^20\d\d-\d\d-\d\d$/, expected);
  const time = new Date(`${known}T00:00:00.000Z`);
  if (Number.isNaN(time.getTime()) || time.toISOString().slice(0, 10) !== known) throw new Wrong(at, expected, value);
  return known;
}

/** What was found, for a person to recognise: a text or a number cut short, of anything else its kind. */
function shortly(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isRecord(value)) return 'an object';
  const said = JSON.stringify(value);
  // It is printed where people read it: nothing that moves a terminal's cursor or turns the direction of a line.
  const cut = said.length > 60 ? `${said.slice(0, 60)}...` : said;
  return cut.replace(/[^\x20-\x7e]/g, '?');
}
