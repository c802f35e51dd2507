import type { Clock } from 'candor-client/node';
import type { Metrics } from '../../../app/finder/device.ts';
import {
  isWholeDisk,
  type MemoryFigures,
  type ProcessorTicks,
  parseDiskCounters,
  parseMemory,
  parseNetworkCounters,
  parseProcessorTicks,
} from './system-counters.ts';
import { namesOrNone, type SystemFiles } from './system-files.ts';

interface Reading {
  readonly processor: ProcessorTicks;
  readonly memory: MemoryFigures;
  readonly disks: Counters;
  readonly network: Counters;
}

/** Figures of the whole system from /proc; `undefined` at the first call, which has nothing to compare with. */
export function createLinuxMetrics(files: SystemFiles, clock: Clock): () => Metrics | undefined {
  let before: Reading | undefined;
  return () => {
    const now = read(files, clock.monotonic());
    const metrics = before && compare(before, now, clock.now());
    before = now;
    return metrics;
  };
}

function read(files: SystemFiles, at: number): Reading {
  const disks = new Set(namesOrNone(files, '/sys/block').filter(isWholeDisk));
  return {
    processor: parseProcessorTicks(files.text('/proc/stat')),
    memory: parseMemory(files.text('/proc/meminfo')),
    disks: { at, devices: parseDiskCounters(files.text('/proc/diskstats'), disks) },
    network: { at, devices: physical(files, parseNetworkCounters(files.text('/proc/net/dev'))) },
  };
}

/**
 * Only the interfaces that are devices, if there are any: bridges, tunnels and virtual pairs pass on what goes through
 * those, and would count twice. In a container there are none, and all count.
 */
function physical<T>(files: SystemFiles, interfaces: Map<string, T>): Map<string, T> {
  const devices = [...interfaces].filter(([name]) => files.exists(`/sys/class/net/${name}/device`));
  return devices.length > 0 ? new Map(devices) : interfaces;
}

function compare(before: Reading, now: Reading, at: number): Metrics {
  const total = now.processor.total - before.processor.total;
  const busy = now.processor.busy - before.processor.busy;
  const [diskRead, diskWrite] = ratesBetween(before.disks, now.disks);
  const [networkReceived, networkSent] = ratesBetween(before.network, now.network);
  return {
    at,
    cpu: total > 0 ? Math.min(100, Math.max(0, Math.round((busy / total) * 1000) / 10)) : 0,
    memoryUsed: now.memory.total - now.memory.available,
    memoryTotal: now.memory.total,
    diskRead,
    diskWrite,
    networkReceived,
    networkSent,
  };
}

/** Counters that only grow, such as bytes read, of several devices at one moment. */
interface Counters {
  /** Monotonic milliseconds. */
  readonly at: number;
  /** Bytes in each direction since the device appeared, by device. */
  readonly devices: ReadonlyMap<string, readonly [inward: number, outward: number]>;
}

/**
 * Bytes a second in each direction, over all devices. Compared device by device: one that was unplugged or whose
 * counter began again must not take away from the others.
 */
export function ratesBetween(before: Counters, after: Counters): [inward: number, outward: number] {
  const seconds = (after.at - before.at) / 1000;
  if (seconds <= 0) return [0, 0];
  let inward = 0;
  let outward = 0;
  for (const [device, [afterIn, afterOut]] of after.devices) {
    const [beforeIn, beforeOut] = before.devices.get(device) ?? [afterIn, afterOut];
    inward += Math.max(0, afterIn - beforeIn);
    outward += Math.max(0, afterOut - beforeOut);
  }
  return [Math.round(inward / seconds), Math.round(outward / seconds)];
}
