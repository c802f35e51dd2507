/** Processor time since the system's start, in clock ticks. */
export interface ProcessorTicks {
  readonly busy: number;
  readonly total: number;
}

/** The first line of /proc/stat. Guest time is already part of user time; waiting for disks counts as idle. */
export function parseProcessorTicks(text: string): ProcessorTicks {
  const line = text.split('\n').find((candidate) => candidate.startsWith('cpu ')) ?? '';
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

/** @throws when the file tells no total. */
export function parseMemory(text: string): MemoryFigures {
  const figure = (name: string) => {
    const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  };
  const total = figure('MemTotal');
  if (total === undefined) throw new Error('meminfo has no total');
  // MemAvailable came with Linux 3.14.
  return { total, available: figure('MemAvailable') ?? figure('MemFree') ?? 0, swapTotal: figure('SwapTotal') ?? 0 };
}

/** Bytes read and written by device, from /proc/diskstats; a sector there is always 512 bytes. */
export function parseDiskCounters(text: string, devices: ReadonlySet<string>): Map<string, [number, number]> {
  const counters = new Map<string, [number, number]>();
  for (const line of text.split('\n')) {
    const [, , name, , , sectorsRead, , , , sectorsWritten] = line.trim().split(/\s+/);
    if (name && devices.has(name)) counters.set(name, [Number(sectorsRead) * 512, Number(sectorsWritten) * 512]);
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
    counters.set(name, [values[0] ?? 0, values[8] ?? 0]);
  }
  return counters;
}

function numbers(text: string): number[] {
  return text.trim().split(/\s+/).map(Number);
}
