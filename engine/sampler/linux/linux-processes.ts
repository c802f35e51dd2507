import { swallowed } from 'candor-client/core';
import type { Clock } from 'candor-client/node';
import type { Process } from '../../../app/finder/process.ts';
import { BOOT_TIME_KEPT_MS, DETAILS_TURN_MS } from '../../limits.ts';
import { groupKey } from '../app-groups.ts';
import { type Moment, malformed } from '../source.ts';
import { steadySize } from '../steady.ts';
import { appTitle } from './app-titles.ts';
import { bootId, bootMoment, steadyMoment } from './boot-time.ts';
import { createShares, newShare } from './cpu-shares.ts';
import type { DesktopEntries } from './desktop-entries.ts';
import { createHeldStats } from './held-stats.ts';
import { type KnownProcess, rowOf } from './known-process.ts';
import { createDetailsReader, equalBytes, type KnownDetails } from './process-details.ts';
import { createIoReader } from './process-io.ts';
import {
  emptyStat,
  exitCode,
  isKernelThread,
  type KernelUnits,
  parseAuxiliaryVector,
  parseProcessStat,
  waitStatusOf,
} from './process-stat.ts';
import type { SystemFiles } from './system-files.ts';

export interface LinuxProcessesParts {
  readonly files: SystemFiles;
  readonly clock: Clock;
  readonly processors: number;
  /** Of Node's own binary, which runs the system's word size. */
  readonly wordSize: 4 | 8;
  /** Id of the account that runs this. */
  readonly userId: number;
  readonly entries: DesktopEntries;
}

export interface LinuxProcesses {
  /** The running processes; unchanged ones are the same objects as before. @throws when they cannot be listed. */
  read(moment: Moment): readonly Process[];
  /** What is known of them, as of the last reading. */
  readonly known: ReadonlyMap<number, KnownProcess>;
  /** Closes what is held open. */
  rest(): void;
}

