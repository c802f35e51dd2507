import { malformed } from '../source.ts';

/** Processor time since the system's start, in clock ticks. */
export interface ProcessorTicks {
  readonly busy: number;
  readonly total: number;
}

/**
 * The first line of /proc/stat. Guest time is already part of user time; waiting for disks counts as idle.
 * @throws when there is no such line
 */
export function parseProcessorTicks(text: string): ProcessorTicks {
  const line = text.split('\n', 1)[0] ?? '';
  if (!/^cpu {1,2}\d+ \d+ \d+ \d+/.test(line)) throw malformed('/proc/stat');
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softIrq = 0, steal = 0] = numbers(line.slice(4));
  const busy = user + nice + system + irq + softIrq + steal;
  return { busy, total: busy + idle + wait };
}

/** Start of the system in UTC milliseconds since 1970, from /proc/stat, whole seconds; 0 when it is not told. */
export function parseBootTime(text: string): number {
  return Number(/^btime (\d+)$/m.exec(text)?.[1] ?? 0) * 1000;
}

/** Bytes; see proc_meminfo(5). */
export interface MemoryFigures {
  readonly total: number;
  /** What programs could get without swapping; not the same as free. */
  readonly available: number;
  readonly swapTotal: number;
}

/**
 * What programs could get is what the kernel estimates, unless it tells more than there is, as it does in some containers
 * and virtual machines, or nothing, as before Linux 3.14: then it is what is free or can be had back at once.
 * @throws when the file tells no total
 */
export function parseMemory(text: string): MemoryFigures {
  const figures = new Map<string, number>();
  for (const [, name, kibibytes] of text.matchAll(/^(\w+):\s+(\d+) kB$/gm)) {
    if (name !== undefined) figures.set(name, Number(kibibytes) * 1024);
  }
  const figure = (name: string) => figures.get(name) ?? 0;
  const total = figure('MemTotal');
  if (total <= 0) throw malformed('/proc/meminfo');
  const told = figures.get('MemAvailable');
  const reckoned = figure('MemFree') + figure('Buffers') + figure('Cached');
  const available = told !== undefined && told <= total ? told : Math.min(total, reckoned);
  return { total, available, swapTotal: figure('SwapTotal') };
}

/**
 * Share of the last ten seconds in which something waited, in percent, from a file of /proc/pressure or a control group's.
 * @throws when the file does not tell it
 */
export function parsePressure(text: string): number {
  const share = Number(/^some avg10=(\d+(?:\.\d+)?) /m.exec(text)?.[1] ?? Number.NaN);
  if (!(share >= 0 && share <= 100)) throw malformed('pressure');
  return share;
}

/** Bytes read and written by device, from /proc/diskstats; a sector there is always 512 bytes. */
export function parseDiskCounters(text: string, devices: ReadonlySet<string>): Map<string, [number, number]> {
  const counters = new Map<string, [number, number]>();
  for (const line of text.split('\n')) {
    const [, , name, , , sectorsRead, , , , sectorsWritten] = line.trim().split(/\s+/);
    const [read, written] = [Number(sectorsRead) * 512, Number(sectorsWritten) * 512];
    if (name && devices.has(name) && read >= 0 && written >= 0) counters.set(name, [read, written]);
  }
  return counters;
}

/**
 * Whether a name in /sys/block is a disk of its own. Memory disks are none; device-mapper and RAID devices pass on what
 * their disks do, and NVMe paths (nvme0c0n1) what their namespace does: they would count twice.
 */
export function isWholeDisk(name: string): boolean {
  return !/^(?:loop|ram|zram|dm-|md|sr|fd|nbd)\d/.test(name) && !/^nvme\d+c\d+n\d+$/.test(name);
}

/** Bytes received and sent by interface, from /proc/net/dev; without the loopback, which leaves no computer. */
export function parseNetworkCounters(text: string): Map<string, [number, number]> {
  const counters = new Map<string, [number, number]>();
  for (const line of text.split('\n')) {
    const [, name, figures] = /^\s*([^\s:]+):\s*(.+)$/.exec(line) ?? [];
    if (!name || !figures || name === 'lo') continue;
    const values = numbers(figures);
    const [received = Number.NaN, sent = Number.NaN] = [values[0], values[8]];
    if (received >= 0 && sent >= 0) counters.set(name, [received, sent]);
  }
  return counters;
}

function numbers(text: string): number[] {
  return text.trim().split(/\s+/).map(Number);
}
