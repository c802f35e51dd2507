import { excerpt, isQuote } from './characters.ts';
import type { Faults } from './errors.ts';
import { MAX_DEPTH, MAX_TERMS } from './limits.ts';
import { readMoment } from './moment.ts';
import type { Operator } from './query.ts';
import { isFieldOfAny, Scanner } from './scanner.ts';
import { readSteps } from './syntax-steps.ts';
import type { FieldSyntax, Syntax, TermSyntax, TimeSyntax, TokenDraft, WrittenValue } from './syntax-tree.ts';
import type { Piece, TokenKind, TokenPart, TokenPartKind } from './tokens.ts';
import { typeWords } from './type-words.ts';

const timeWords: ReadonlySet<string> = new Set(['at', 'during', 'since']);
/** Signs as other languages and other tools write them, and what is written here. */
const foreignSigns: Readonly<Record<string, Operator>> = {
  '==': '=',
  '=~': '=',
  '=>': '>=',
  '=<': '<=',
  '<>': '!=',
  '≠': '!=',
  '≥': '>=',
  '≤': '<=',
  ':=': '=',
  ':>': '>',
  ':<': '<',
  ':>=': '>=',
  ':<=': '<=',
  ':!=': '!=',
};

/** Reads the form of a query: what its words mean is seen later, when its type is known. Tokens are added in order. */
export function readSyntax(text: string, faults: Faults, tokens: TokenDraft[]): Syntax {
  return new SyntaxReader(text, faults, tokens).read();
}

class SyntaxReader {
  readonly #scanner: Scanner;
  readonly #faults: Faults;
  readonly #tokens: TokenDraft[];
  #time: TimeSyntax | null = null;
  /** It went too deep, and what was open then is not told any more. */
  #stopped = false;
  #terms = 0;

  constructor(text: string, faults: Faults, tokens: TokenDraft[]) {
    this.#scanner = new Scanner(text);
    this.#faults = faults;
    this.#tokens = tokens;
  }

