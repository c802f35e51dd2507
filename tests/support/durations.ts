import type { Batch } from '../../client/core/batch/batch.ts';
import { boundsOf } from '../../client/core/measures/histogram.ts';
import type { Outcome } from '../../client/core/measures/throughput.ts';

/** Durations of an operation that fell into one bucket. */
export interface Durations {
  readonly bucket: number;
  readonly count: number;
  /** In milliseconds: each is longer than `above` and not longer than `upTo`. */
  readonly above: number;
  readonly upTo: number;
}

/** What a batch says about an operation, shortest first; nothing when it did not take place. */
export function durationsOf(
  { operations }: Pick<Batch, 'operations'>,
  operation: string,
  outcome: Outcome = 'ok',
): Durations[] {
  const row = operations.operation.findIndex((id, at) => id === operation && operations.outcome[at] === outcome);
  if (row < 0) return [];
  const start = operations.buckets.slice(0, row).reduce((sum, size) => sum + size, 0);
  let bucket = 0;
  return operations.bucket.slice(start, start + (operations.buckets[row] ?? 0)).map((step, index) => {
    bucket += step;
    const { lower, upper } = boundsOf(bucket);
    return { bucket, count: operations.count[start + index] ?? 0, above: lower / 1000, upTo: upper / 1000 };
  });
}
