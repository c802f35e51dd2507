import { MAX_ERRORS } from './limits.ts';

export const queryErrorIds = [
  'too-long',
  'unreadable',
  'quote-missing',
  'parenthesis-missing',
  'parenthesis-stray',
  'too-deep',
  'too-many',
  'group-empty',
  'or-empty',
  'minus-alone',
  'field-missing',
  'operator-unknown',
  'operator-unfit',
  'value-missing',
  'list-empty',
  'one-value',
  'later-release',
  'type-unknown',
  'field-unknown',
  'field-of-other',
  'flag-unknown',
  'flag-unfit',
  'choice-unknown',
  'number-wanted',
  'number-whole',
  'number-large',
  'unit-unknown',
  'range-order',
  'range-open',
  'range-unfit',
  'moment-wanted',
  'pattern-invalid',
  'pattern-unsupported',
  'pattern-long',
  'time-missing',
  'time-unknown',
  'time-twice',
  'time-inside',
  'now-only',
  'step-missing',
  'step-unknown',
  'step-twice',
  'step-empty',
  'step-unclear',
  'aggregate-unknown',
  'aggregate-unfit',
  'aggregate-field',
  'sort-unshown',
  'not-grouped',
  'limit-number',
] as const;
export type QueryErrorId = (typeof queryErrorIds)[number];

/** A text of the catalogue with what fills it in. */
export interface QueryMessage {
  readonly key: `query-error.${QueryErrorId}`;
  readonly values: Readonly<Record<string, string>>;
}

/** What is wrong in a query, where, and how it could be right. */
export interface QueryError {
  /** Characters of the text (UTF-16 units): from the first to before the second. */
  readonly from: number;
  readonly to: number;
  readonly message: QueryMessage;
  /** The whole text with this mended. */
  readonly mend?: string;
}

/** Collects the errors of one text. */
export class Faults {
  readonly #text: string;
  readonly #found: QueryError[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** Those found, in the order of the text. */
  get all(): readonly QueryError[] {
    return this.#found.toSorted((one, other) => one.from - other.from || one.to - other.to);
  }

  textOf({ from, to }: { readonly from: number; readonly to: number }): string {
    return this.#text.slice(from, to);
  }

  add(
    from: number,
    to: number,
    id: QueryErrorId,
    values: Readonly<Record<string, string>> = {},
    mend: string | null = null,
  ): void {
    if (this.#found.length >= MAX_ERRORS) return;
    const message: QueryMessage = { key: `query-error.${id}`, values };
    this.#found.push(mend === null ? { from, to, message } : { from, to, message, mend });
  }

  /** The text with a part of it replaced; blanks that would then stand together become one. */
  with(from: number, to: number, instead: string): string {
    if (instead !== '') return this.#text.slice(0, from) + instead + this.#text.slice(to);
    const before = this.#text.slice(0, from).trimEnd();
    const after = this.#text.slice(to).trimStart();
    const between = before === '' || after === '' || before.endsWith('(') || after.startsWith(')') ? '' : ' ';
    return before + between + after;
  }
}
