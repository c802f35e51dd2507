import { boundsOf } from 'candor-client/core';
import type { ShownBuckets } from '../privacy/protect-histogram.ts';

/** Whether a group of buckets is the first or last of a histogram whose ends are not told. */
interface Place {
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/**
 * What durations a group of buckets holds, in microseconds: longer than `above`, and at most `upTo`; null where there is no end.
 * @param place for a protected histogram, whose shortest and longest duration would be somebody's.
 */
export function boundsOfGroup({ first, last }: ShownBuckets, place?: Place) {
  return {
    above: place?.isFirst ? 0 : boundsOf(first).lower,
    upTo: place?.isLast ? null : boundsOf(last).upper,
  };
}

/**
 * The duration at 0-based rank ⌊q·(count-1)⌋ of a histogram, in microseconds, as its bucket says (`boundsOf`, within 4.4 %); of a group
 * of buckets the harmonic mean of its bounds, which is off by the least share of the true one, and of the first its last bucket.
 * @returns null when there is none, or it lies in the last group of a protected histogram, which has no end.
 */
export function quantileOf(groups: readonly ShownBuckets[], q: number, isProtected: boolean): number | null {
  const total = groups.reduce((sum, group) => sum + group.sum, 0);
  const rank = Math.floor(q * (total - 1));
  let passed = 0;
  for (const [index, group] of groups.entries()) {
    passed += group.sum;
    if (passed <= rank) continue;
    if (!isProtected) return boundsOf(group.first).estimate;
    if (index === groups.length - 1) return null;
    // The shortest duration is not told either: of the first group the end alone.
    if (group.first === group.last || index === 0) return boundsOf(group.last).estimate;
    const [{ lower }, { upper }] = [boundsOf(group.first), boundsOf(group.last)];
    return (2 * lower * upper) / (lower + upper);
  }
  return null;
}
