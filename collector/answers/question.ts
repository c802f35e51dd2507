import type { z } from 'zod';
import type { DayRange } from '../rollups/periods.ts';
import { DIMENSIONS, type Dimension } from '../rollups/tables.ts';
import type { SourceMaps } from '../sourcemaps/source-maps.ts';
import type { Storage } from '../storage/storage.ts';
import type { PublishedRules } from '../suggestions/published.ts';
import { type CellQuestion, type Filter, type NamedCell, queryCells } from './cells.ts';
import type { SharedCells } from './shared-cells.ts';

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

/** What is answered: never how many rows there are that are not shown, nor that there are any, because both tell of few. */
export interface Rows {
  readonly rows: readonly AnswerRow[];
  /** Figures of all rows together, of a question that has some. */
  readonly summary?: AnswerRow;
}

/** What a question finds when it is asked. */
export interface Asking {
  readonly storage: Pick<Storage, 'query'>;
  readonly asked: Asked;
  /** The newest closed day. */
  readonly closedThrough: number;
  readonly rules: AnswerRules;
  /** Where it is asked about one of many periods, whose cells were read together. */
  readonly cellsOfPeriod?: (question: CellQuestion) => Promise<NamedCell[]>;
  /** Reads cells that what stands beside the answer needs as well. */
  readonly shared?: SharedCells;
  /** Where places of errors are in the source. */
  readonly sources?: Pick<SourceMaps, 'find'>;
  /** Rules that are published, for a question about them ({@link Question.isOfRules}). */
  readonly published?: readonly PublishedRules[];
}

/** A question that the collector answers as a table: one value, of which its answer, its schema and its docs are made. */
export interface Question {
  readonly title: string;
  /** What its rows are of and have, in the order of its columns. */
  readonly columns: Readonly<Record<string, z.ZodType>>;
  /** Figures of all rows together. */
  readonly summary?: Readonly<Record<string, z.ZodType>>;
  /** A dimension by whose segments it has cells; it counts as one of the filters. */
  readonly by?: Dimension;
  /** The layout with which all was there that it is answered from (rollups/tables.ts): of days before, it tells nothing. */
  readonly since: number;
  /** Whether it can be asked about each day, week or month. */
  readonly hasPeriods?: boolean;
  /** Whether it is about the rules that are published: these have conditions, and it is asked without filters. */
  readonly isOfRules?: boolean;
  readonly ask: (asking: Asking) => Promise<Rows>;
}

/** Most dimensions that a cell can be of, with that which the question has cells by. */
export const MOST_DIMENSIONS = 3;

/** The cells of some kinds that a question is asked about, with what they are parts of. */
export function cellsOf(
  asking: Asking,
  { kinds, by, byProduct }: Pick<CellQuestion, 'kinds' | 'by' | 'byProduct'>,
): Promise<NamedCell[]> {
  const { storage, asked, closedThrough, rules, cellsOfPeriod, shared } = asking;
  const isShared = by === undefined && !byProduct;
  const read = (question: CellQuestion) => (shared && isShared ? shared.read(question) : queryCells(storage, question));
  const { range, product } = asked;
  const about = { range, product, kinds, closedThrough, of: rules.of, isKeyed: rules.k > 1 };
  return cellsWithWholes(asking, by, (filters, isBy) =>
    (cellsOfPeriod ?? read)({ ...about, filters, ...(isBy ? { by, byProduct } : { byProduct: true }) }),
  );
}

/**
 * The cells that a question is asked about; those of several dimensions with the cells that they are parts of (`protect`). These are
 * told by the dimensions in one order, however they were asked for: as filters, or as what the question has its cells by. So the
 * same installations have the same figures by either.
 * @param by the dimension that the question has its cells by.
 * @param cells gives those of some filters, and by segments of `by` or of all of them together; always by product with that.
 */
export async function cellsWithWholes(
  { asked: { filters = [] }, rules }: Pick<Asking, 'asked' | 'rules'>,
  by: Dimension | undefined,
  cells: (filters: readonly Filter[], isBy: boolean) => Promise<NamedCell[]>,
): Promise<NamedCell[]> {
  const filtersOf = (some: readonly Dimension[]) =>
    some.flatMap((dimension) => filters.filter((filter) => filter.dimension === dimension));
  const inOrder = DIMENSIONS.filter((dimension) => dimension === by || filtersOf([dimension]).length > 0);
  const wholes: { readonly isBy: boolean; readonly cells: ReadonlyMap<string, NamedCell> }[] = [];
  for (let count = 1; rules.k > 1 && count < inOrder.length; count++) {
    const some = inOrder.slice(0, count);
    const isBy = by === undefined || some.includes(by);
    const its = await cells(filtersOf(some), isBy);
    wholes.push({ isBy, cells: new Map(its.map((cell) => [nameOf(cell, isBy), cell])) });
  }
  const own = await cells(filtersOf(inOrder), true);
  if (wholes.length === 0) return own;
  return own.map((cell) => ({
    ...cell,
    wholes: wholes.flatMap(({ isBy, cells: some }) => some.get(nameOf(cell, isBy)) ?? []),
  }));
}

const nameOf = ({ kind, ofProduct, ofSegment, item }: NamedCell, isBy: boolean) =>
  [kind, ofProduct, isBy ? ofSegment : '', ...item].join('\t');
