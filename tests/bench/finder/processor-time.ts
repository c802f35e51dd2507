import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { swallow } from './swallow.ts';

/** Clock ticks a second in which /proc counts, on every Linux that Electron runs on. */
const TICKS_PER_SECOND = 100;

/** Seconds of processor time that a process has used; 0 for one that is gone. */
function secondsUsed(pid: number): number {
  const stat = swallow(() => readFileSync(`/proc/${pid}/stat`, 'utf8'), '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND;
}

/**
 * Percent of one core that processes use together, over a time.
 * @param pids asked anew at the end, so that processes that began meanwhile count
 */
export async function coreShare(pids: () => readonly number[], milliseconds: number): Promise<number> {
  const before = new Map(pids().map((pid) => [pid, secondsUsed(pid)]));
  const began = performance.now();
  await delay(milliseconds);
  const seconds = (performance.now() - began) / 1000;
  const used = pids().reduce((sum, pid) => sum + secondsUsed(pid) - (before.get(pid) ?? 0), 0);
  return (100 * used) / seconds;
}

/** Processes of this computer now. */
export const processCount = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length;

/** Has this computer run so many processes, with sleeping ones; gives the function that ends them. */
export async function fillUpTo(count: number): Promise<() => void> {
  const sleepers: ChildProcess[] = [];
  while (processCount() < count) {
    const missing = count - processCount();
    for (let started = 0; started < missing; started++) {
      sleepers.push(spawn('sleep', ['3600'], { stdio: 'ignore' }));
    }
    await delay(200);
  }
  return () => {
    for (const sleeper of sleepers) sleeper.kill('SIGKILL');
  };
}
