import type { Clock } from 'candor-client/node';
import type { Systeminformation } from 'systeminformation';
import type { Process } from '../../../app/finder/process.ts';
import { maskCommandLine } from '../masking/mask-command-line.ts';
import { type Reader, withoutOwnHelpers } from '../reader.ts';
import { createPortableMetrics, type PortableSources } from './portable-metrics.ts';

interface PortableReaderParts {
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

type Listed = Systeminformation.ProcessesProcessData;

interface Platform {
  readonly name: 'darwin' | 'win32';
  /** Logical processors. */
  readonly processors: number;
}

const states: Readonly<Record<string, Process['state']>> = {
  running: 'running',
  sleeping: 'sleeping',
  blocked: 'waiting',
  paging: 'waiting',
  stopped: 'stopped',
  zombie: 'zombie',
};

/** A process as systeminformation lists it on macOS or Windows; `undefined` for what is no program. */
export function mapProcess(listed: Listed, platform: Platform): Process | undefined {
  const windows = platform.name === 'win32';
  // On Windows pid 0 is the idle time.
  if (!Number.isInteger(listed.pid) || (windows && listed.pid === 0)) return undefined;
  const path = windows ? listed.path || null : macPath(listed);
  const words = windows ? listed.command : [path ?? listed.command, listed.params].join(' ');
  return {
    pid: listed.pid,
    parentPid: Number.isInteger(listed.parentPid) ? listed.parentPid : 0,
    name: listed.name || String(listed.pid),
    user: listed.user ?? '',
    cpu: share(listed.cpu, windows ? platform.processors : 1),
    memory: Math.max(0, listed.memRss || 0) * 1024,
    threads: 0,
    state: states[listed.state] ?? 'unknown',
    started: localTime(listed.started),
    path,
    commandLine: maskCommandLine(words ?? ''),
  };
}

/** systeminformation tells the folder and the program apart; none for kernel tasks. */
function macPath({ path, command }: Listed): string | null {
  return path ? `${path}/${command}` : null;
}

/** `ps` on macOS counts in one processor, systeminformation on Windows in the whole machine. */
function share(cpu: number, factor: number): number {
  return Number.isFinite(cpu) ? Math.max(0, Math.round(cpu * factor * 10) / 10) : 0;
}

/** `2026-01-31 08:00:00` in local time, as UTC milliseconds; 0 when it is no such text. */
function localTime(text: string): number {
  const parts = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/
    .exec(text ?? '')
    ?.slice(1)
    .map(Number);
  if (!parts) return 0;
  const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0] = parts;
  const time = new Date(year, month - 1, day, hours, minutes, seconds).getTime();
  return Number.isFinite(time) ? Math.max(0, time) : 0;
}

/** macOS tells how long a program has run, in whole seconds: the start that follows from it wavers by about one. */
const WAVER_MS = 2000;

/**
 * The processes with the start times that they had in the sample before, where the difference is only wavering: the
 * start is part of who a process is.
 */
export function steadyStarts(processes: readonly Process[], before: ReadonlyMap<number, Process>): Process[] {
  return processes.map((process) => {
    const known = before.get(process.pid);
    const same = known?.name === process.name && Math.abs(known.started - process.started) <= WAVER_MS;
    return same ? { ...process, started: known.started } : process;
  });
}
