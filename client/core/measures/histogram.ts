import { MAX_COUNT } from '../batch/limits.ts';
import { isUpTo } from '../batch/shapes.ts';

/**
 * Durations in logarithmic buckets: small, mergeable without loss, and every quantile within a known relative error.
 *
 * Bucket i holds (B^i, B^(i+1)] microseconds, with bucket 0 taking everything from 0 as well. Reporting the harmonic
 * mean of a bucket's bounds, 2·B^(i+1)/(B+1), misses a value of the bucket by at most (B-1)/(B+1) of that value
 * (DDSketch, Masson, Rim and Lee, VLDB 2019, section 2). An error of at most 5 % therefore needs B ≤ 1.05/0.95 = 1.105.
 * Of the bases 2^(2^-scale) of OpenTelemetry's exponential histogram (data model, "Exponential Scale"), scale 3 is the
 * coarsest one below it: B = 2^(1/8) = 1.0905, error 4.33 %. So a merge with such histograms is exact as well.
 *
 * From 1 µs to 24 h there are log2(8.64·10^10)·8 = 290.6, hence 291 buckets: what a histogram can hold at most.
 * Below 1 µs the error is not bounded (no clock here resolves it); more than 24 h counts as 24 h.
 */
const PER_DOUBLING = 8;
const BASE = 2 ** (1 / PER_DOUBLING);

/** The longest duration told apart, in microseconds: 24 h. */
export const MAX_MICROSECONDS = 86_400_000_000;

/** Number of buckets; their indices are 0 to 290. */
export const MAX_BUCKETS = Math.ceil(Math.log2(MAX_MICROSECONDS) * PER_DOUBLING);

/** The relative error of {@link Quantile.estimate} for durations from 1 µs to 24 h. */
export const RELATIVE_ERROR = (BASE - 1) / (BASE + 1);

/** A quantile in microseconds; the exact one lies above `lower` (or at 0) and at or below `upper`. */
export interface Quantile {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** The filled buckets in ascending order. Row i is bucket `bucket[0] + … + bucket[i]` with `count[i]` durations. */
export interface HistogramColumns {
  readonly bucket: readonly number[];
  readonly count: readonly number[];
}

/** The bucket of a duration in microseconds; a negative one, from a clock that went back, counts as none. */
export function bucketOf(microseconds: number): number {
  if (!(microseconds > BASE)) return 0;
  return Math.min(MAX_BUCKETS, Math.ceil(Math.log2(microseconds) * PER_DOUBLING)) - 1;
}

/** What a bucket says about the durations in it, in microseconds. */
export function boundsOf(bucket: number): Quantile {
  const edge = BASE ** bucket;
  const upper = BASE ** (bucket + 1);
  return { estimate: (2 * upper) / (BASE + 1), lower: bucket === 0 ? 0 : edge, upper };
}

export class Histogram {
  /** Filled buckets only: most operations fill a dozen of the 291. */
  readonly #counts = new Map<number, number>();

  /** Adds one duration in microseconds. One that is not a number is a bug, not a duration, and is left out. */
  record(microseconds: number): void {
    if (!Number.isNaN(microseconds)) this.#add(bucketOf(microseconds), 1);
  }

  /** Adds all durations of another histogram: associative and commutative, up to and including saturation. */
  merge(other: Histogram): void {
    for (const [bucket, count] of [...other.#counts]) this.#add(bucket, count);
  }

  /** How many durations it holds. */
  get count(): number {
    let sum = 0;
    for (const count of this.#counts.values()) sum += count;
    return sum;
  }

  /**
   * The duration at 0-based rank ⌊q·(count-1)⌋ in ascending order; `undefined` when there is none.
   * @param q from 0, the shortest, to 1, the longest.
   */
  quantile(q: number): Quantile | undefined {
    const rank = Math.floor(Math.min(1, Math.max(0, q)) * (this.count - 1));
    let passed = 0;
    for (const [bucket, count] of this.#sorted()) {
      passed += count;
      if (passed > rank) return boundsOf(bucket);
    }
    return undefined;
  }

  encode(): HistogramColumns {
    const sorted = this.#sorted();
    return {
      bucket: sorted.map(([bucket], row) => bucket - (sorted[row - 1]?.[0] ?? 0)),
      count: sorted.map(([, count]) => count),
    };
  }

  /** Reads untrusted columns back; `undefined` for anything that {@link encode} cannot have written. */
  static decode(columns: HistogramColumns): Histogram | undefined {
    const { bucket, count } = columns;
    if (bucket.length !== count.length || bucket.length > MAX_BUCKETS) return undefined;
    const histogram = new Histogram();
    let index = 0;
    for (const [row, delta] of bucket.entries()) {
      if (!Number.isInteger(delta) || delta < (row === 0 ? 0 : 1)) return undefined;
      index += delta;
      const filled = count[row];
      if (index >= MAX_BUCKETS || !isCount(filled)) return undefined;
      histogram.#counts.set(index, filled);
    }
    return histogram;
  }

  #add(bucket: number, count: number): void {
    this.#counts.set(bucket, Math.min(MAX_COUNT, (this.#counts.get(bucket) ?? 0) + count));
  }

  #sorted(): [bucket: number, count: number][] {
    return [...this.#counts].sort(([a], [b]) => a - b);
  }
}

/** Whether it is a whole number from 1 to {@link MAX_COUNT}: counts of nothing are not written. */
export function isCount(value: unknown): value is number {
  return isUpTo(value, MAX_COUNT) && value >= 1;
}
