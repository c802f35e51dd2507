import { swallowed } from 'candor-client/core';
import { SYSTEM_SOURCE_LIMIT_MS } from '../../limits.ts';
import { malformed, type Source } from '../source.ts';
import { createRates } from './rates.ts';
import {
  isWholeDisk,
  type ProcessorTicks,
  parseDiskCounters,
  parseMemory,
  parseNetworkCounters,
  parsePressure,
  parseProcessorTicks,
} from './system-counters.ts';
import { namesOrNone, type SystemFiles } from './system-files.ts';

type FigureId = 'cpu' | 'memory' | 'disks' | 'network' | 'pressure';

/** The figures of the whole system, each a source of its own: a file that is not there costs the others nothing. */
export function linuxFigures(files: SystemFiles): { readonly [Id in FigureId]: Source<Id> } {
  const common = { topics: ['metrics'], least: 0, limit: SYSTEM_SOURCE_LIMIT_MS } as const;
  const cpu = createLoad(() => parseProcessorTicks(files.text('/proc/stat')));
  const disks = createRates(() => diskCounters(files));
  const network = createRates(() => physical(files, parseNetworkCounters(files.text('/proc/net/dev'))));
  return {
    cpu: { ...common, id: 'cpu', paired: true, read: cpu },
    memory: {
      ...common,
      id: 'memory',
      paired: false,
      read: () => {
        const { total, available } = parseMemory(files.text('/proc/meminfo'));
        return { used: total - available, total };
      },
    },
    disks: { ...common, id: 'disks', paired: true, read: disks },
    network: { ...common, id: 'network', paired: true, read: network },
    pressure: { ...common, id: 'pressure', paired: false, read: () => pressure(files) },
  };
}

function createLoad(read: () => ProcessorTicks): Source<'cpu'>['read'] {
  let before: ProcessorTicks | undefined;
  return ({ continuous }) => {
    const now = read();
    const total = before && continuous ? now.total - before.total : 0;
    const busy = before ? now.busy - before.busy : 0;
    before = now;
    return total > 0 ? Math.min(100, Math.max(0, Math.round((busy / total) * 1000) / 10)) : null;
  };
}

function diskCounters(files: SystemFiles): ReadonlyMap<string, [number, number]> {
  const text = files.text('/proc/diskstats');
  return parseDiskCounters(text, new Set(namesOrNone(files, '/sys/block').filter(isWholeDisk)));
}

/**
 * Only the interfaces that are devices, if there are any: bridges, tunnels and virtual pairs pass on what goes through
 * those, and would count twice. In a container there are none, and all count.
 */
function physical<T>(files: SystemFiles, interfaces: Map<string, T>): Map<string, T> {
  const devices = [...interfaces].filter(([name]) => files.exists(`/sys/class/net/${name}/device`));
  return devices.length > 0 ? new Map(devices) : interfaces;
}

/** A kernel may leave one of them out, or all: then the source is missing. @throws when there is none at all. */
function pressure(files: SystemFiles): ReturnType<Source<'pressure'>['read']> {
  let trouble: unknown;
  const one = (what: string) => {
    try {
      return parsePressure(files.text(`/proc/pressure/${what}`));
    } catch (error) {
      swallowed('engine', 'read-pressure', error);
      trouble = error;
      return null;
    }
  };
  const all = { cpu: one('cpu'), memory: one('memory'), io: one('io') };
  if (Object.values(all).every((figure) => figure === null)) throw trouble ?? malformed('/proc/pressure');
  return all;
}
