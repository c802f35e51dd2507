/**
 * How long something has waited, by a clock that people, time servers and empty batteries set. A step that cannot be
 * true, back by more than a day or forward by more than any absence, is not believed and counts as one day: so a wrong
 * clock does not expire everything at once, and a clock that jumps again and again does not let anything live for ever.
 */
import type { FileFacts } from '../files/disk.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Longest time in which nobody opens the app and the clock is still believed, in milliseconds: half a year. */
export const LONGEST_ABSENCE_MS = 180 * DAY_MS;

export interface Age {
  /** Milliseconds that it has waited. */
  readonly milliseconds: number;
  /** The times to keep with it from now on, when the ones it has are not to be believed. */
  readonly corrected: Pick<FileFacts, 'seenAt' | 'writtenAt'> | undefined;
}

/** The age of what was written and last seen at these times, by the clock's present reading. */
export function ageOf({ seenAt, writtenAt }: Pick<FileFacts, 'seenAt' | 'writtenAt'>, now: number): Age {
  const waited = seenAt - writtenAt;
  if (isPlausible(waited) && isPlausible(now - seenAt)) {
    return { milliseconds: Math.max(0, now - writtenAt), corrected: undefined };
  }
  const milliseconds = (isPlausible(waited) ? Math.max(0, waited) : 0) + DAY_MS;
  return { milliseconds, corrected: { seenAt: now, writtenAt: now - milliseconds } };
}

function isPlausible(step: number): boolean {
  return step >= -DAY_MS && step <= LONGEST_ABSENCE_MS;
}
