import { KEY_BITS, SEED_OF } from '../privacy/cell-key.ts';
import type { Cell } from '../privacy/protect.ts';
import { type CubeKind, isCut } from '../rollups/cube-kinds.ts';
import { IN_ORDER, SECRET_KEY } from '../rollups/day-batches.ts';
import { cellsOfDays } from '../rollups/day-cells.ts';
import { CURRENT_CUBES } from '../rollups/generations.ts';
import { covering, type DayRange, type Period, periodsWithin } from '../rollups/periods.ts';
import {
  CORRECTIONS,
  CUBES,
  type Dimension,
  ERASED,
  KEY_PLANES,
  type PeriodKind,
  SEPARATOR,
} from '../rollups/tables.ts';
import { isoDay } from '../storage/rows.ts';
import type { QueryParameters, Storage } from '../storage/storage.ts';

/** Only what is of one segment. */
export interface Filter {
  readonly dimension: Dimension;
  readonly segment: string;
}

export interface CellQuestion {
  /** Closed days of receipt. */
  readonly range: DayRange;
  /** The newest closed day; weeks and months that end by it are there. */
  readonly closedThrough: number;
  readonly kinds: readonly CubeKind[];
  /** One product; all of them together when it is not given. */
  readonly product?: string | undefined;
  /** Of different dimensions. */
  readonly filters?: readonly Filter[] | undefined;
  /** Each segment of a dimension, and each product, has cells of its own. */
  readonly by?: Dimension | undefined;
  /** Each product has cells of its own; so it has with `by`. */
  readonly byProduct?: boolean | undefined;
  /** Each period of a kind that lies within the range as a whole has cells of its own, in place of one for the range. */
  readonly byPeriod?: PeriodKind;
  /** The builds that users get, or all of them. */
  readonly of: 'users' | 'all';
  /** Whether cells need their keys: not where all is shown as it is. */
  readonly isKeyed?: boolean;
}

/** A cell of an answer, of which nobody knows yet whether it may be shown. */
export interface NamedCell extends Cell {
  /** That of a cube, or of figures that no cube has. */
  readonly kind: CubeKind | 'returned' | 'met';
  /** The parts of the item's name. */
  readonly item: readonly string[];
  /** What it is of, where the question has its cells {@link CellQuestion.by} something or {@link CellQuestion.byProduct}; else empty. */
  readonly ofProduct: string;
  readonly ofSegment: string;
  /** The first day of its period, "2026-03-09", where the question has its cells {@link CellQuestion.byPeriod}; else empty. */
  readonly ofPeriod: string;
}

interface Row extends Omit<NamedCell, 'item'> {
  readonly item: string;
}

/**
 * The key of a cell is the sum of the record keys over the union of its members, whichever periods cover the range. It is summed
 * up bit by bit: so many members have the bit, as a set of all that have it tells. That takes some microseconds a bit
 * and cell, where reading out the members and their keys takes a second for some million. All sets are read by one subquery: one each
 * would take longer than most answers.
 */
const PLANES = `(SELECT groupArray((bit, its)) FROM (
  SELECT bit, groupBitmapMergeState(members) AS its FROM ${KEY_PLANES} WHERE bit < ${KEY_BITS} GROUP BY bit)) AS planes`;

/** Buckets are hundreds, and moved by the key of the cell that they are the histogram of. */
const KEY = `if(kind IN ('duration', 'vote'), 0,
  arraySum(arrayMap(plane -> bitShiftLeft(bitmapAndCardinality(members, plane.2), plane.1), planes)) % ${2 ** KEY_BITS})`;

/** Rows of the product that is asked for, and of the builds; see {@link askCells} for the parameters. */
export const OF_PRODUCT = `({product:String} = '' OR product = {product:String}) AND ({all:UInt8} = 1 OR packaged != 'no')`;

/**
 * Rows of some periods. Which these are stands in the condition as it is: so the engine opens what has them and nothing else, of the hundreds
 * that a year has.
 */
const whereOf = (periods: readonly Period[]) => `
  ${periods.length === 0 ? '0' : `(period, start) IN (${periods.map(({ kind, from }) => `('${kind}', '${isoDay(from)}')`).join(', ')})`}
  AND dimension = {dimension:String} AND ({anySegment:UInt8} = 1 OR segment = {segment:String})
  AND kind IN {kinds:Array(String)} AND ${OF_PRODUCT}`;

const CELL = 'period, start, product, packaged, dimension, segment, kind, item';

/**
 * What erased installations had contributed counts for as long as they are in the cube's set of members: a cube that is
 * made anew has neither, from the same moment on.
 */
