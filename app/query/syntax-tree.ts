import type { ObjectType, Operator } from './query.ts';
import type { Piece, TokenKind, TokenPart } from './tokens.ts';

/** A token while it is made: that it is wrong may be seen only when its type is known. */
export interface TokenDraft {
  kind: TokenKind;
  readonly from: number;
  to: number;
  readonly parts: TokenPart[];
}

/** One value as it was written: `text` without its quotes. */
export interface WrittenValue extends Piece {
  readonly quoted: boolean;
}

export interface FieldSyntax {
  readonly kind: 'field';
  readonly name: Piece;
  readonly operator: Operator;
  readonly operatorAt: Piece;
  readonly values: readonly WrittenValue[];
  readonly token: TokenDraft;
}

/** Terms as they are written, before it is known what type they are about. */
export type TermSyntax =
  | { readonly kind: 'word'; readonly text: string; readonly phrase: boolean }
  | FieldSyntax
  | { readonly kind: 'not'; readonly term: TermSyntax }
  | { readonly kind: 'group'; readonly alternatives: readonly (readonly TermSyntax[])[] };

export interface TimeSyntax {
  readonly keyword: Piece;
  readonly value: WrittenValue;
  readonly token: TokenDraft;
}

/** One name of a step: `max(cpu)` has an aggregate, `cpu desc` a direction. */
export interface StepItem extends Piece {
  readonly aggregate: Piece | null;
  /** `null` in `count()`. */
  readonly name: Piece | null;
  readonly descending: boolean;
}

export interface StepSyntax {
  readonly keyword: Piece;
  readonly items: readonly StepItem[];
  readonly token: TokenDraft;
}

export interface Syntax {
  readonly head: { readonly type: ObjectType; readonly at: Piece } | null;
  readonly alternatives: readonly (readonly TermSyntax[])[];
  readonly time: TimeSyntax | null;
  readonly steps: readonly StepSyntax[];
}
