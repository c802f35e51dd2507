import { seedOfAll, sumNoise, thresholdNoise } from './cell-key.ts';
import type { Cell } from './protect.ts';

/** A bucket as it is; installations and largest contributions are those of its own. */
export type Bucket = Pick<Cell, 'sum' | 'largest' | 'second' | 'installations'> & { readonly bucket: number };

/** Neighbouring buckets as they may be shown, from the first to the last of them. */
export interface ShownBuckets {
  readonly first: number;
  readonly last: number;
  readonly sum: number;
}

/**
 * Protects the histogram of a cell that may be shown itself. With `k` = 1 each bucket is shown as it is. Else neighbours are put
 * together, from the lowest on, until each group has `k` installations (or some more, as the cell's seed says) and none of
 * them makes most of it; what is left joins the last group. The sum of a group is moved in units of about the largest contribution
 * to it. So the longest duration of all, which is somebody's, is never shown alone.
 *
 * A group has at least the installations of the bucket of it that has most: those of different buckets may be the same.
 * @param buckets ascending, none twice.
 * @param seed of the cell, see `countNoise`.
 * @param item what the histogram is of, see `sumNoise`.
 */
export function protectHistogram(
  buckets: readonly Bucket[],
  { seed, k, item }: { readonly seed: string; readonly k: number; readonly item: string },
): readonly ShownBuckets[] {
  if (k === 1) return buckets.map(({ bucket, sum }) => ({ first: bucket, last: bucket, sum }));
  const groups: Bucket[][] = [[]];
  for (const bucket of buckets) {
    groups.at(-1)?.push(bucket);
    if (mayStandAlone(groups.at(-1) ?? [], k, seed)) groups.push([]);
  }
  const rest = groups.pop() ?? [];
  if (groups.length === 0) groups.push([]);
  groups.at(-1)?.push(...rest);
  return groups.flatMap((group) => {
    const [first] = group;
    const last = group.at(-1);
    if (!first || !last) return [];
    const { sum, largest } = together(group);
    const moved = Math.max(0, sum + sumNoise(seed, `${item} ${first.bucket}`, largest));
    return [{ first: first.bucket, last: last.bucket, sum: Math.round(moved) }];
  });
}

function together(group: readonly Bucket[]): Omit<Bucket, 'bucket'> {
  const total = (of: (bucket: Bucket) => number) => group.reduce((sum, bucket) => sum + of(bucket), 0);
  return {
    sum: total(({ sum }) => sum),
    largest: total(({ largest }) => largest),
    second: total(({ second }) => second),
    installations: Math.max(...group.map(({ installations }) => installations)),
  };
}

function mayStandAlone(group: readonly Bucket[], k: number, seed: string): boolean {
  const { sum, largest, second, installations } = together(group);
  const needed = k + thresholdNoise(seedOfAll(seed, String(group[0]?.bucket ?? 0)));
  return installations >= needed && largest * 2 <= sum && (largest + second) * 5 <= sum * 4;
}
