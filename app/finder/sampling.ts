import type { Process } from './process.ts';

/** Seconds between samples while somebody looks. */
export const SAMPLE_INTERVAL_SECONDS = 5;

/** A key that stays with one run of one program. */
export function processKey(process: Pick<Process, 'pid' | 'started'>): string {
  return `${process.pid}.${process.started}`;
}
