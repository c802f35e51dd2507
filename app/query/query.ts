/**
 * A question to the Finder as data: what the text in the search field, its tokens and the builder all stand for.
 * The grammar stands in docs/query-language.md.
 */

/** What can be asked about. */
export const objectTypes = ['process', 'port', 'connection', 'unit', 'device'] as const;
export type ObjectType = (typeof objectTypes)[number];

/** What a cell can hold. Moments are UTC milliseconds since 1970, durations milliseconds, sizes bytes. */
export type Value = string | number | boolean | null;

/** One row of an answer: `key` says which object it is; the other names are those of {@link Field.property}. */
export interface Row {
  readonly key: string;
  readonly [property: string]: Value;
}

export const operators = ['=', '!=', '>', '>=', '<', '<=', '~', ':'] as const;
/** `:` is "is", and for text "contains"; `~` is a regular expression of RE2. */
export type Operator = (typeof operators)[number];

/** `is:` words. Which of them fit a type is said by the catalogue of fields. */
export const flags = ['new', 'gone', 'changed', 'listening', 'deleted', 'rare', 'mine', 'kernel', 'app'] as const;
export type Flag = (typeof flags)[number];

/**
 * What a field is compared with: one value, several of which one must fit, or a range with both ends in it. A moment is
 * the text that was written for it (see {@link Moment}), because what it means depends on the clock.
 */
export type Operand =
  | { readonly kind: 'one'; readonly value: string | number }
  | { readonly kind: 'any'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'range'; readonly low: number | string; readonly high: number | string };

export type Term =
  /** Somewhere in the texts of the object, in any case of letters. */
  | { readonly kind: 'word'; readonly text: string; readonly phrase: boolean }
  | { readonly kind: 'field'; readonly field: string; readonly operator: Operator; readonly operand: Operand }
  | { readonly kind: 'is'; readonly flag: Flag }
  | { readonly kind: 'not'; readonly term: Term }
  /** One of several alternatives fits; each alternative is several terms that all fit. */
  | { readonly kind: 'or'; readonly alternatives: readonly (readonly Term[])[] };

/**
 * A moment as written, kept so that it can be written again: `14:02`, `14:02:30`, `yesterday 18:00`, `2026-11-28`,
 * `2026-11-28 14:02`, `5m ago`, `boot`, `now`. What it means depends on the clock, see resolveTime in time.ts.
 */
export interface Moment {
  readonly text: string;
}

export type TimeClause =
  /** The whole of the unit that the moment names: its minute, its second, its day. */
  | { readonly kind: 'at'; readonly moment: Moment }
  /** The last so many milliseconds. */
  | { readonly kind: 'during'; readonly last: number }
  | { readonly kind: 'between'; readonly from: Moment; readonly to: Moment }
  | { readonly kind: 'since'; readonly moment: Moment };

export const aggregates = ['count', 'sum', 'avg', 'min', 'max', 'p50', 'p95', 'first', 'last'] as const;
export type Aggregate = (typeof aggregates)[number];

/** What is shown of a group; `field` is `null` for `count()` alone. */
export interface Shown {
  readonly aggregate: Aggregate;
  readonly field: string | null;
}

export type Step =
  | { readonly kind: 'by'; readonly fields: readonly string[] }
  | { readonly kind: 'show'; readonly shown: readonly Shown[] }
  | { readonly kind: 'sort'; readonly by: readonly { readonly field: string; readonly descending: boolean }[] }
  | { readonly kind: 'limit'; readonly count: number }
  | { readonly kind: 'columns'; readonly fields: readonly string[] };

export interface Query {
  readonly type: ObjectType;
  readonly terms: readonly Term[];
  /** `null`: now. */
  readonly time: TimeClause | null;
  readonly steps: readonly Step[];
}

/** From the first to before the second, UTC milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** A column of an answer: a field of the type, or something reckoned over groups. */
export interface AnswerColumn {
  /** Property of the rows. */
  readonly property: string;
  /** Field of the catalogue whose kind and title it has; for `count()` none. */
  readonly field: string | null;
  readonly aggregate: Aggregate | null;
}
