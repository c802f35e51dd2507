import type { OperationColumns } from 'candor-client/core';

/** Histograms as they are stored: item i of each list is one operation and outcome. */
export interface StoredHistograms {
  readonly operation: OperationColumns['operation'];
  readonly outcome: OperationColumns['outcome'];
  /** The filled buckets by their own numbers, ascending: a batch has distances, which SQL would have to add up. */
  readonly bucket: readonly (readonly number[])[];
  /** How many durations each of them holds. */
  readonly count: readonly (readonly number[])[];
}

/** Histograms of a batch as they are stored. */
export function storedHistograms({ operation, outcome, buckets, bucket, count }: OperationColumns): StoredHistograms {
  const ends: number[] = [];
  for (const size of buckets) ends.push((ends.at(-1) ?? 0) + size);
  const parts = (items: readonly number[]) => ends.map((end, row) => items.slice(ends[row - 1] ?? 0, end));
  return { operation, outcome, bucket: parts(bucket).map(sums), count: parts(count) };
}

/** Stored histograms as they stood in the batch. */
export function operationColumns({ operation, outcome, bucket, count }: StoredHistograms): OperationColumns {
  return {
    operation,
    outcome,
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