const corrected = (where: string) => `
  SELECT product, segment, start, kind, item, largest, second, members,
    toInt64(n) - arraySum(arrayMap((number, its) -> if(bitmapContains(members, number), its, 0), numbers, amounts)) AS n
  FROM (SELECT * FROM ${CUBES} WHERE ${where} AND ${CURRENT_CUBES}) AS cubes
  LEFT JOIN (
    SELECT ${CELL}, groupArray(number) AS numbers, groupArray(toInt64(n)) AS amounts
    FROM (SELECT ${CELL}, number, n FROM ${CORRECTIONS} FINAL WHERE ${where}) GROUP BY ${CELL}
  ) AS corrections USING (${CELL})`;

/** Cells of cubes: whether products, segments and periods have cells of their own. */
const ofCubes = ({ by, byProduct, byPeriod }: CellQuestion, periods: readonly Period[]) => `
  SELECT kind, ${by || byProduct ? 'product' : "''"} AS ofProduct, ${by ? 'segment' : "''"} AS ofSegment,
    ${byPeriod ? 'toString(start)' : "''"} AS ofPeriod, item,
    sum(n) AS sum, sum(largest) AS largest, sum(second) AS second,
    bitmapAndnot(groupBitmapMergeState(members), (SELECT groupBitmapState(number) FROM ${ERASED})) AS members
  FROM (${corrected(whereOf(periods))}) GROUP BY kind, ofProduct, ofSegment, ofPeriod, item`;

const answering = (cells: string, isKeyed: boolean) => `
  ${isKeyed ? `WITH ${PLANES}` : ''}
  SELECT kind, ofProduct, ofSegment, ofPeriod, item, sum, largest, second, bitmapCardinality(members) AS installations,
    ${isKeyed ? KEY : '0'} AS key, ${isKeyed ? SEED_OF(SECRET_KEY, 'key') : "''"} AS seed
  FROM (${cells})
  WHERE installations > 0
  ORDER BY sum DESC, kind, ofProduct, ofSegment, ofPeriod, item
  SETTINGS ${IN_ORDER}`;

/** The cells that a question is about, largest sums first, as they are. */
export async function queryCells(storage: Pick<Storage, 'query'>, question: CellQuestion): Promise<NamedCell[]> {
  const { kinds, by, filters = [], isKeyed = true } = question;
  const dimensions = new Set([...filters.map(({ dimension }) => dimension), ...(by ? [by] : [])]);
  const [dimension = '', another] = dimensions;
  const isInCubes = another === undefined && isCut(kinds, dimension);
  return askCells(storage, isInCubes ? fromCubes(question, dimension) : fromDays(question), { ...question, isKeyed });
}

/** A statement that gives cells: `kind`, `ofProduct`, `ofSegment`, `ofPeriod`, `item`, `sum`, `largest`, `second`, and the set of `members`. */
export interface CellSource {
  readonly sql: string;
  readonly parameters: QueryParameters;
}

/** The cells that a statement gives, largest sums first, with their keys. It may have {@link OF_PRODUCT} among its conditions. */
export async function askCells(
  storage: Pick<Storage, 'query'>,
  { sql, parameters }: CellSource,
  { product, of, isKeyed = true }: Pick<CellQuestion, 'product' | 'of' | 'isKeyed'>,
): Promise<NamedCell[]> {
  const rows = await storage.query<Row>(answering(sql, isKeyed), {
    ...parameters,
    product: product ?? '',
    all: of === 'all' ? 1 : 0,
  });
  return rows.map(({ item, ...row }) => ({ ...row, item: item.split(SEPARATOR) }));
}

function fromCubes(question: CellQuestion, dimension: Dimension | ''): CellSource {
  const { range, closedThrough, kinds, filters = [], byPeriod } = question;
  const periods = byPeriod ? periodsWithin(byPeriod, range) : covering(range, ({ to }) => to <= closedThrough);
  const [filter] = filters;
  return {
    sql: ofCubes(question, periods),
    parameters: {
      dimension,
      segment: filter?.segment ?? '',
      anySegment: filter || dimension === '' ? 0 : 1,
      kinds,
    },
  };
}

function fromDays({ range, kinds, filters = [], by, byProduct, byPeriod }: CellQuestion): CellSource {
  const where = filters.map(({ dimension }) => `toString(${dimension}) = {of_${dimension}:String}`);
  return {
    sql: cellsOfDays({
      kinds,
      product: by || byProduct ? 'toString(product)' : "''",
      segment: by ? `toString(${by})` : "''",
      period: byPeriod,
      where: ['day >= {from:Date} AND day <= {to:Date}', OF_PRODUCT, ...where].join(' AND '),
    }),
    parameters: {
      from: isoDay(range.from),
      to: isoDay(range.to),
      ...Object.fromEntries(filters.map(({ dimension, segment }) => [`of_${dimension}`, segment])),
    },
  };
}
