import type { Clock } from 'candor-client/node';
import type { Systeminformation } from 'systeminformation';
import type { Metrics } from '../../../app/finder/device.ts';

/** The part of systeminformation that samples; none of it opens a connection. */
export interface SampledInformation {
  processes(): Promise<Systeminformation.ProcessesData>;
  fsStats(): Promise<Systeminformation.FsStatsData | null>;
  networkStats(interfaces: string): Promise<Systeminformation.NetworkStatsData[]>;
  powerShellStart(): void;
  powerShellRelease(): void;
}

export interface PortableSources {
  readonly si: SampledInformation;
  /** Bytes. */
  readonly memory: () => Promise<{ total: number; available: number }>;
  readonly cpus: () => readonly CpuTimes[];
}

/** Figures of the whole system on macOS and Windows; `undefined` at the first call, when there are no rates yet. */
export function createPortableMetrics(sources: PortableSources, clock: Clock): () => Promise<Metrics | undefined> {
  let before: ProcessorTime | undefined;
  return async () => {
    const [memory, disk, network] = await Promise.all([
      sources.memory(),
      sources.si.fsStats(),
      sources.si.networkStats('*'),
    ]);
    const now = processorTime(sources.cpus());
    const cpu = before && load(before, now);
    before = now;
    if (cpu === undefined) return undefined;
    const physical = network.filter(({ iface }) => !/^(?:lo|Loopback)/.test(iface));
    return {
      at: clock.now(),
      cpu,
      memoryUsed: Math.max(0, memory.total - memory.available),
      memoryTotal: memory.total,
      // systeminformation has no figures for disks on Windows.
      diskRead: rate(disk?.rx_sec),
      diskWrite: rate(disk?.wx_sec),
      networkReceived: sum(physical.map(({ rx_sec }) => rate(rx_sec))),
      networkSent: sum(physical.map(({ tx_sec }) => rate(tx_sec))),
    };
  };
}

/** Milliseconds of processor time since the system's start. */
export interface ProcessorTime {
  readonly busy: number;
  readonly total: number;
}

export type CpuTimes = { readonly times: Readonly<Record<'user' | 'nice' | 'sys' | 'idle' | 'irq', number>> };

export function processorTime(cpus: readonly CpuTimes[]): ProcessorTime {
  const busy = sum(cpus.map(({ times }) => times.user + times.nice + times.sys + times.irq));
  return { busy, total: busy + sum(cpus.map(({ times }) => times.idle)) };
}

function load(before: ProcessorTime, now: ProcessorTime): number {
  const total = now.total - before.total;
  if (total <= 0) return 0;
  return Math.min(100, Math.max(0, Math.round(((now.busy - before.busy) / total) * 1000) / 10));
}

function rate(value: number | null | undefined): number {
  return value && Number.isFinite(value) ? Math.max(0, Math.round(value)) : 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
