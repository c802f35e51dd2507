import type { OperationColumns } from 'candor-client/core';

/** Histograms as a batch has them: how many buckets each has, and all their buckets and counts. */
type PackedHistograms = Pick<OperationColumns, 'buckets' | 'bucket' | 'count'>;

/** Histograms as they are stored: item i of each list is one of them. */
export interface StoredHistograms {
  /** The filled buckets by their own numbers, ascending: a batch has distances, which SQL would have to add up. */
  readonly bucket: readonly (readonly number[])[];
  /** How many durations each of them holds. */
  readonly count: readonly (readonly number[])[];
}

/** Histograms of a batch as they are stored. */
export function storedHistograms({ buckets, bucket, count }: PackedHistograms): StoredHistograms {
  const ends: number[] = [];
  for (const size of buckets) ends.push((ends.at(-1) ?? 0) + size);
  const parts = (items: readonly number[]) => ends.map((end, row) => items.slice(ends[row - 1] ?? 0, end));
  return { bucket: parts(bucket).map(sums), count: parts(count) };
}

/** Stored histograms as they stood in the batch. */
export function packedHistograms({ bucket, count }: StoredHistograms): PackedHistograms {
  return {
    buckets: bucket.map(({ length }) => length),
    bucket: bucket.flatMap(distances),
    count: count.flat(),
  };
}

function sums(items: readonly number[]): number[] {
  let sum = 0;
  return items.map((item) => {
    sum += item;
    return sum;
  });
}

function distances(items: readonly number[]): number[] {
  return items.map((item, index) => item - (items[index - 1] ?? 0));
}
