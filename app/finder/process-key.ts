import type { Process } from './process.ts';

/** A key that stays with one run of one program. */
export function processKey(process: Pick<Process, 'pid' | 'started'>): string {
  return `${process.pid}.${process.started}`;
}
