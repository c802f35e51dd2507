import type { Clock } from 'candor-client/node';
import { withoutOwnHelpers } from '../own-helpers.ts';
import type { Reader } from '../reader.ts';
import { createLinuxMetrics } from './linux-metrics.ts';
import { createLinuxProcesses } from './linux-processes.ts';
import type { SystemFiles } from './system-files.ts';

export interface LinuxReaderParts {
  readonly files: SystemFiles;
  readonly clock: Clock;
  readonly processors: number;
  readonly wordSize: 4 | 8;
  readonly enginePid: number;
}

/** Reads /proc directly; what it needs once is read at the first sample, so that a failure there is a failed sample. */
export function createLinuxReader(parts: LinuxReaderParts): Reader {
  let list: ReturnType<typeof createLinuxProcesses> | undefined;
  const measure = createLinuxMetrics(parts.files, parts.clock);
  return {
    async processes() {
      list ??= createLinuxProcesses(parts);
      return withoutOwnHelpers(list(), parts.enginePid);
    },
    async metrics() {
      return measure();
    },
  };
}
