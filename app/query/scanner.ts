import { isQuote, isSpace } from './characters.ts';
import { type Field, findField } from './fields.ts';
import { objectTypes } from './query.ts';
import type { WrittenValue } from './syntax-tree.ts';
import type { Piece } from './tokens.ts';
import { type MeasureKind, unitFactor, unitsOf } from './units.ts';

/** A word that can name a field, a type or a step. */
const name = /[\p{L}_][\p{L}\p{N}_-]*/uy;
/** Signs of comparison, also those of other languages, so that they can be told what is meant here. */
const sign = /:(?:>=|<=|!=|>|<|=)?|==?|=~|=>|=<|!=|!~|<>|>=|<=|>|<|~|≥|≤|≠/y;
const unit = /(?:%|[a-z]{1,3}(?:\/s)?)(?=[\s|)]|$)/iy;

/** Whether a word is a field of any type, or `is`. */
export function isFieldOfAny(word: string): boolean {
  return word.toLowerCase() === 'is' || fieldsOfAny(word).length > 0;
}

function fieldsOfAny(word: string): readonly Field[] {
  return objectTypes.flatMap((type) => findField(type, word) ?? []);
}

/** Whether some field of that name has such a unit. */
function fitsUnit(word: string, unit: string): boolean {
  return fieldsOfAny(word).some(({ kind }) => kind in unitsOf && unitFactor(kind as MeasureKind, unit) !== null);
}

/** Reads a query from left to right; no character is looked at more than a few times. */
export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  get character(): string {
    return this.text[this.at] ?? '';
  }

  piece(from: number, to = this.at): Piece {
    return { from, to, text: this.text.slice(from, to) };
  }

  skipSpace(): void {
    while (!this.done && isSpace(this.text.charCodeAt(this.at))) this.at += 1;
  }

  /** Whether a term ends here: at a blank, a pipe, a closing parenthesis or the end. */
  get atBreak(): boolean {
    return this.done || '|)'.includes(this.character) || isSpace(this.text.charCodeAt(this.at));
  }

  /** Whether a word with a meaning of its own ends here: also where a group or a phrase begins. */
  get atWordEnd(): boolean {
    return this.atBreak || this.character === '(' || isQuote(this.character);
  }

  /** A name that begins here, without going on. */
  peekName(): Piece | null {
    return this.#match(name);
  }

  /** A sign of comparison that begins here. */
  peekSign(at = this.at): Piece | null {
    return this.#match(sign, at);
  }

  #match(pattern: RegExp, at = this.at): Piece | null {
    pattern.lastIndex = at;
    const text = pattern.exec(this.text)?.[0];
    return text === undefined ? null : { from: at, to: at + text.length, text };
  }

  /** Where blanks that begin at a place end. */
  afterSpace(from: number): number {
    let at = from;
    while (at < this.text.length && isSpace(this.text.charCodeAt(at))) at += 1;
    return at;
  }

  /** The sign that follows a name: at once, or after blanks when the name is a field's. */
  signAfter(word: Piece): Piece | null {
    const sign = this.peekSign(word.to);
    if (sign !== null) return sign;
    return isFieldOfAny(word.text) ? this.peekSign(this.afterSpace(word.to)) : null;
  }

  /** Whether a comparison begins at a place, so that a value that is missing before it is not taken from it. */
  comparisonAt(at: number): boolean {
    const word = this.#match(name, at);
    return word !== null && isFieldOfAny(word.text) && this.peekSign(word.to) !== null;
  }

  /** Text between quotes; `closed` is whether the second one is there. */
  readQuoted(): { readonly value: WrittenValue; readonly closed: boolean } {
    const from = this.at;
    this.at += 1;
    let text = '';
    while (!this.done) {
      const { character } = this;
      this.at += 1;
      if (!isQuote(character)) text += character;
      else if (this.character === character) {
        text += character;
        this.at += 1;
      } else return { value: { from, to: this.at, text, quoted: true }, closed: true };
    }
    return { value: { from, to: this.at, text, quoted: true }, closed: false };
  }

  /**
   * A value without blanks: up to a blank, a pipe or a parenthesis that it did not open, or a comma if they part values.
   * What stands between quotes may have all of them.
   */
  readValue(commasPart: boolean): { readonly value: WrittenValue; readonly closed: boolean } {
    const from = this.at;
    let text = '';
    let depth = 0;
    let quoted = false;
    while (!this.done) {
      const { character } = this;
      if (isQuote(character)) {
        const inside = this.readQuoted();
        quoted = true;
        text += inside.value.text;
        if (!inside.closed) return { value: { from, to: this.at, text, quoted }, closed: false };
        continue;
      }
      if (isSpace(this.text.charCodeAt(this.at)) || (commasPart && character === ',')) break;
      if (depth === 0 && (character === '|' || character === ')')) break;
      if (character === '(') depth += 1;
      if (character === ')') depth -= 1;
      text += character;
      this.at += 1;
    }
    return { value: { from, to: this.at, text, quoted }, closed: true };
  }

  /** A word without quotes: it ends where one begins. */
  readWord(): Piece {
    const from = this.at;
    let depth = 0;
    while (!this.done && !isSpace(this.text.charCodeAt(this.at)) && !isQuote(this.character)) {
      const { character } = this;
      if (depth === 0 && (character === '|' || character === ')')) break;
      if (character === '(') depth += 1;
      if (character === ')') depth -= 1;
      this.at += 1;
    }
    return this.piece(from);
  }

  /** A unit that stands apart from its number, as in `500 MB`, for a field that has units. */
  takeUnit(field: string, value: WrittenValue): WrittenValue {
    if (value.quoted || !/^\d{1,20}(?:\.\d{1,6})?$/.test(value.text)) return value;
    const found = this.#match(unit, this.afterSpace(this.at));
    if (found === null || !fitsUnit(field, found.text)) return value;
    this.at = found.to;
    return { from: value.from, to: found.to, text: value.text + found.text, quoted: false };
  }
}
