import type { Language } from '../texts/language.ts';

/** The same said in every language of the user interface. */
export type Said = Readonly<Record<Language, string>>;

/** A word that is timed or counted. */
export interface DescribedWord {
  /** What it is called. */
  readonly title: Said;
  /** Why it is collected, one sentence. */
  readonly purpose: Said;
}

/** A setting whose difference from the default may be told. */
export interface SettingWord {
  readonly title: Said;
  /** Its closed values, by their numbers. */
  readonly values: readonly string[];
}

export const logLevels = ['info', 'warning', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A parameter is one of a closed list or a bounded number; there is no other kind, so no line holds free text. */
export type LogParameter =
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'uint'; readonly max: number; readonly unit: string };

/** A line that the product log can hold. */
export interface LogWord {
  readonly level: LogLevel;
  /** The line as people read it, with its parameters in braces: "Attempt {attempt}." */
  readonly title: Said;
  /** In the order in which they are written. */
  readonly parameters: Readonly<Record<string, LogParameter>>;
}

/**
 * A product's own vocabulary. A batch names words by their numbers, which are their indexes in these lists: new ones go to
 * the end, none is ever taken out or renamed, and the parameters of a log code never change.
 */
export interface ProductWords {
  /** Grows by one with each release in which any of the lists has grown. */
  readonly revision: number;
  readonly commands: Readonly<Record<string, Said>>;
  readonly operations: Readonly<Record<string, DescribedWord>>;
  readonly counts: Readonly<Record<string, DescribedWord>>;
  readonly settings: Readonly<Record<string, SettingWord>>;
  readonly logs: Readonly<Record<string, LogWord>>;
  /** Names of classes of errors beside those that the client knows. */
  readonly errorClasses: readonly string[];
  /** Values of an error's `code` beside those that the client knows. */
  readonly errorCodes: readonly string[];
  /** Files of the product's bundle, without the hash in their names: "main/index". */
  readonly files: readonly string[];
}

/** Values of settings, by name: of those that differ from their defaults. */
export type SettingValues<W extends Pick<ProductWords, 'settings'>> = {
  readonly [K in keyof W['settings']]?: W['settings'][K]['values'][number];
};

/** A product that has no words but its commands begins with this. */
export const noWords = {
  revision: 1,
  commands: {},
  operations: {},
  counts: {},
  settings: {},
  logs: {},
  errorClasses: [],
  errorCodes: [],
  files: [],
} as const satisfies ProductWords;
