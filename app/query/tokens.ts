export const tokenKinds = [
  'type',
  'word',
  'phrase',
  'field',
  'is',
  'not',
  'open',
  'or',
  'and',
  'close',
  'time',
  'step',
  'error',
] as const;
export type TokenKind = (typeof tokenKinds)[number];

export type TokenPartKind = 'field' | 'operator' | 'value' | 'flag' | 'keyword' | 'aggregate' | 'pipe';

/** A piece of a text: from the first character to before the second, in UTF-16 units. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  /** As it stands there. */
  readonly text: string;
}

export interface TokenPart extends Piece {
  readonly kind: TokenPartKind;
}

/**
 * What the search field draws as one pill, or as one mark. Tokens stand in the order of the text and do not overlap;
 * between them there are blanks alone. A step goes from its pipe to its end.
 */
export interface Token extends Piece {
  readonly kind: TokenKind;
  /** Its field, operator and values, or its keyword and names, in order. */
  readonly parts: readonly TokenPart[];
}
