import type { Bucket } from '../asking/answer.ts';

/** A bucket with ends: on a logarithmic axis nothing begins at 0 or has no end. Microseconds. */
export interface Step {
  readonly from: number;
  readonly to: number;
  /** Share of all durations, from 0 to 1, for each doubling of the duration: so buckets of any width are compared. */
  readonly density: number;
}

/** The steps of a histogram. The first, which begins at 0, and the last, which has no end, are drawn one doubling wide. */
export function stepsOf(histogram: readonly Bucket[]): Step[] {
  const total = histogram.reduce((sum, { count }) => sum + count, 0);
  return histogram.flatMap(({ above, upTo, count }) => {
    const to = upTo ?? Math.max(1, above) * 2;
    const from = above > 0 ? above : Math.max(1, to / 2);
    const doublings = Math.log2(to / from);
    return doublings > 0 && total > 0 ? [{ from, to, density: count / total / doublings }] : [];
  });
}

/** Most labels of an axis. */
const MOST_TICKS = 6;

/** Durations to label between two, in microseconds: 1, 2 and 5 times the powers of ten; of many the powers alone; of fewer than two the ends. */
export function ticksBetween(low: number, high: number): number[] {
  const powers = Array.from({ length: 12 }, (_, power) => 10 ** power);
  const within = (values: readonly number[]) => values.filter((value) => value >= low && value <= high);
  const fine = within(powers.flatMap((power) => [power, 2 * power, 5 * power]));
  if (fine.length < 2) return [low, high];
  return fine.length <= MOST_TICKS ? fine : within(powers);
}
