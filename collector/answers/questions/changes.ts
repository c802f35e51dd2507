import { compareVersions } from 'candor-client/core';
import { sumNoise, thresholdNoise } from '../../privacy/cell-key.ts';
import { CURRENT_ROWS } from '../../rollups/generations.ts';
import { ERASED, INSTALLATION_DAYS, SEPARATOR } from '../../rollups/tables.ts';
import { isoDay } from '../../storage/rows.ts';
import type { QueryParameters } from '../../storage/storage.ts';
import type { NamedCell } from '../cells.ts';
import { type Comparison, mannWhitney, type Sample, sizeOf, twoSided } from '../mann-whitney.ts';
import type { Asking } from '../question.ts';

/** Whether an operation of the newest version takes longer or less than in the version before. */
export interface Change {
  readonly change: 'slower' | 'faster' | 'none' | null;
  readonly against: string | null;
  /** Null where figures are protected. */
  readonly p: number | null;
}

/** A difference that is less likely than this, when nothing has changed, is called a change. */
export const CHANGE_P = 0.01;

/** Fewer installations of a version tell too little of it. Where figures are protected there are some more, as for other cells. */
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
 * @param most installations that one of them shows.
 */
export async function changesOf(
  asking: Asking,
  cells: readonly NamedCell[],
  most: number,
): Promise<ReadonlyMap<string, Change>> {
  const changes = new Map<string, Change>();
  for (const product of new Set(cells.map(({ ofProduct }) => ofProduct))) {
    const its = cells.filter(({ ofProduct }) => ofProduct === product);
    const all = [...new Set(its.map(({ ofSegment }) => ofSegment))].sort(compareVersions);
    const [before, newest] = all.slice(-2);
    if (before === undefined || newest === undefined) continue;
    const samples = await samplesOf(asking, product, [before, newest], most);
    const cellOf = (version: string, name: string) =>
      its.find(({ ofSegment, item }) => ofSegment === version && item.join(SEPARATOR) === name);
    for (const cell of its.filter(({ ofSegment }) => ofSegment === newest)) {
      const name = cell.item.join(SEPARATOR);
      const other = cellOf(before, name);
      const seeds = asking.rules.k > 1 && other ? { before: other.seed, newest: cell.seed } : undefined;
      // What the version before may not show of it is not told by a change from it, either.
      const change = other && changeOf(samples(before, name), samples(newest, name), seeds);
      if (change) changes.set([product, newest, name].join(SEPARATOR), { ...change, against: before });
    }
  }
  return changes;
}

async function samplesOf(
  { storage, asked: { range, filters = [] }, rules }: Asking,
  product: string,
  versions: readonly string[],
  most: number,
): Promise<(version: string, item: string) => Sample> {
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
    every: Math.max(1, Math.ceil(most / MOST_INSTALLATIONS)),
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

/** Seeds of the cells that two samples are of: of the same installations, the same. */
export interface SampleSeeds {
  readonly before: string;
  readonly newest: string;
}

/**
 * Whether the second sample takes longer or less than the first, by the test of Mann and Whitney.
 * @param seeds where figures are protected. Then the verdict alone is told, and from what is moved, as all sums are, in units of what one
 *   installation can make of it: else somebody who makes up all others would read the median of the one by how far theirs have to lie
 *   apart. One half of the noise is of the installations, the other of their medians as well: with the first alone it would be found
 *   out by medians that are made up, with the second alone averaged away over as many. What is moved varies more, and less so than
 *   something normal of the same variance, which it is measured by: so a false alarm is no more frequent than without.
 * @returns `undefined` when there are too few of either.
 */
export function changeOf(
  before: Sample,
  newest: Sample,
  seeds?: SampleSeeds,
): Pick<Change, 'change' | 'p'> | undefined {
  const least = (seed: string | undefined) => LEAST_INSTALLATIONS + (seed === undefined ? 0 : thresholdNoise(seed));
  if (sizeOf(before) < least(seeds?.before) || sizeOf(newest) < least(seeds?.newest)) return undefined;
  const compared = mannWhitney(before, newest);
  const { z, variance } = compared ? movedBy(compared, noiseOf(before, newest, seeds)) : { z: 0, variance: 1 };
  const likely = twoSided(z / Math.sqrt(variance));
  const p = seeds ? null : Number(likely.toPrecision(2));
  if (likely >= CHANGE_P) return { change: 'none', p };
  return { change: z > 0 ? 'slower' : 'faster', p };
}

const movedBy = ({ z, unit }: Comparison, noise: number | undefined) =>
  noise === undefined ? { z, variance: 1 } : { z: z + noise * unit, variance: 1 + NOISE_VARIANCE * unit ** 2 };

/** The noise of sums has a variance of 1.5 units; half of each of two is moved by as much. */
const NOISE_VARIANCE = 1.5;

function noiseOf(before: Sample, newest: Sample, seeds: SampleSeeds | undefined): number | undefined {
  if (!seeds) return undefined;
  const text = (sample: Sample) => JSON.stringify([...sample].sort(([a], [b]) => a - b));
  const whose = `change ${seeds.before}`;
  const ofInstallations = sumNoise(seeds.newest, whose, 1);
  const ofMedians = sumNoise(seeds.newest, `${whose} ${text(before)} ${text(newest)}`, 1);
  return (ofInstallations + ofMedians) / Math.SQRT2;
}
