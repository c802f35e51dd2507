import { cpus, freemem, totalmem } from 'node:os';
import type { Clock } from 'candor-client/node';
import { SAMPLE_INTERVAL_SECONDS } from '../../app/finder/sampling.ts';
import { SLOW_SAMPLE_INTERVAL_SECONDS } from '../limits.ts';
import { createLinuxMetrics } from './linux/linux-metrics.ts';
import { createLinuxProcesses } from './linux/linux-processes.ts';
import { type SystemFiles, systemFiles } from './linux/system-files.ts';
import { createPortableReader } from './portable/portable-reader.ts';
import { type Reader, withoutOwnHelpers } from './reader.ts';

interface PlatformReader {
  readonly reader: Reader;
  /** Milliseconds between samples. */
  readonly interval: number;
}

/** The reader for the platform that runs this. systeminformation is loaded only where it is needed. */
export async function platformReader(clock: Clock): Promise<PlatformReader> {
  const processors = cpus().length;
  const enginePid = process.pid;
  if (process.platform !== 'darwin' && process.platform !== 'win32') {
    const wordSize = process.arch === 'arm' || process.arch === 'ia32' ? 4 : 8;
    const reader = createLinuxReader({ files: systemFiles, clock, processors, wordSize, enginePid });
    return { reader, interval: SAMPLE_INTERVAL_SECONDS * 1000 };
  }
  const { default: si } = await import('systeminformation');
  const windows = process.platform === 'win32';
  // On Windows free memory is what programs could get, and asking systeminformation would start a PowerShell.
  const memory = windows ? async () => ({ total: totalmem(), available: freemem() }) : () => si.mem();
  const platform = { name: process.platform, processors };
  const reader = createPortableReader({ sources: { si, memory, cpus }, platform, clock, enginePid });
  return { reader, interval: (windows ? SLOW_SAMPLE_INTERVAL_SECONDS : SAMPLE_INTERVAL_SECONDS) * 1000 };
}

interface LinuxReaderParts {
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
