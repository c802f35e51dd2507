import type { Observation } from './observation.ts';

/**
 * Names a reading for ever: no other one of any system has both. Of letters, digits, dots and dashes, whatever a system calls
 * its start.
 */
export function nameOf({ bootId, monotonic }: Pick<Observation, 'bootId' | 'monotonic'>): string {
  return `${bootId}.${monotonic}`.replaceAll(/[^\w.-]/g, '');
}

/**
 * Readings of a journal that are not in the history yet. A process that was killed after it had taken some in, and before they
 * were removed from the journal, finds them there again.
 * @param last name of the one that was taken in last
 */
export function notTakenIn(observations: readonly Observation[], last: string | null): readonly Observation[] {
  return observations.slice(observations.findLastIndex((one) => nameOf(one) === last) + 1);
}