/** Lists the running programs from /proc; see proc(5). */
export function createLinuxProcesses(parts: LinuxProcessesParts): LinuxProcesses {
  const { files, clock, processors, wordSize, userId, entries } = parts;
  const stats = createHeldStats(files);
  const readDetails = createDetailsReader({ files, clock });
  const readIo = createIoReader(files);
  const units = kernelUnits(files, wordSize);
  const millisecondsPerTick = 1000 / units.ticksPerSecond;
  const shares = createShares(processors, millisecondsPerTick);
  const boot = bootId(files);
  const known = new Map<number, KnownProcess>();
  /** Those whose details were read longest ago come first. */
  const turns = new Set<KnownProcess>();
  /** Those whose details were read in this reading. */
  const renamed = new Set<KnownProcess>();
  const stat = emptyStat();
  let reading = 0;
  let bootedAt = 0;
  let bootReadAt = Number.NEGATIVE_INFINITY;
  let turnedAt = 0;
  /** Looks in turn that are due; their fraction is carried on. */
  let owed = 0;

  /** Takes what `stat` tells of one process, from a line of so many bytes. */
  function take(moment: Moment, length: number): void {
    const name = stats.buffer.subarray(stat.nameStart, stat.nameEnd);
    const before = known.get(stat.pid);
    const same = before?.startTicks === stat.startTicks ? before : undefined;
    if (before && !same) forget(before);
    const one = same ?? meet(name, moment);
    if (!one) return;
    one.state = stat.state;
    if (same && !equalBytes(name, one.kernelName)) {
      one.kernelName = name.slice();
      if (!look(one)) return;
    } else if (same?.again && stat.state !== 'waiting' && !look(one)) return;
    one.seen = reading;
    one.parentPid = stat.parentPid;
    one.threads = stat.threads;
    one.lately = stat.cpuTicks - one.cpuTicks;
    one.cpuTicks = stat.cpuTicks;
    one.memory = steadySize(one.memory, stat.residentPages * units.pageSize);
    // Threads may outlive the first one, which waits for them as a zombie.
    if (stat.state === 'zombie' && stat.threads <= 1 && one.exit === undefined) one.exit = readExit(stat.pid, length);
  }

  /**
   * What the process ended with, from the line that was read last. The kernel tells everybody 0 of the processes of others: 0
   * is believed where it also tells the namespace, which it keeps from the same accounts.
   */
  function readExit(pid: number, length: number): number | null {
    const status = waitStatusOf(stats.buffer, length);
    if (status === 0 && files.target(`/proc/${pid}/ns/user`) === null) return null;
    return status === null ? null : exitCode(status);
  }

  function meet(name: Uint8Array, moment: Moment): KnownProcess | undefined {
    const kernel = isKernelThread(stat);
    const kernelName = name.slice();
    const details = readDetails({ pid: stat.pid, kernelName, kernel, state: stat.state }, undefined);
    if (!details) return undefined;
    const one: KnownProcess = {
      pid: stat.pid,
      startTicks: stat.startTicks,
      key: `${boot}.${stat.pid}.${stat.startTicks}`,
      kernel,
      kernelName,
      details,
      // One that has just been made may not have become its own program yet, under whatever name.
      again: !kernel && (moment.continuous || isUnread(stat.state, details)),
      app: '',
      unit: '',
      parentPid: stat.parentPid,
      state: stat.state,
      threads: stat.threads,
      cpuTicks: stat.cpuTicks,
      lately: 0,
      share: newShare(),
      memory: stat.residentPages * units.pageSize,
      io: kernel ? null : readIo(stat.pid, moment.monotonic, null),
      start: undefined,
      exit: undefined,
      seen: reading,
      row: undefined,
    };
    known.set(stat.pid, one);
    turns.add(one);
    renamed.add(one);
    return one;
  }

  /** Reads the details of a known process again; whether it is still there. */
  function look(one: KnownProcess): boolean {
    turns.delete(one);
    const details = readDetails(one, one.details);
    if (!details) return false;
    turns.add(one);
    one.details = details;
    one.again = !one.kernel && isUnread(one.state, details);
    renamed.add(one);
    return true;
  }

  function forget(one: KnownProcess): void {
    known.delete(one.pid);
    turns.delete(one);
    renamed.delete(one);
    stats.drop(one.pid);
  }

  /** Some of all in every reading, so that each has its turn in time: an exec leaves no other trace. */
  function lookInTurn(now: number): void {
    owed = Math.min(turns.size, owed + (turns.size * (now - turnedAt)) / DETAILS_TURN_MS);
    turnedAt = now;
    const count = Math.floor(owed);
    owed -= count;
    const due: KnownProcess[] = [];
    for (const one of turns) {
      if (due.length >= count) break;
      due.push(one);
    }
    for (const one of due) {
      // One that is not there any more is dropped in the next reading, by its stat.
      if (look(one) && !one.kernel) one.io = readIo(one.pid, now, one.io);
    }
  }

  /** Who has used the processor may have used disks as well; who did before is looked at until it no longer does. */
  function readBusyIo({ monotonic, continuous }: Moment): void {
    for (const one of known.values()) {
      const { io } = one;
      if (io === null || io.at === monotonic) continue;
      if (one.lately > 0 || io.read !== 0 || io.written !== 0)
        one.io = readIo(one.pid, monotonic, continuous ? io : null);
    }
  }

  function nameApps(): void {
    // What a process is part of depends on its parent, which began before it.
    for (const one of [...renamed].sort((a, b) => a.startTicks - b.startTicks)) {
      const { details } = one.details;
      const parent = known.get(one.parentPid);
      const of = { ...details, kernel: one.kernel };
      one.app = appTitle(
        { ...of, parent: parent ? { app: parent.app, path: parent.details.details.path } : null },
        entries,
      );
      one.unit = details.unitName?.key ?? groupKey({ ...of, app: one.app });
    }
    renamed.clear();
  }

  function believeBoot(moment: Moment): void {
    if (moment.continuous && moment.monotonic - bootReadAt < BOOT_TIME_KEPT_MS) return;
    bootReadAt = moment.monotonic;
    let newest = 0;
    for (const { startTicks } of known.values()) newest = Math.max(newest, startTicks);
    bootedAt = steadyMoment(bootedAt || undefined, bootMoment(files, newest * millisecondsPerTick, moment.at));
  }

  return {
    known,
    read(moment) {
      reading += 1;
      if (!moment.continuous) turnedAt = moment.monotonic;
      for (const name of files.names('/proc')) {
        const pid = pidOf(name);
        if (pid === 0) continue;
        const length = stats.read(pid);
        if (length > 0 && parseProcessStat(stats.buffer, length, stat) && stat.pid === pid) take(moment, length);
      }
      for (const one of known.values()) if (one.seen !== reading) forget(one);
      if (known.size === 0) throw malformed('/proc');
      lookInTurn(moment.monotonic);
      readBusyIo(moment);
      shares(known.values(), moment);
      believeBoot(moment);
      nameApps();
      const rows: Process[] = [];
      const common = { bootedAt, now: moment.at, millisecondsPerTick, userId };
      for (const one of known.values()) rows.push(rowOf(one, { ...common, parent: known.get(one.parentPid) }));
      return rows;
    },
    rest: () => stats.clear(),
  };
}

/**
 * Whether a program's command line is still to be had: it was not asked for while the process waited without end, or it
 * was looked at within an exec, in which the kernel has the new name before it has the new command line. One that has
 * ended keeps none.
 */
function isUnread(state: Process['state'], { rawCommandLine }: KnownDetails): boolean {
  return state === 'waiting' || (state !== 'zombie' && rawCommandLine.length === 0);
}

/** As nearly every computer has them, where the kernel does not say. */
const usualUnits: KernelUnits = { ticksPerSecond: 100, pageSize: 4096 };

function kernelUnits(files: SystemFiles, wordSize: 4 | 8): KernelUnits {
  try {
    return parseAuxiliaryVector(files.bytes('/proc/self/auxv'), wordSize);
  } catch (error) {
    swallowed('engine', 'read-kernel-units', error);
    return usualUnits;
  }
}

/** The number that a folder of /proc is named by; 0 for what is no process. */
function pidOf(name: string): number {
  const first = name.charCodeAt(0);
  return first >= 48 && first <= 57 ? Number(name) : 0;
}
