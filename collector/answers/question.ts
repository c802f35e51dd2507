import type { z } from 'zod';
import type { Withheld } from '../privacy/protect.ts';
import type { DayRange } from '../rollups/periods.ts';
import type { Storage } from '../storage/storage.ts';
import { type CellQuestion, type Filter, type NamedCell, queryCells } from './cells.ts';

export interface Asked {
  readonly range: DayRange;
  readonly product?: string;
  /** Of different dimensions. */
  readonly filters?: readonly Filter[];
  /** Whether everything counts that happened, or each installation alike. */
  readonly votes?: 'events' | 'installation';
}

/** How answers are given by a collector. */
export interface AnswerRules {
  /** Groups of fewer installations are withheld; 1 shows all, as it is. */
  readonly k: number;
  readonly of: 'users' | 'all';
}

/** A row: what it is of, and its figures, each by its name. */
export type AnswerRow = Readonly<Record<string, unknown>>;

export interface Rows {
  readonly rows: readonly AnswerRow[];
  /** Rows that exist and are not shown, by reason. */
  readonly withheld: Readonly<Record<Withheld, number>>;
}

/** What a question finds when it is asked. */
export interface Asking {
  readonly storage: Pick<Storage, 'query'>;
  readonly asked: Asked;
  /** The newest closed day. */
  readonly closedThrough: number;
  readonly rules: AnswerRules;
}

/** A question that the collector answers as a table: one value, of which its answer, its schema and its docs are made. */
export interface Question {
  readonly title: string;
  /** What its rows are of and have, in the order of its columns. */
  readonly columns: Readonly<Record<string, z.ZodType>>;
  /** The layout with which all was there that it is answered from (rollups/tables.ts): of days before, it tells nothing. */
  readonly since: number;
  readonly ask: (asking: Asking) => Promise<Rows>;
}

/** The cells of some kinds that a question is asked about. */
export function cellsOf(
  { storage, asked, closedThrough, rules }: Asking,
  { kinds, by }: Pick<CellQuestion, 'kinds' | 'by'>,
): Promise<NamedCell[]> {
  const { range, product, filters } = asked;
  return queryCells(storage, { range, product, filters, kinds, by, closedThrough, of: rules.of, isKeyed: rules.k > 1 });
}
