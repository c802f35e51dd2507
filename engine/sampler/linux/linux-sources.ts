import { SYSTEM_SOURCE_LIMIT_MS } from '../../limits.ts';
import { withoutOwnHelpers } from '../own-helpers.ts';
import type { AnySource } from '../source.ts';
import type { KnownProcess } from './known-process.ts';
import { linuxFigures } from './linux-figures.ts';
import { createLinuxProcesses, type LinuxProcesses, type LinuxProcessesParts } from './linux-processes.ts';
import { createLinuxSockets } from './linux-sockets.ts';
import { createLinuxUnits } from './linux-units.ts';
import { linuxPower } from './power.ts';

interface LinuxSourcesParts extends LinuxProcessesParts {
  readonly enginePid: number;
}

/**
 * Reads /proc and /sys directly. What is needed once is read at the first reading, so that a failure there costs that
 * source and is tried again.
 */
export function linuxSources(parts: LinuxSourcesParts): readonly AnySource[] {
  const { files, enginePid } = parts;
  let processes: LinuxProcesses | undefined;
  const list = () => {
    processes ??= createLinuxProcesses(parts);
    return processes;
  };
  const known = () => processes?.known ?? new Map<number, KnownProcess>();
  const sockets = createLinuxSockets({ ...parts, known });
  const units = createLinuxUnits({ ...parts, known });
  const { cpu, memory, disks, network, pressure } = linuxFigures(files);
  return [
    {
      id: 'processes',
      topics: ['processes', 'ports', 'connections', 'units'],
      least: 0,
      paired: true,
      limit: SYSTEM_SOURCE_LIMIT_MS,
      read: (moment) => withoutOwnHelpers(list().read(moment), enginePid),
      rest: () => processes?.rest(),
    },
    {
      id: 'sockets',
      topics: ['ports', 'connections'],
      least: 0,
      // The kernel walks tables that are as large as the memory is, also when they are empty: 25 ms here.
      unseen: 3,
      paired: false,
      limit: SYSTEM_SOURCE_LIMIT_MS,
      read: sockets,
    },
    { id: 'units', topics: ['units'], least: 0, paired: true, limit: SYSTEM_SOURCE_LIMIT_MS, read: units },
    cpu,
    memory,
    disks,
    network,
    pressure,
    linuxPower(files),
  ];
}
