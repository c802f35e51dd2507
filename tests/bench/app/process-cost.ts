import { readFileSync, writeFileSync } from 'node:fs';

/** Linux counts processor time in these. */
const TICKS_PER_SECOND = 100;

/** User and system time of a process so far, all its threads included, in seconds. Linux only. */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Watches the memory of a process from now on. Linux only. @returns what gives the most that it has had resident at a time, in megabytes. */
export function mostMemory(pid: number): () => number {
  // What proc(5) has for it: the peak begins anew.
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  return () =>
    (Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1.024) / 1000;
}
