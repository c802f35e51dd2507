import { KEY_BITS } from '../privacy/cell-key.ts';
import type { Cell } from '../privacy/protect.ts';
import type { CubeKind } from '../rollups/cubes.ts';
import { covering, type DayRange } from '../rollups/periods.ts';
import { CORRECTIONS, CUBES, type Dimension, ERASED, KEY_PLANES, SEPARATOR } from '../rollups/tables.ts';
import { isoDay } from '../storage/rows.ts';
import type { Storage } from '../storage/storage.ts';

export interface CellQuestion {
  /** Closed days of receipt. */
  readonly range: DayRange;
  /** The newest closed day; weeks and months that end by it are there. */
  readonly closedThrough: number;
  readonly kinds: readonly CubeKind[];
  /** One product; all of them together when it is not given. */
  readonly product?: string;
  /** Only what is of one segment. */
  readonly filter?: { readonly dimension: Dimension; readonly segment: string };
  /** The builds that users get, or all of them. */
  readonly of: 'users' | 'all';
}

/** A cell of an answer, of which nobody knows yet whether it may be shown. */
export interface NamedCell extends Cell {
  readonly kind: CubeKind;
  /** The parts of the item's name. */
  readonly item: readonly string[];
}

interface Row {
  readonly kind: CubeKind;
  readonly item: string;
  readonly sum: number;
  readonly largest: number;
  readonly second: number;
  readonly installations: number;
  readonly key: number;
}

const BITS = Array.from({ length: KEY_BITS }, (_, bit) => bit);

/**
 * The key of a cell is the sum of the record keys over the union of its members, whichever periods cover the range. It is summed
 * up bit by bit: so many members have the bit, as a set of all that have it tells. That takes some microseconds a bit
 * and cell, where reading out the members and their keys takes a second for some million.
 */
const PLANES = BITS.map(
  (bit) => `(SELECT groupBitmapMergeState(members) FROM ${KEY_PLANES} WHERE bit = ${bit}) AS plane${bit}`,
).join(', ');

const KEY = BITS.map((bit) => `${1 << bit} * bitmapAndCardinality(members, plane${bit})`).join(' + ');

const WHERE = `
  (toString(period), start) IN (SELECT tupleElement(p, 1), toDate(tupleElement(p, 2)) FROM (
    SELECT arrayJoin(arrayZip({periods:Array(String)}, {starts:Array(String)})) AS p))
  AND dimension = {dimension:String} AND segment = {segment:String} AND kind IN {kinds:Array(String)}
  AND ({product:String} = '' OR product = {product:String}) AND ({all:UInt8} = 1 OR packaged != 'no')`;

const CELL = 'period, start, product, packaged, kind, item';

/**
 * What erased installations had contributed counts for as long as they are in the cube's set of members: a cube that is
 * made anew has neither, from the same moment on.
 */
const CORRECTED = `
  SELECT kind, item, largest, second, members,
    toInt64(n) - arraySum(arrayMap((number, its) -> if(bitmapContains(members, number), its, 0), numbers, amounts)) AS n
  FROM (SELECT * FROM ${CUBES} WHERE ${WHERE}) AS cubes
  LEFT JOIN (
    SELECT ${CELL}, groupArray(number) AS numbers, groupArray(toInt64(n)) AS amounts
    FROM (SELECT ${CELL}, number, n FROM ${CORRECTIONS} FINAL WHERE ${WHERE}) GROUP BY ${CELL}
  ) AS corrections USING (${CELL})`;

const CELLS = `
  WITH ${PLANES},
    (SELECT groupBitmapState(number) FROM ${ERASED}) AS erased
  SELECT kind, item, sum, largest, second, bitmapCardinality(members) AS installations,
    (${KEY}) % ${2 ** KEY_BITS} AS key
  FROM (
    SELECT kind, item, sum(n) AS sum, sum(largest) AS largest, sum(second) AS second,
      bitmapAndnot(groupBitmapMergeState(members), erased) AS members
    FROM (${CORRECTED}) GROUP BY kind, item
  )
  WHERE installations > 0
  ORDER BY sum DESC, kind, item`;

/** The cells that a question is about, largest sums first, as they are. */
export async function queryCells(storage: Storage, question: CellQuestion): Promise<NamedCell[]> {
  const { range, closedThrough, kinds, product = '', filter, of } = question;
  const periods = covering(range, ({ to }) => to <= closedThrough);
  const rows = await storage.query<Row>(CELLS, {
    periods: periods.map(({ kind }) => kind),
    starts: periods.map(({ from }) => isoDay(from)),
    dimension: filter?.dimension ?? '',
    segment: filter?.segment ?? '',
    kinds,
    product,
    all: of === 'all' ? 1 : 0,
  });
  return rows.map(({ item, ...row }) => ({ ...row, item: item.split(SEPARATOR) }));
}
