/**
 * A reader of CDDL (RFC 8610) as far as docs/batch.cddl uses it, for tests: rules, arrays, groups, choices, occurrences,
 * ranges, `.size`, `.regexp` and `.and`. It is written by the RFC and knows nothing of our codec.
 */

/** Takes values from a list, as far as they fit; `undefined` when they do not. Greedy, as RFC 8610, appendix A, says. */
type Matcher = (values: readonly unknown[], at: number) => number | undefined;

/** Whether a decoded value is what a description says. */
export type Fits = (value: unknown) => boolean;

const TOKEN = /\s*(?:;[^\n]*|("(?:[^"\\]|\\.)*"|\d+|\.\.|\.[a-z]+|[A-Za-z_](?:[\w.-]*\w)?|[=[\](),:/?*]))/y;
const NAME = /^[A-Za-z_]/;

/**
 * Reads a description; its first rule says what a value is.
 * @throws when it is no CDDL of this subset, has a rule twice or names one that there is not.
 */
export function readCddl(text: string): Fits {
  const reader = new CddlReader(tokensOf(text));
  const root = reader.rules();
  return (value) => root([value], 0) === 1;
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new Error(`no CDDL: ${text.slice(from, from + 40)}`);
    if (match[1] !== undefined) tokens.push(match[1]);
  }
  return tokens;
}

class CddlReader {
  readonly #tokens: readonly string[];
  readonly #rules = new Map<string, Matcher>();
  readonly #named = new Set<string>();
  #next = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  rules(): Matcher {
    const [root] = this.#tokens;
    while (this.#next < this.#tokens.length) {
      const name = this.#take(NAME);
      this.#take('=');
      if (this.#rules.has(name)) throw new Error(`twice: ${name}`);
      this.#rules.set(name, this.#choice());
    }
    const missing = [...this.#named].filter((name) => !this.#rules.has(name));
    if (missing.length > 0) throw new Error(`no rule: ${missing.join(', ')}`);
    return this.#rule(root ?? '');
  }

  #rule(name: string): Matcher {
    return (values, at) => this.#rules.get(name)?.(values, at);
  }

  /** `a / b`: the first that fits. */
  #choice(): Matcher {
    const alternatives = [this.#controlled()];
    while (this.#skip('/')) alternatives.push(this.#controlled());
    if (alternatives.length === 1) return alternatives[0] as Matcher;
    return (values, at) => {
      for (const alternative of alternatives) {
        const end = alternative(values, at);
        if (end !== undefined) return end;
      }
      return undefined;
    };
  }

  /** A type, with what has to hold besides. */
  #controlled(): Matcher {
    const target = this.#primary();
    const also = this.#control();
    if (!also) return target;
    return (values, at) => (target(values, at) === undefined ? undefined : also(values, at));
  }

  #control(): Matcher | undefined {
    if (this.#skip('.size')) return one(this.#size());
    if (this.#skip('.regexp')) return one(this.#expression());
    return this.#skip('.and') ? this.#primary() : undefined;
  }

  #expression(): Fits {
    const source = JSON.parse(this.#take(/^"/)) as string;
    // Anchors are ordinary characters in the expressions of XML Schema, which match the whole text.
    if (/[\^$]/.test(source)) throw new Error(`anchors in ${source}`);
    const expression = new RegExp(`^(?:${source})$`, 'u');
    return (value) => typeof value === 'string' && expression.test(value);
  }

  #size(): Fits {
    const bytes = this.#primary();
    return (value) => {
      if (typeof value !== 'string' && !(value instanceof Uint8Array)) return false;
      return bytes([Buffer.byteLength(value)], 0) === 1;
    };
  }

  #primary(): Matcher {
    if (this.#skip('[')) {
      const items = this.#items(']');
      return one((value) => Array.isArray(value) && items(value, 0) === value.length);
    }
    if (this.#skip('(')) return this.#items(')');
    const token = this.#take(/^\w/);
    if (/^\d/.test(token)) {
      const least = Number(token);
      const most = this.#skip('..') ? Number(this.#take(/^\d/)) : least;
      if (most < least) throw new Error(`an empty range: ${least}..${most}`);
      return one((value) => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most);
    }
    if (token === 'tstr') return one((value) => typeof value === 'string');
    if (token === 'bstr') return one((value) => value instanceof Uint8Array);
    this.#named.add(token);
    return this.#rule(token);
  }

  /** What stands between brackets: one after the other. Keys of arrays say nothing of the values. */
  #items(close: string): Matcher {
    const items: Matcher[] = [];
    while (!this.#skip(close)) {
      const [least, most] = this.#occurrence();
      if (this.#tokens[this.#next + 1] === ':') {
        this.#take(NAME);
        this.#take(':');
      }
      items.push(repeated(this.#choice(), least, most));
      if (!this.#skip(',') && this.#tokens[this.#next] !== close) throw new Error(`no ${close}`);
    }
    return (values, from) => {
      let at: number | undefined = from;
      for (const item of items) {
        if (at !== undefined) at = item(values, at);
      }
      return at;
    };
  }

  /** `?`, `2*5`, or once. */
  #occurrence(): readonly [least: number, most: number] {
    if (this.#skip('?')) return [0, 1];
    if (this.#tokens[this.#next + 1] !== '*') return [1, 1];
    const least = Number(this.#take(/^\d/));
    this.#take('*');
    return [least, Number(this.#take(/^\d/))];
  }

  #skip(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false;
    this.#next++;
    return true;
  }

  #take(expected: string | RegExp): string {
    const token = this.#tokens[this.#next++] ?? '';
    const fits = typeof expected === 'string' ? token === expected : expected.test(token);
    if (!fits)
      throw new Error(
        `${expected} expected before ${this.#tokens
          .slice(this.#next - 1)
          .slice(0, 5)
          .join(' ')}`,
      );
    return token;
  }
}

/** A single value. */
const one =
  (fits: Fits): Matcher =>
  (values, at) =>
    at < values.length && fits(values[at]) ? at + 1 : undefined;

function repeated(item: Matcher, least: number, most: number): Matcher {
  if (least === 1 && most === 1) return item;
  return (values, from) => {
    let at = from;
    let times = 0;
    while (times < most) {
      const end = item(values, at);
      if (end === undefined || end === at) break;
      at = end;
      times++;
    }
    return times < least ? undefined : at;
  };
}
