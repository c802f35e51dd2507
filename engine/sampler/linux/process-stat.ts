import type { Process } from '../../../app/finder/process.ts';

/** What /proc/PID/stat tells; see proc_pid_stat(5). */
interface ProcessStat {
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

/** The kernel keeps 15 bytes of a name. */
const KERNEL_NAME_BYTES = 15;

/** Names that say nothing about the program: Node 24 calls its main thread so, and with it the process. */
const meaningless = new Set(['MainThread']);

/**
 * The name that people know a program by. The kernel's is right for scripts (the script's name, not the interpreter's),
 * but cut at 15 bytes: then the whole one is taken from the command line or the file, if it begins the same way.
 */
export function programName(kernelName: string, args: readonly string[], path: string | null): string {
  const file = path === null ? '' : lastPart(path);
  if (meaningless.has(kernelName) && file !== '') return file;
  if (new TextEncoder().encode(kernelName).length < KERNEL_NAME_BYTES) return kernelName;
  const candidates = [file, ...args.slice(0, 2).map(lastPart)];
  return candidates.find((candidate) => candidate.startsWith(kernelName)) ?? kernelName;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Constants of the running kernel that /proc counts in. */
export interface KernelUnits {
  readonly ticksPerSecond: number;
  /** Bytes; 4 096 on most machines, 16 384 or 65 536 on some ARM ones. */
  readonly pageSize: number;
}

/** Types of entries in the auxiliary vector, from the kernel's include/uapi/linux/auxvec.h. */
const AT_PAGESZ = 6n;
const AT_CLKTCK = 17n;

/**
 * Reads the units from /proc/self/auxv, so that no helper program has to be asked.
 * @param bytes little-endian pairs of type and value, as all of Electron's Linux platforms have them
 * @param wordSize 8 on 64-bit systems, 4 on 32-bit ones
 */
export function parseAuxiliaryVector(bytes: Uint8Array, wordSize: 4 | 8): KernelUnits {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (offset: number) =>
    wordSize === 8 ? view.getBigUint64(offset, true) : BigInt(view.getUint32(offset, true));
  let units: KernelUnits = { ticksPerSecond: 100, pageSize: 4096 };
  for (let offset = 0; offset + 2 * wordSize <= bytes.byteLength; offset += 2 * wordSize) {
    const value = Number(word(offset + wordSize));
    if (word(offset) === AT_PAGESZ) units = { ...units, pageSize: value };
    if (word(offset) === AT_CLKTCK) units = { ...units, ticksPerSecond: value };
  }
  return units;
}
