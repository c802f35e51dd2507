import type { Process } from '../../../app/finder/process.ts';

/** What /proc/PID/stat tells; see proc_pid_stat(5). */
export interface ProcessStat {
  readonly pid: number;
  /** The kernel's name of the program, at most 15 bytes. */
  readonly name: string;
  readonly state: Process['state'];
  readonly parentPid: number;
  /** User and system time in clock ticks. */
  readonly cpuTicks: number;
  readonly threads: number;
  /** Clock ticks between the system's start and the program's. */
  readonly startTicks: number;
  readonly residentPages: number;
}

const states: Readonly<Record<string, Process['state']>> = {
  R: 'running',
  S: 'sleeping',
  D: 'waiting',
  T: 'stopped',
  t: 'stopped',
  Z: 'zombie',
  I: 'idle',
};

/**
 * Reads one line of /proc/PID/stat. The name stands in parentheses and may itself hold spaces and parentheses, so it
 * ends at the last one.
 * @returns `undefined` for text that is no such line
 */
export function parseProcessStat(text: string): ProcessStat | undefined {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return undefined;
  const fields = text.slice(close + 2).split(' ');
  const number = (index: number) => Number(fields[index - FIRST_FIELD] ?? Number.NaN);
  const stat: ProcessStat = {
    pid: Number(text.slice(0, open)),
    name: text.slice(open + 1, close),
    state: states[fields[0] ?? ''] ?? 'unknown',
    parentPid: number(4),
    cpuTicks: number(14) + number(15),
    threads: number(20),
    startTicks: number(22),
    residentPages: number(24),
  };
  const numbers = [stat.pid, stat.parentPid, stat.cpuTicks, stat.threads, stat.startTicks, stat.residentPages];
  return numbers.every(Number.isFinite) ? stat : undefined;
}

/** The manual counts fields from 1; the state, first after the name, is the third. */
const FIRST_FIELD = 3;
