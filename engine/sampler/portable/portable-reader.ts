import type { Clock } from 'candor-client/node';
import type { Process } from '../../../app/finder/process.ts';
import { withoutOwnHelpers } from '../own-helpers.ts';
import type { Reader } from '../reader.ts';
import { createPortableMetrics, type PortableSources } from './portable-metrics.ts';
import { mapProcess, type Platform, steadyStarts } from './process-mapping.ts';

export interface PortableReaderParts {
  readonly sources: PortableSources;
  readonly platform: Platform;
  readonly clock: Clock;
  readonly enginePid: number;
}

/** Reads macOS and Windows through systeminformation. On Windows one PowerShell is kept while somebody watches. */
export function createPortableReader({ sources, platform, clock, enginePid }: PortableReaderParts): Reader {
  const { si } = sources;
  const windows = platform.name === 'win32';
  let before = new Map<number, Process>();
  const reader: Reader = {
    async processes() {
      const { list } = await si.processes();
      if (list.length === 0) throw new Error('no process was listed');
      const mapped = list.map((listed) => mapProcess(listed, platform)).filter((process) => process !== undefined);
      const processes = steadyStarts(mapped, before);
      before = new Map(processes.map((process) => [process.pid, process]));
      return withoutOwnHelpers(processes, enginePid);
    },
    metrics: createPortableMetrics(sources, clock),
  };
  if (!windows) return reader;
  return { ...reader, begin: () => si.powerShellStart(), rest: () => si.powerShellRelease() };
}
