import { swallowed } from 'candor-client/core';
import type { Clock } from 'candor-client/node';
import type { Process } from '../../../app/finder/process.ts';
import { processKey } from '../../../app/finder/sampling.ts';
import { MAX_RAW_COMMAND_LINE, MIN_SHARE_MS } from '../../limits.ts';
import { maskArguments } from '../masking/mask-command-line.ts';
import { type KernelUnits, parseAuxiliaryVector, parseProcessStat, programName } from './process-stat.ts';
import { parseBootTime } from './system-counters.ts';
import { createAccounts, type SystemFiles } from './system-files.ts';

interface LinuxProcessesParts {
  readonly files: SystemFiles;
  readonly clock: Clock;
  readonly processors: number;
  /** Of Node's own binary, which runs the system's word size. */
  readonly wordSize: 4 | 8;
}

interface Found {
  readonly process: Process;
  /** Milliseconds of processor time. */
  readonly used: number;
}

/** Lists the running programs from /proc; see proc(5). @throws when /proc cannot be listed. */
export function createLinuxProcesses({ files, clock, processors, wordSize }: LinuxProcessesParts): () => Process[] {
  const units = parseAuxiliaryVector(files.bytes('/proc/self/auxv'), wordSize);
  // Read once: the kernel works it out again from a clock that drifts, and start times are part of who a process is.
  const bootedAt = parseBootTime(files.text('/proc/stat'));
  const account = createAccounts(files, clock);
  let masked = new Map<string, string>();
  let shares: CpuShares | undefined;

  return () => {
    const keptMasks = masked;
    masked = new Map();
    const mask = (raw: string, args: readonly string[]) => {
      const text = keptMasks.get(raw) ?? masked.get(raw) ?? maskArguments(args);
      masked.set(raw, text);
      return text;
    };
    const at = clock.monotonic();
    const found: Found[] = [];
    for (const name of files.names('/proc')) {
      if (!isPid(name)) continue;
      const one = read(files, name, { units, bootedAt, account, mask });
      if (one) found.push(one);
    }
    const used = new Map(found.map(({ process, used }) => [processKey(process), used]));
    shares = nextShares(shares, { at, used }, processors);
    const share = shares.shares;
    return found.map(({ process }) => ({ ...process, cpu: share.get(processKey(process)) ?? 0 }));
  };
}

interface Surroundings {
  readonly units: KernelUnits;
  readonly bootedAt: number;
  readonly account: (id: number) => string;
  readonly mask: (raw: string, args: readonly string[]) => string;
}

interface ProcessFiles {
  readonly stat: string;
  readonly commandLine: string;
  readonly target: string | null;
  readonly owner: number;
}

/** The files of one process; `undefined` when it ended meanwhile or may not be seen. */
function readFiles(files: SystemFiles, folder: string): ProcessFiles | undefined {
  try {
    return {
      stat: files.text(`${folder}/stat`),
      commandLine: files.text(`${folder}/cmdline`).slice(0, MAX_RAW_COMMAND_LINE),
      target: files.target(`${folder}/exe`),
      owner: files.owner(folder),
    };
  } catch (error) {
    swallowed('engine', 'read-process', error);
    return undefined;
  }
}

function read(files: SystemFiles, pid: string, { units, bootedAt, account, mask }: Surroundings): Found | undefined {
  const raw = readFiles(files, `/proc/${pid}`);
  const stat = raw && parseProcessStat(raw.stat);
  if (!stat) return undefined;
  const args = splitArguments(raw.commandLine);
  const path = executablePath(raw.target);
  const process: Process = {
    pid: stat.pid,
    parentPid: stat.parentPid,
    name: programName(stat.name, args, path),
    user: account(raw.owner),
    cpu: 0,
    memory: stat.residentPages * units.pageSize,
    threads: stat.threads,
    state: stat.state,
    started: bootedAt + Math.round((stat.startTicks * 1000) / units.ticksPerSecond),
    path,
    commandLine: mask(raw.commandLine, args),
  };
  return { process, used: (stat.cpuTicks * 1000) / units.ticksPerSecond };
}

function isPid(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= 48 && first <= 57;
}

/** Arguments end with a NUL each; programs that write a title over them leave many behind it. */
export function splitArguments(raw: string): string[] {
  const text = raw.replace(/\0+$/, '');
  return text === '' ? [] : text.split('\0');
}

/** The kernel marks the file of a program that was replaced by an update; it is still the path it was started from. */
function executablePath(target: string | null): string | null {
  return target?.replace(/ \(deleted\)$/, '') ?? null;
}

/** CPU time of every running program at one moment. */
interface CpuReading {
  /** Monotonic milliseconds. */
  readonly at: number;
  /** Milliseconds of processor time used so far, by the key of the run. */
  readonly used: ReadonlyMap<string, number>;
}

interface CpuShares {
  readonly reading: CpuReading;
  /** Percent of one processor, by the key of the run. */
  readonly shares: ReadonlyMap<string, number>;
}

/**
 * Shares of one processor since the reading before; 0 without one. A run that began in between used all its time since,
 * so its whole time counts. Two readings too close together give no useful figure: the shares before stand.
 * @param processors number of logical processors, the bound of every share
 */
export function nextShares(before: CpuShares | undefined, reading: CpuReading, processors: number): CpuShares {
  if (!before) return { reading, shares: new Map() };
  const elapsed = reading.at - before.reading.at;
  if (elapsed < MIN_SHARE_MS) return before;
  const shares = new Map<string, number>();
  for (const [run, used] of reading.used) {
    const share = ((used - (before.reading.used.get(run) ?? 0)) / elapsed) * 100;
    shares.set(run, roundShare(Math.min(Math.max(0, share), processors * 100)));
  }
  return { reading, shares };
}

/** One decimal is what people see; more would make rows look changed that are not. */
function roundShare(share: number): number {
  return Math.round(share * 10) / 10;
}
