import { formatText } from './format.ts';
import { MAX_DEPTH } from './limits.ts';
import { foreignField, type Tokens } from './rewrite-words.ts';

/** What cannot be said in this language. */
export class Unrewritable extends Error {
  constructor() {
    super('it cannot be rewritten');
  }
}

const comparisons: Readonly<Record<string, string>> = {
  '==': '=',
  '=~': '=',
  '=': '=',
  '!=': '!=',
  '<>': '!=',
  '!~': '!=',
  '>': '>',
  '>=': '>=',
  '<': '<',
  '<=': '<=',
};

/** Reads a condition of `where` and writes its terms. */
export class WhereReader {
  readonly #tokens: Tokens;
  #time: string | null = null;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  read(): { readonly terms: readonly string[]; readonly time: string | null } {
    const alternatives = this.#alternatives(0);
    const [only] = alternatives;
    const terms = alternatives.length === 1 ? (only ?? []) : [joined(alternatives)];
    return { terms, time: this.#time };
  }

  #alternatives(depth: number): readonly (readonly string[])[] {
    const alternatives: (readonly string[])[] = [];
    do alternatives.push(this.#all(depth));
    while (this.#tokens.takes('or'));
    // A time that holds for one alternative alone cannot be said.
    if (alternatives.length > 1 && this.#time !== null) throw new Unrewritable();
    return alternatives;
  }

  #all(depth: number): readonly string[] {
    const terms: string[] = [];
    do {
      const term = this.#term(depth);
      if (term !== null) terms.push(term);
    } while (this.#tokens.takes('and'));
    return terms;
  }

  #term(depth: number): string | null {
    const tokens = this.#tokens;
    if (depth > MAX_DEPTH) throw new Unrewritable();
    if (tokens.takes('not')) {
      const inside = this.#term(depth + 1);
      if (inside === null) throw new Unrewritable();
      return `-${inside}`.replace(/^--\(/, '(').replace(/^--/, '');
    }
    if (tokens.sign('(')) {
      const alternatives = this.#alternatives(depth + 1);
      if (!tokens.sign(')')) throw new Unrewritable();
      return joined(alternatives);
    }
    const name = tokens.name();
    if (name === null) throw new Unrewritable();
    const field = foreignField(name);
    return field === 'time' ? this.#timeTerm() : this.#comparison(field);
  }

  #comparison(field: string): string {
    const token = this.#tokens.next();
    const operator = token?.text.toLowerCase() ?? '';
    if (token?.kind === 'sign') {
      const ours = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
      if (ours === undefined) throw new Unrewritable();
      return `${field}${ours}${this.#value()}`;
    }
    const negative = operator.startsWith('!') ? '-' : '';
    switch (operator.replace(/^!/, '').replace(/(?:_cs|~)$/, '')) {
      case 'contains':
      case 'has':
        return `${negative}${field}:${this.#value()}`;
      case 'startswith':
      case 'hasprefix':
        return `${negative}${field}~${formatText(`(?i)^${escaped(this.#text())}`)}`;
      case 'endswith':
      case 'hassuffix':
        return `${negative}${field}~${formatText(`(?i)${escaped(this.#text())}$`)}`;
      case 'matches':
        if (!this.#tokens.takes('regex')) throw new Unrewritable();
        return `${field}~${formatText(this.#text())}`;
      case 'in':
        return `${field}${negative === '' ? '=' : '!='}${this.#list()}`;
      case 'between':
        return `${field}:${this.#between()}`;
      default:
        throw new Unrewritable();
    }
  }

  #text(): string {
    const token = this.#tokens.next();
    if (token?.kind !== 'text') throw new Unrewritable();
    return token.text;
  }

  #value(): string {
    const sign = this.#tokens.sign('-') ? '-' : '';
    const token = this.#tokens.next();
    if (token === null || token.kind === 'sign') throw new Unrewritable();
    return sign + (token.kind === 'number' ? token.text : formatText(token.text));
  }

  #list(): string {
    const tokens = this.#tokens;
    if (!tokens.sign('(') && !tokens.sign('[')) throw new Unrewritable();
    const values: string[] = [];
    do values.push(this.#value());
    while (tokens.sign(','));
    if (!tokens.sign(')')) throw new Unrewritable();
    return values.join(',');
  }

  #between(): string {
    const tokens = this.#tokens;
    if (!tokens.sign('(')) throw new Unrewritable();
    const low = this.#value();
    if (!tokens.sign('..') && !tokens.takes('and')) throw new Unrewritable();
    const high = this.#value();
    if (!tokens.sign(')')) throw new Unrewritable();
    return `${low}..${high}`;
  }

  /** `Timestamp > ago(1h)` is the time of the whole. */
  #timeTerm(): null {
    const tokens = this.#tokens;
    if ((!tokens.sign('>') && !tokens.sign('>=')) || !tokens.takes('ago') || !tokens.sign('('))
      throw new Unrewritable();
    const span = tokens.number();
    if (span === null || !tokens.sign(')') || this.#time !== null) throw new Unrewritable();
    this.#time = `during ${span}`;
    return null;
  }
}

function joined(alternatives: readonly (readonly string[])[]): string {
  const written = alternatives.map((terms) => terms.join(' '));
  if (written.some((text) => text === '')) throw new Unrewritable();
  return written.length === 1 && alternatives[0]?.length === 1 ? written.join('') : `(${written.join(' OR ')})`;
}

/** Letters of a text that mean something in a regular expression are made to mean themselves. */
function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
