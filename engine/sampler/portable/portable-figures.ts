import type { Systeminformation } from 'systeminformation';
import { HELPER_SOURCE_LIMIT_MS, SLOW_SAMPLE_MS } from '../../limits.ts';
import { malformed, type Rates, type Source } from '../source.ts';

/** The part of systeminformation that gives figures; none of it opens a connection. */
export interface FigureInformation {
  fsStats(): Promise<Pick<Systeminformation.FsStatsData, 'rx_sec' | 'wx_sec'> | null>;
  networkStats(interfaces: string): Promise<Pick<Systeminformation.NetworkStatsData, 'iface' | 'rx_sec' | 'tx_sec'>[]>;
  battery(): Promise<Pick<Systeminformation.BatteryData, 'hasBattery' | 'acConnected' | 'isCharging'>>;
}

export interface PortableFiguresParts {
  readonly information: FigureInformation;
  /** Bytes. */
  readonly memory: () => Promise<{ total: number; available: number }>;
  readonly cpus: () => readonly CpuTimes[];
  readonly platform: { readonly name: 'darwin' | 'win32' };
}

type FigureId = 'cpu' | 'memory' | 'disks' | 'network' | 'power';

/** Figures of the whole system on macOS and Windows. Neither tells pressure. */
export function portableFigures(parts: PortableFiguresParts): readonly { [Id in FigureId]: Source<Id> }[FigureId][] {
  const { information, memory, cpus, platform } = parts;
  const windows = platform.name === 'win32';
  const common = { topics: ['metrics'], least: 0, limit: HELPER_SOURCE_LIMIT_MS } as const;
  let before: ProcessorTime | undefined;
  const cpu: Source<'cpu'> = {
    ...common,
    id: 'cpu',
    paired: true,
    read({ continuous }) {
      const now = processorTime(cpus());
      if (!(now.total > 0)) throw malformed('cpus');
      const load = before && continuous ? loadBetween(before, now) : null;
      before = now;
      return load;
    },
  };
  const disks: Source<'disks'> = {
    ...common,
    id: 'disks',
    paired: true,
    async read({ continuous }) {
      const figures = await information.fsStats();
      const rates = { inward: rate(figures?.rx_sec), outward: rate(figures?.wx_sec) };
      return continuous ? both(rates) : null;
    },
  };
  const network: Source<'network'> = {
    ...common,
    id: 'network',
    paired: true,
    least: windows ? SLOW_SAMPLE_MS : 0,
    async read({ continuous }) {
      const all = (await information.networkStats('*')).filter(({ iface }) => !/^(?:lo|Loopback)/.test(iface));
      const rates = {
        inward: sum(all.map(({ rx_sec }) => rate(rx_sec) ?? 0)),
        outward: sum(all.map(({ tx_sec }) => rate(tx_sec) ?? 0)),
      };
      return continuous ? rates : null;
    },
  };
  const power: Source<'power'> = {
    id: 'power',
    topics: [],
    // A helper program is asked; that a cable was pulled out may be known late.
    least: POWER_HELPER_LEAST_MS,
    paired: false,
    limit: HELPER_SOURCE_LIMIT_MS,
    async read() {
      const { hasBattery, acConnected, isCharging } = await information.battery();
      return { onBattery: hasBattery && !acConnected && !isCharging };
    },
  };
  const memorySource: Source<'memory'> = {
    ...common,
    id: 'memory',
    paired: false,
    async read() {
      const { total, available } = await memory();
      if (!(total > 0) || !(available >= 0)) throw malformed('memory');
      return { used: Math.max(0, total - available), total };
    },
  };
  // systeminformation has no figures for disks on Windows: a source that is never there is no fault to be told.
  return [cpu, memorySource, ...(windows ? [] : [disks]), network, power];
}

const POWER_HELPER_LEAST_MS = 120_000;

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

function loadBetween(before: ProcessorTime, now: ProcessorTime): number | null {
  const total = now.total - before.total;
  if (total <= 0) return null;
  return Math.min(100, Math.max(0, Math.round(((now.busy - before.busy) / total) * 1000) / 10));
}

/** `null` where it is not told. */
function rate(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(0, Math.round(value)) : null;
}

function both({ inward, outward }: { inward: number | null; outward: number | null }): Rates | null {
  return inward === null && outward === null ? null : { inward: inward ?? 0, outward: outward ?? 0 };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
