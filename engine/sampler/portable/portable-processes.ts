import type { Systeminformation } from 'systeminformation';
import type { Process } from '../../../app/finder/process.ts';
import { groupKey } from '../app-groups.ts';
import { maskCommandLine } from '../masking/mask-command-line.ts';
import { malformed } from '../source.ts';
import { steadyRow, steadySize } from '../steady.ts';

export interface ListInformation {
  processes(): Promise<Pick<Systeminformation.ProcessesData, 'list'>>;
}

type Listed = Systeminformation.ProcessesProcessData;

export interface Platform {
  readonly name: 'darwin' | 'win32';
  /** Logical processors. */
  readonly processors: number;
  /** Name of the account that runs this. */
  readonly account: string;
}

const states: Readonly<Record<string, Process['state']>> = {
  running: 'running',
  sleeping: 'sleeping',
  blocked: 'waiting',
  paging: 'waiting',
  stopped: 'stopped',
  zombie: 'zombie',
};

/**
 * Lists the running programs of macOS and Windows; rejects when none was listed, which is what systeminformation says when
 * it cannot.
 * @param bootedAt UTC milliseconds; takes the place of the boot's id, which neither system has
 */
export function createPortableProcesses(
  information: ListInformation,
  platform: Platform,
  bootedAt: number,
): () => Promise<readonly Process[]> {
  const boot = bootWord(bootedAt);
  let before = new Map<number, Process>();
  return async () => {
    const { list } = await information.processes();
    const mapped = list.map((listed) => mapProcess(listed, platform)).filter((process) => process !== undefined);
    if (mapped.length === 0) throw malformed('processes');
    const started = steadyStarts(mapped, before);
    const byPid = new Map(started.map((process) => [process.pid, process]));
    const keyOf = ({ pid, started: at }: Process) => `${boot}.${pid}.${at}`;
    const processes = started.map((process) => {
      const parent = byPid.get(process.parentPid);
      const there = parent !== undefined && parent.pid !== process.pid && parent.started <= process.started;
      const known = before.get(process.pid);
      const key = keyOf(process);
      const same = known?.key === key ? known : undefined;
      const row: Process = {
        ...process,
        key,
        parentKey: there ? keyOf(parent) : null,
        parentName: there ? parent.name : '',
        memory: same ? steadySize(same.memory, process.memory) : process.memory,
      };
      return steadyRow(same, row);
    });
    before = new Map(processes.map((process) => [process.pid, process]));
    return processes;
  };
}

/** Eight characters as a boot's id has them; the moment of the start wavers by less than the tenth of a minute. */
function bootWord(bootedAt: number): string {
  return Math.round(bootedAt / 10_000)
    .toString(16)
    .padStart(8, '0')
    .slice(-8);
}

/** A process as systeminformation lists it on macOS or Windows; `undefined` for what is no program. Without its key and parent. */
export function mapProcess(listed: Listed, platform: Platform): Process | undefined {
  const windows = platform.name === 'win32';
  // On Windows pid 0 is the idle time.
  if (!Number.isInteger(listed.pid) || (windows && listed.pid === 0)) return undefined;
  const path = windows ? listed.path || null : macPath(listed);
  const words = windows ? listed.command : [path ?? listed.command, listed.params].join(' ');
  const user = listed.user ?? '';
  const mapped: Process = {
    key: '',
    parentKey: null,
    parentName: '',
    pid: listed.pid,
    parentPid: Number.isInteger(listed.parentPid) ? listed.parentPid : 0,
    name: listed.name || String(listed.pid),
    user,
    mine: user !== '' && user === platform.account,
    kernel: !windows && listed.pid === 0,
    cpu: share(listed.cpu, windows ? platform.processors : 1),
    memory: Math.max(0, listed.memRss || 0) * 1024,
    threads: 0,
    state: states[listed.state] ?? 'unknown',
    started: localTime(listed.started),
    path,
    deleted: false,
    commandLine: maskCommandLine(words ?? ''),
    unit: '',
    app: (path !== null && /\/([^/]+)\.app\/Contents\//.exec(path)?.[1]) || '',
    read: null,
    written: null,
    exit: null,
  };
  return { ...mapped, unit: groupKey(mapped) };
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
export function steadyStarts<T extends Pick<Process, 'pid' | 'name' | 'started'>>(
  processes: readonly T[],
  before: ReadonlyMap<number, Pick<Process, 'name' | 'started'>>,
): T[] {
  return processes.map((process) => {
    const known = before.get(process.pid);
    const same = known?.name === process.name && Math.abs(known.started - process.started) <= WAVER_MS;
    return same ? { ...process, started: known.started } : process;
  });
}
