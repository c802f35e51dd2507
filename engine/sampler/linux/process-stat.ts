import type { ProcessState } from '../../../app/finder/process.ts';

/**
 * What /proc/PID/stat tells; see proc_pid_stat(5). One object is filled again and again: a list of 500 processes would
 * otherwise make 12 000 texts and objects every two seconds.
 */
export interface StatFields {
  pid: number;
  /** Where the kernel's name stands in the bytes that were read: from here to before `nameEnd`. */
  nameStart: number;
  nameEnd: number;
  state: ProcessState;
  parentPid: number;
  flags: number;
  /** User and system time in clock ticks. */
  cpuTicks: number;
  threads: number;
  /** Clock ticks between the system's start and the program's. */
  startTicks: number;
  residentPages: number;
}

export function emptyStat(): StatFields {
  return {
    pid: 0,
    nameStart: 0,
    nameEnd: 0,
    state: 'unknown',
    parentPid: 0,
    flags: 0,
    cpuTicks: 0,
    threads: 0,
    startTicks: 0,
    residentPages: 0,
  };
}

const states = new Map<number, ProcessState>(
  Object.entries({
    R: 'running',
    S: 'sleeping',
    D: 'waiting',
    T: 'stopped',
    t: 'stopped',
    Z: 'zombie',
    I: 'idle',
  } as const).map(([letter, state]) => [letter.charCodeAt(0), state]),
);

const SPACE = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

/** The manual counts fields from 1; the state, first after the name, is the third. */
const STATE_FIELD = 3;
const LAST_FIELD = 24;

/**
 * Reads one line of /proc/PID/stat. The name stands in parentheses and may itself hold spaces and parentheses, so it
 * ends at the last one.
 * @param length bytes of the line
 * @returns whether it is such a line; `into` is of no meaning when it is not
 */
export function parseProcessStat(bytes: Uint8Array, length: number, into: StatFields): boolean {
  const open = bytes.indexOf(OPEN);
  const close = bytes.lastIndexOf(CLOSE, length - 1);
  if (open < 2 || close < open || close + 3 >= length) return false;
  into.pid = 0;
  for (let at = 0; at < open - 1; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return false;
    into.pid = into.pid * 10 + digit;
  }
  into.nameStart = open + 1;
  into.nameEnd = close;
  into.state = states.get(bytes[close + 2] ?? 0) ?? 'unknown';
  into.cpuTicks = 0;
  let field = STATE_FIELD;
  let value = 0;
  for (let at = close + 3; at < length && field < LAST_FIELD; ) {
    if (bytes[at] !== SPACE) return false;
    at += 1;
    const negative = bytes[at] === MINUS;
    if (negative) at += 1;
    const first = at;
    value = 0;
    for (let byte = bytes[at] ?? 0; at < length && byte >= ZERO && byte <= NINE; byte = bytes[at] ?? 0) {
      value = value * 10 + byte - ZERO;
      at += 1;
    }
    if (at === first) return false;
    field += 1;
    take(into, field, negative ? -value : value);
  }
  return field === LAST_FIELD;
}

function take(into: StatFields, field: number, value: number): void {
  if (field === 4) into.parentPid = value;
  else if (field === 9) into.flags = value;
  else if (field === 14 || field === 15) into.cpuTicks += value;
  else if (field === 20) into.threads = value;
  else if (field === 22) into.startTicks = value;
  else if (field === LAST_FIELD) into.residentPages = Math.max(0, value);
}

/** Field of the status that wait(2) would tell, there since Linux 3.5. */
const STATUS_FIELD = 52;

/**
 * The exit status in a line of /proc/PID/stat as wait(2) tells it; `null` when the line has none. A kernel that keeps it from
 * the asking account writes 0.
 */
export function waitStatusOf(bytes: Uint8Array, length: number): number | null {
  const afterName = bytes.lastIndexOf(CLOSE, length - 1) + 2;
  const fields = decoder.decode(bytes.subarray(afterName, length)).trimEnd().split(' ');
  const status = Number(fields[STATUS_FIELD - STATE_FIELD] ?? Number.NaN);
  return Number.isInteger(status) && status >= 0 && status <= 0xffff ? status : null;
}

const decoder = new TextDecoder();

/** The code that a shell has of a wait status: what a signal ended has 128 and its number. 0 to 255. */
export function exitCode(status: number): number {
  const signal = status & 0x7f;
  return signal === 0 ? status >> 8 : 128 + signal;
}

/** PF_KTHREAD of the kernel's include/linux/sched.h. */
const IS_KERNEL_THREAD = 0x00200000;

/** Whether the flags are those of a thread of the kernel. Its parent is no sign: in a container 2 is any program's PID. */
export function isKernelThread({ flags }: Pick<StatFields, 'flags'>): boolean {
  return (flags & IS_KERNEL_THREAD) !== 0;
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
