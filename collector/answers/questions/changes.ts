import { compareVersions } from 'candor-client/core';
import { CURRENT_ROWS } from '../../rollups/generations.ts';
import { ERASED, INSTALLATION_DAYS, SEPARATOR } from '../../rollups/tables.ts';
import { isoDay } from '../../storage/rows.ts';
import type { QueryParameters } from '../../storage/storage.ts';
import type { NamedCell } from '../cells.ts';
import { mannWhitney, type Sample, sizeOf } from '../mann-whitney.ts';
import type { Asking } from '../question.ts';

/** Whether an operation of the newest version takes longer or less than in the version before. */
export interface Change {
  readonly change: 'slower' | 'faster' | 'none' | null;
  readonly against: string | null;
  readonly p: number | null;
}

/** A difference that is less likely than this, when nothing has changed, is called a change. */
export const CHANGE_P = 0.01;

/** Fewer installations of a version tell too little of it. */
export const LEAST_INSTALLATIONS = 20;

/** Most installations of a version that are looked at: more would only find differences that nobody feels. */
const MOST_INSTALLATIONS = 2000;

/**
 * How long an operation takes each installation of a version, as the bucket of the median of all its durations: what one
 * installation does a thousand times is one value, because its durations depend on its computer and are not independent.
 */
const medians = (where: string) => `
  SELECT version, item, bucket, count() AS installations
  FROM (
    SELECT version, item, number, quantileExactWeighted(0.5)(bucket, n) AS bucket
    FROM (
      SELECT toString(version) AS version, number, substringIndex(toString(timing), '${SEPARATOR}', 2) AS item,
        toUInt16(splitByChar('${SEPARATOR}', toString(timing))[3]) AS bucket, sum(its) AS n
      FROM ${INSTALLATION_DAYS} ARRAY JOIN timings.item AS timing, timings.n AS its
      WHERE ${where} AND ${CURRENT_ROWS} AND number NOT IN (SELECT number FROM ${ERASED})
      GROUP BY version, number, item, bucket
    ) GROUP BY version, item, number
  ) GROUP BY version, item, bucket`;

interface Median {
  readonly version: string;
  readonly item: string;
  readonly bucket: number;
  readonly installations: number;
}

/**
 * What has changed from the version before to the newest one of each product, by product, version, operation and outcome (tabs
 * between them).
 * @param cells of operations that may be shown, each of a product and a version.
 */
export async function changesOf(asking: Asking, cells: readonly NamedCell[]): Promise<ReadonlyMap<string, Change>> {
  const changes = new Map<string, Change>();
  for (const product of new Set(cells.map(({ ofProduct }) => ofProduct))) {
    const its = cells.filter(({ ofProduct }) => ofProduct === product);
    const all = [...new Set(its.map(({ ofSegment }) => ofSegment))].sort(compareVersions);
    const [before, newest] = all.slice(-2);
    if (before === undefined || newest === undefined) continue;
    const samples = await samplesOf(asking, product, [before, newest], its);
    for (const { item } of its.filter(({ ofSegment }) => ofSegment === newest)) {
      const name = item.join(SEPARATOR);
      const change = changeOf(samples(before, name), samples(newest, name));
      if (change) changes.set([product, newest, name].join(SEPARATOR), { ...change, against: before });
    }
  }
  return changes;
}

async function samplesOf(
  { storage, asked: { range, filters = [] }, rules }: Asking,
  product: string,
  versions: readonly string[],
  cells: readonly NamedCell[],
): Promise<(version: string, item: string) => Sample> {
  const most = Math.max(...cells.map(({ installations }) => installations));
  const where = [
    'day >= {from:Date} AND day <= {to:Date} AND product = {product:String} AND version IN {versions:Array(String)}',
    "({all:UInt8} = 1 OR packaged != 'no') AND cityHash64(number) % {every:UInt32} = 0",
    ...filters.map(({ dimension }) => `toString(${dimension}) = {of_${dimension}:String}`),
  ];
  const parameters: QueryParameters = {
    from: isoDay(range.from),
    to: isoDay(range.to),
    product,
    versions,
    all: rules.of === 'all' ? 1 : 0,
    every: Math.ceil(most / MOST_INSTALLATIONS),
    ...Object.fromEntries(filters.map(({ dimension, segment }) => [`of_${dimension}`, segment])),
  };
  const samples = new Map<string, Map<number, number>>();
  for (const { version, item, bucket, installations } of await storage.query<Median>(
    medians(where.join(' AND ')),
    parameters,
  )) {
    const name = [version, item].join(SEPARATOR);
    samples.set(name, (samples.get(name) ?? new Map<number, number>()).set(bucket, installations));
  }
  return (version, item) => samples.get([version, item].join(SEPARATOR)) ?? new Map();
}

/**
 * Whether the second sample takes longer or less than the first, by the test of Mann and Whitney.
 * @param before medians of installations, as buckets.
 * @returns `undefined` when there are too few of either.
 */
export function changeOf(before: Sample, newest: Sample): Pick<Change, 'change' | 'p'> | undefined {
  if (Math.min(sizeOf(before), sizeOf(newest)) < LEAST_INSTALLATIONS) return undefined;
  const compared = mannWhitney(before, newest);
  const p = compared ? Number(compared.p.toPrecision(2)) : 1;
  if (!compared || compared.p >= CHANGE_P) return { change: 'none', p };
  return { change: compared.direction === 'higher' ? 'slower' : 'faster', p };
}
