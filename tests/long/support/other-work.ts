import { readFileSync } from 'node:fs';

/** Ticks of all processors since the computer began, and those of them that some processes took. */
interface Ticks {
  readonly all: number;
  readonly busy: number;
  readonly own: number;
}

/**
 * How much of all processors is taken by other processes than these, from now on until it is asked: 0 to 1. A virtual machine whose
 * host is busy counts as well.
 */
export function otherWork(pids: readonly number[]): () => number {
  const before = ticks(pids);
  return () => {
    const { all, busy, own } = ticks(pids);
    return Math.max(0, busy - before.busy - (own - before.own)) / (all - before.all);
  };
}

function ticks(pids: readonly number[]): Ticks {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softirq = 0, steal = 0] = line
    .split(/\s+/)
    .slice(1)
    .map(Number);
  const busy = user + nice + system + irq + softirq + steal;
  const own = pids.reduce((sum, pid) => sum + ticksOf(pid), 0);
  return { all: busy + idle + wait, busy, own };
}

/** In user mode and in the kernel. The name of a process may have spaces and parentheses in it. */
function ticksOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
