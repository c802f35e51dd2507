export type PatternFault = 'pattern-invalid' | 'pattern-unsupported' | 'pattern-long';

/** Code points from the first to the last of each pair. */
export interface LetterSet {
  readonly ranges: readonly (readonly [number, number])[];
  readonly negated: boolean;
  /** In any case of letters. */
  readonly folded: boolean;
}

export type Assertion = 'begin' | 'end' | 'boundary' | 'no-boundary';

export type PatternNode =
  | { readonly kind: 'set'; readonly set: LetterSet }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'either'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly item: PatternNode; readonly min: number; readonly max: number };

type Ranges = readonly (readonly [number, number])[];

const digits: Ranges = [[0x30, 0x39]];
const wordLetters: Ranges = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
/** The blanks of RE2: without the vertical tab. */
const blanks: Ranges = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
];
const classes: Readonly<Record<string, Ranges>> = { d: digits, w: wordLetters, s: blanks };
const controls: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, f: 12, v: 11 };
/** Counted repetitions beyond this make programs that nobody needs. */
const MOST_REPEATED = 100;
const LAST_LETTER = 0x10ffff;

/** Every letter that is in none of the ranges, which are in order. */
function others(ranges: Ranges): Ranges {
  const left: (readonly [number, number])[] = [];
  let next = 0;
  for (const [first, last] of ranges) {
    if (first > next) left.push([next, first - 1]);
    next = last + 1;
  }
  return [...left, [next, LAST_LETTER]];
}

class Unread extends Error {
  readonly fault: PatternFault;
  constructor(fault: PatternFault) {
    super(fault);
    this.fault = fault;
  }
}

const invalid = () => new Unread('pattern-invalid');
const unsupported = () => new Unread('pattern-unsupported');

interface Flags {
  readonly folded: boolean;
  /** `.` is a line break too. */
  readonly dotAll: boolean;
}

/** Reads a regular expression of RE2; a text says what is wrong with it. */
export function readPattern(text: string): PatternNode | PatternFault {
  try {
    return new Reader(text).whole();
  } catch (error) {
    if (error instanceof Unread) return error.fault;
    throw error;
  }
}

class Reader {
  readonly #letters: readonly string[];
  #at = 0;
  #flags: Flags = { folded: false, dotAll: false };

  constructor(text: string) {
    this.#letters = [...text];
  }

  whole(): PatternNode {
    const node = this.#either();
    // What ends it early is a ")" too many.
    if (this.#at < this.#letters.length) throw invalid();
    return node;
  }

  #next(ahead = 0): string {
    return this.#letters[this.#at + ahead] ?? '';
  }