  read(): Syntax {
    const head = this.#readHead();
    const alternatives = this.#readAlternatives(0);
    return {
      head,
      alternatives,
      time: this.#time,
      steps: readSteps(this.#scanner, this.#faults, this.#tokens),
    };
  }

  #token(kind: TokenKind, from: number, parts: TokenPart[] = []): TokenDraft {
    const token: TokenDraft = { kind, from, to: this.#scanner.at, parts };
    this.#tokens.push(token);
    return token;
  }

  #readHead(): Syntax['head'] {
    const scanner = this.#scanner;
    scanner.skipSpace();
    const word = scanner.peekName();
    if (word === null || scanner.signAfter(word) !== null) return null;
    const small = word.text.toLowerCase();
    const type = typeWords.get(small);
    const later = small === 'changed' || small === 'compare';
    if (type === undefined && !later) return null;
    scanner.at = word.to;
    if (!scanner.atWordEnd) {
      scanner.at = word.from;
      return null;
    }
    if (type !== undefined) {
      this.#token('type', word.from);
      return { type, at: word };
    }
    this.#token('error', word.from);
    const instead = small === 'changed' ? 'process is:changed' : '';
    this.#faults.add(
      word.from,
      word.to,
      'later-release',
      { word: small },
      this.#faults.with(word.from, word.to, instead),
    );
    return null;
  }

  /** Terms up to a pipe, to a closing parenthesis if one was opened, or to the end; parted by OR. */
  #readAlternatives(depth: number): readonly (readonly TermSyntax[])[] {
    const scanner = this.#scanner;
    let last: TermSyntax[] = [];
    const alternatives = [last];
    let or: Piece | null = null;
    for (scanner.skipSpace(); !scanner.done && scanner.character !== '|'; scanner.skipSpace()) {
      if (scanner.character === ')') {
        if (depth > 0) break;
        this.#stray();
        continue;
      }
      const joint = this.#readJoint(depth);
      if (joint === null) {
        const term = this.#readTerm(depth);
        if (term !== null) last.push(term);
      } else if (joint.text.toLowerCase() === 'or') {
        if (last.length === 0) this.#emptyOr(joint);
        or = joint;
        last = [];
        alternatives.push(last);
      }
    }
    if (or !== null && last.length === 0) this.#emptyOr(or);
    return alternatives;
  }

  #stray(): void {
    const from = this.#scanner.at;
    this.#scanner.at += 1;
    this.#token('error', from);
    this.#faults.add(from, from + 1, 'parenthesis-stray', {}, this.#faults.with(from, from + 1, ''));
  }

  #emptyOr(or: Piece): void {
    if (this.#stopped) return;
    this.#faults.add(or.from, or.to, 'or-empty', {}, this.#faults.with(or.from, or.to, ''));
  }

  /** OR and AND; between parentheses `or` in small letters as well, for there nobody looks for the word. */
  #readJoint(depth: number): Piece | null {
    const word = this.#scanner.peekName();
    if (
      word === null ||
      !(word.text === 'OR' || word.text === 'AND' || (depth > 0 && word.text.toLowerCase() === 'or'))
    )
      return null;
    this.#scanner.at = word.to;
    if (!this.#scanner.atWordEnd) {
      this.#scanner.at = word.from;
      return null;
    }
    this.#token(word.text === 'AND' ? 'and' : 'or', word.from);
    return word;
  }

  #readTerm(depth: number): TermSyntax | null {
    const scanner = this.#scanner;
    this.#terms += 1;
    if (depth > MAX_DEPTH) return this.#tooMuch('too-deep');
    if (this.#terms > MAX_TERMS) return this.#tooMuch('too-many');
    const { character } = scanner;
    if (character === '(') return this.#readGroup(depth);
    if (character === '-') return this.#readMinus(depth);
    if (isQuote(character)) return this.#readPhrase();
    const word = scanner.peekName();
    if (word === null) return scanner.peekSign() === null ? this.#readWord() : this.#readSignAlone();
    if (word.text === 'NOT' && this.#breaksAt(word.to)) return this.#readNot(word, depth);
    const sign = scanner.signAfter(word);
    if (sign !== null && !this.#isPlace(word, sign)) return this.#readField(word, sign);
    if (timeWords.has(word.text.toLowerCase()) && this.#breaksAt(word.to)) return this.#readTime(word, depth);
    return this.#readWord();
  }

  #breaksAt(at: number): boolean {
    const scanner = this.#scanner;
    const before = scanner.at;
    scanner.at = at;
    const breaks = scanner.atWordEnd;
    scanner.at = before;
    return breaks;
  }

  /** `https://x`, `C:\x` and `std::x` are words with a colon in them. */
  #isPlace(word: Piece, sign: Piece): boolean {
    if (sign.text !== ':' || sign.from !== word.to || isFieldOfAny(word.text)) return false;
    return word.text.length === 1 || '/\\:'.includes(this.#scanner.text[sign.to] || ' ');
  }

  #tooMuch(fault: 'too-deep' | 'too-many'): null {
    const from = this.#scanner.at;
    this.#stopped = true;
    this.#scanner.at = this.#scanner.text.trimEnd().length;
    this.#token('error', from);
    this.#faults.add(from, this.#scanner.at, fault);
    return null;
  }

  #readGroup(depth: number): TermSyntax | null {
    const scanner = this.#scanner;
    const from = scanner.at;
    scanner.at += 1;
    this.#token('open', from);
    const alternatives = this.#readAlternatives(depth + 1);
    if (this.#stopped) return null;
    if (scanner.character === ')') {
      scanner.at += 1;
      this.#token('close', scanner.at - 1);
    } else {
      const end = scanner.text.slice(0, scanner.at).trimEnd().length;
      this.#faults.add(from, from + 1, 'parenthesis-missing', {}, this.#faults.with(end, end, ')'));
    }
    if (alternatives.length === 1 && alternatives[0]?.length === 0) {
      this.#faults.add(from, scanner.at, 'group-empty', {}, this.#faults.with(from, scanner.at, ''));
      return null;
    }
    return { kind: 'group', alternatives };
  }

  #readMinus(depth: number): TermSyntax | null {
    const scanner = this.#scanner;
    const from = scanner.at;
    // "--port" is what somebody has copied from a command line.
    if (scanner.text[from + 1] === '-') return this.#readWord();
    scanner.at += 1;
    if (scanner.atBreak) {
      this.#token('error', from);
      this.#faults.add(from, from + 1, 'minus-alone', {}, this.#faults.with(from, from + 1, ''));
      return null;
    }
    this.#token('not', from);
    return negated(this.#readTerm(depth + 1));
  }

  #readNot(word: Piece, depth: number): TermSyntax | null {
    const scanner = this.#scanner;
    scanner.at = word.to;
    const token = this.#token('not', word.from);
    scanner.skipSpace();
    if (scanner.done || '|)'.includes(scanner.character)) {
      token.kind = 'error';
      this.#faults.add(word.from, word.to, 'minus-alone', {}, this.#faults.with(word.from, word.to, ''));
      return null;
    }
    return negated(this.#readTerm(depth + 1));
  }

  #readPhrase(): TermSyntax | null {
    const { value, closed } = this.#scanner.readQuoted();
    if (!closed) {
      this.#token('error', value.from);
      this.#quoteMissing(value.from);
      return null;
    }
    this.#token('phrase', value.from);
    if (value.text.trim() !== '') return { kind: 'word', text: value.text, phrase: true };
    this.#faults.add(value.from, value.to, 'group-empty', {}, this.#faults.with(value.from, value.to, ''));
    return null;
  }

  #quoteMissing(from: number): void {
    const end = this.#scanner.text.trimEnd().length;
    this.#faults.add(from, end, 'quote-missing', {}, this.#faults.with(end, end, '"'));
  }

  #readWord(): TermSyntax {
    const word = this.#scanner.readWord();
    this.#token('word', word.from);
    // Between parentheses these would be read otherwise: they are written with quotes.
    const phrase = /[()]|^(?:or|and|not)$/i.test(word.text);
    return { kind: 'word', text: word.text, phrase };
  }

  /** `>5` with no field before it, or `:3000` for a port. */
  #readSignAlone(): TermSyntax | null {
    const scanner = this.#scanner;
    const from = scanner.at;
    const { value, closed } = scanner.readValue(false);
    const written = scanner.text.slice(from, value.to);
    this.#token('error', from);
    if (!closed) this.#quoteMissing(from);
    const port = /^:\d{1,5}$/.test(written);
    const mend = this.#faults.with(from, value.to, port ? `port${written}` : `"${written.replaceAll('"', '""')}"`);
    this.#faults.add(from, value.to, 'field-missing', { text: excerpt(written) }, closed ? mend : null);
    return null;
  }

  #readField(name: Piece, sign: Piece): TermSyntax | null {
    const scanner = this.#scanner;
    scanner.at = sign.to;
    const parts: TokenPart[] = [part('field', name), part('operator', sign)];
    const token = this.#token('field', name.from, parts);
    const operator = this.#operatorOf(name, sign, token);
    const values = this.#readValues(name, sign, operator === '~');
    token.to = values.at(-1)?.to ?? sign.to;
    for (const value of values) parts.push(part(name.text.toLowerCase() === 'is' ? 'flag' : 'value', value));
    if (values.length === 0) {
      token.kind = 'error';
      this.#faults.add(name.from, token.to, 'value-missing', { field: name.text });
    }
    if (operator === null || values.length === 0) return null;
    if (name.text.toLowerCase() === 'is' && token.kind === 'field') token.kind = 'is';
    return { kind: 'field', name, operator, operatorAt: sign, values, token } satisfies FieldSyntax;
  }

  #operatorOf(name: Piece, sign: Piece, token: TokenDraft): Operator | null {
    const instead = foreignSigns[sign.text];
    if (instead === undefined && sign.text !== '!~') return sign.text as Operator;
    token.kind = 'error';
    const mend =
      instead === undefined
        ? this.#faults.with(name.from, sign.to, `-${name.text}~`)
        : this.#faults.with(sign.from, sign.to, instead);
    this.#faults.add(sign.from, sign.to, 'operator-unknown', { operator: sign.text }, mend);
    return null;
  }

  #readValues(name: Piece, sign: Piece, pattern: boolean): readonly WrittenValue[] {
    const scanner = this.#scanner;
    const values: WrittenValue[] = [];
    if (!this.#skipToValue(sign.to)) return values;
    for (;;) {
      const { value, closed } = scanner.readValue(!pattern);
      if (!closed) this.#quoteMissing(value.from);
      values.push(scanner.takeUnit(name.text, value));
      if (scanner.character !== ',' || pattern) return values;
      const comma = scanner.at;
      scanner.at += 1;
      const last = values.at(-1);
      const more = this.#skipToValue(scanner.at);
      if (more && !(last?.text === '' && !last.quoted)) continue;
      this.#faults.add(comma, comma + 1, 'list-empty', {}, this.#faults.with(comma, comma + 1, ''));
      if (!more)
        return [...values.slice(0, -1), { ...(last ?? { from: comma, text: '', quoted: false }), to: comma + 1 }];
    }
  }

  /** Goes to the value that begins at a place or after blanks; false, and stays there, when none does. */
  #skipToValue(from: number): boolean {
    const scanner = this.#scanner;
    const at = scanner.afterSpace(from);
    const first = scanner.text[at] ?? '';
    if (first === '' || '|)'.includes(first) || (at > from && this.#endsValue(at))) return false;
    scanner.at = at;
    return true;
  }

  #endsValue(at: number): boolean {
    const { text } = this.#scanner;
    return this.#scanner.comparisonAt(at) || /^(?:OR|AND)(?=[\s(]|$)/.test(text.slice(at, at + 4));
  }

  #readTime(keyword: Piece, depth: number): null {
    const scanner = this.#scanner;
    scanner.at = keyword.to;
    const parts = [part('keyword', keyword)];
    const token = this.#token('time', keyword.from, parts);
    if (!this.#skipToValue(keyword.to)) {
      token.kind = 'error';
      const mend = this.#faults.with(keyword.from, keyword.to, `"${keyword.text}"`);
      this.#faults.add(keyword.from, keyword.to, 'time-missing', { word: keyword.text.toLowerCase() }, mend);
      return null;
    }
    const value = this.#readTimeValue();
    token.to = value.to;
    parts.push(part('value', value));
    if (this.#time !== null || depth > 0) {
      token.kind = 'error';
      const mend = this.#faults.with(keyword.from, value.to, '');
      this.#faults.add(keyword.from, value.to, depth > 0 ? 'time-inside' : 'time-twice', {}, mend);
      return null;
    }
    this.#time = { keyword, value, token };
    return null;
  }

  /** A moment of two words may stand without quotes, as in `at yesterday 18:00`. */
  #readTimeValue(): WrittenValue {
    const scanner = this.#scanner;
    const { value, closed } = scanner.readValue(false);
    if (!closed) this.#quoteMissing(value.from);
    if (value.quoted) return value;
    const end = scanner.at;
    scanner.skipSpace();
    const { value: next } = scanner.readValue(false);
    const joined = `${value.text} ${next.text}`;
    if (!next.quoted && next.text !== '' && readMoment(joined) !== null)
      return { from: value.from, to: next.to, text: joined, quoted: false };
    scanner.at = end;
    return value;
  }
}

function part(kind: TokenPartKind, { from, to, text }: Piece): TokenPart {
  return { kind, from, to, text };
}

function negated(term: TermSyntax | null): TermSyntax | null {
  return term === null ? null : { kind: 'not', term };
}