  #take(): string {
    const letter = this.#next();
    if (letter === '') throw invalid();
    this.#at += 1;
    return letter;
  }

  #either(): PatternNode {
    const before = this.#flags;
    const options: PatternNode[] = [this.#sequence()];
    while (this.#next() === '|') {
      this.#at += 1;
      options.push(this.#sequence());
    }
    this.#flags = before;
    return options.length === 1 && options[0] !== undefined ? options[0] : { kind: 'either', options };
  }

  #sequence(): PatternNode {
    const items: PatternNode[] = [];
    while (this.#next() !== '' && this.#next() !== '|' && this.#next() !== ')') {
      const item = this.#item();
      if (item !== null) items.push(this.#repeated(item));
    }
    return { kind: 'sequence', items };
  }

  /** `null` for flags, which are nothing to match. */
  #item(): PatternNode | null {
    const letter = this.#take();
    switch (letter) {
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '.':
        return this.#set(this.#flags.dotAll ? [[0, LAST_LETTER]] : others([[10, 10]]), false);
      case '^':
        return { kind: 'assert', what: 'begin' };
      case '$':
        return { kind: 'assert', what: 'end' };
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw invalid();
      default:
        if (letter === '{' && this.#counts(0) !== null) throw invalid();
        return this.#literal(letter.codePointAt(0) ?? 0);
    }
  }

  #literal(code: number): PatternNode {
    return this.#set([[code, code]], false);
  }

  #set(ranges: Ranges, negated: boolean): PatternNode {
    return { kind: 'set', set: { ranges, negated, folded: this.#flags.folded } };
  }

  #group(): PatternNode | null {
    if (this.#next() !== '?') return this.#closed();
    this.#at += 1;
    let on = true;
    let flags = this.#flags;
    for (;;) {
      const letter = this.#take();
      if (letter === 'i') flags = { ...flags, folded: on };
      else if (letter === 's') flags = { ...flags, dotAll: on };
      else if (letter === '-' && on) on = false;
      else if (letter === ':') {
        const before = this.#flags;
        this.#flags = flags;
        const node = this.#closed();
        this.#flags = before;
        return node;
      } else if (letter === ')' && this.#next(-2) !== '?' && this.#next(-2) !== '-') {
        this.#flags = flags;
        return null;
      } else throw unsupported();
    }
  }

  #closed(): PatternNode {
    const node = this.#either();
    if (this.#take() !== ')') throw invalid();
    return node;
  }

  #escape(): PatternNode {
    const letter = this.#take();
    if (letter === 'b') return { kind: 'assert', what: 'boundary' };
    if (letter === 'B') return { kind: 'assert', what: 'no-boundary' };
    if (letter === 'A') return { kind: 'assert', what: 'begin' };
    if (letter === 'z') return { kind: 'assert', what: 'end' };
    const known = classes[letter.toLowerCase()];
    if (known !== undefined) return this.#set(known, letter !== letter.toLowerCase());
    return this.#literal(this.#escapedLetter(letter));
  }

  #escapedLetter(letter: string): number {
    const control = controls[letter];
    if (control !== undefined) return control;
    if (letter === 'x') return this.#hexadecimal();
    if (/[0-9A-Za-z]/.test(letter)) throw unsupported();
    const code = letter.codePointAt(0) ?? 0;
    if (code >= 128 || letter === '_') throw invalid();
    return code;
  }

  #hexadecimal(): number {
    const rest = this.#letters.slice(this.#at, this.#at + 8).join('');
    const [whole, braced, two] = /^(?:\{([0-9a-f]{1,6})\}|([0-9a-f]{2}))/i.exec(rest) ?? [];
    if (whole === undefined) throw invalid();
    this.#at += whole.length;
    const code = Number.parseInt(braced ?? two ?? '', 16);
    // Halves of pairs and what lies behind the last letter are in no text.
    if (code > LAST_LETTER || (code >= 0xd800 && code <= 0xdfff)) throw invalid();
    return code;
  }

  #class(): PatternNode {
    const negated = this.#next() === '^';
    if (negated) this.#at += 1;
    const ranges: (readonly [number, number])[] = [];
    for (let first = true; first || this.#next() !== ']'; first = false) {
      if (this.#next() === '[' && this.#next(1) === ':') throw unsupported();
      const from = this.#classLetter();
      if (typeof from !== 'number') {
        ranges.push(...from);
        continue;
      }
      const to = this.#rangeEnd();
      if (to !== null && to < from) throw invalid();
      ranges.push([from, to ?? from]);
    }
    this.#at += 1;
    return this.#set(ranges, negated);
  }

  #rangeEnd(): number | null {
    if (this.#next() !== '-' || this.#next(1) === ']' || this.#next(1) === '') return null;
    this.#at += 1;
    const to = this.#classLetter();
    if (typeof to !== 'number') throw invalid();
    return to;
  }

  #classLetter(): number | Ranges {
    const letter = this.#take();
    if (letter !== '\\') return letter.codePointAt(0) ?? 0;
    const escaped = this.#take();
    const known = classes[escaped.toLowerCase()];
    if (known !== undefined) return escaped === escaped.toLowerCase() ? known : others(known);
    return this.#escapedLetter(escaped);
  }

  #repeated(item: PatternNode): PatternNode {
    const counts = this.#repetition();
    if (counts === null) return item;
    // The lazy form finds the same texts.
    if (this.#next() === '?') this.#at += 1;
    if (this.#repetition() !== null) throw invalid();
    const [min, max] = counts;
    if (max < min) throw invalid();
    if (min > MOST_REPEATED || (max > MOST_REPEATED && max !== Number.POSITIVE_INFINITY))
      throw new Unread('pattern-long');
    return { kind: 'repeat', item, min, max };
  }

  #repetition(): readonly [number, number] | null {
    const letter = this.#next();
    const simple: Readonly<Record<string, readonly [number, number]>> = {
      '*': [0, Number.POSITIVE_INFINITY],
      '+': [1, Number.POSITIVE_INFINITY],
      '?': [0, 1],
    };
    const known = simple[letter];
    if (known !== undefined) {
      this.#at += 1;
      return known;
    }
    if (letter !== '{') return null;
    const counts = this.#counts(1);
    if (counts === null) return null;
    this.#at += counts.length + 1;
    return [counts.min, counts.max];
  }

  /** `2}`, `2,}` or `2,5}` so many letters ahead; anything else after a brace is a letter like others. */
  #counts(ahead: number): { readonly min: number; readonly max: number; readonly length: number } | null {
    const rest = this.#letters.slice(this.#at + ahead, this.#at + ahead + 12).join('');
    const [whole, from, comma, to] = /^(\d{1,4})(,)?(\d{1,4})?\}/.exec(rest) ?? [];
    if (whole === undefined || from === undefined || (comma === undefined && to !== undefined)) return null;
    const min = Number(from);
    let max = min;
    if (comma !== undefined) max = to === undefined ? Number.POSITIVE_INFINITY : Number(to);
    return { min, max, length: whole.length };
  }
}
