import type { Process } from '../../../app/finder/process.ts';
import { steadyRow } from '../steady.ts';
import type { Share } from './cpu-shares.ts';
import type { KnownDetails } from './process-details.ts';
import type { ProcessIo } from './process-io.ts';

/** What is kept of a process from reading to reading. */
export interface KnownProcess {
  readonly pid: number;
  readonly startTicks: number;
  readonly key: string;
  readonly kernel: boolean;
  kernelName: Uint8Array;
  details: KnownDetails;
  /** Its details are to be read again in the next reading. */
  again: boolean;
  app: string;
  /** Key of the unit that it is summed up in. */
  unit: string;
  parentPid: number;
  state: Process['state'];
  threads: number;
  cpuTicks: number;
  /** Clock ticks used since the reading before. */
  lately: number;
  readonly share: Share;
  /** Bytes, as they are shown. */
  memory: number;
  io: ProcessIo | null;
  /** Milliseconds between the system's start and its own, as they are shown; `undefined` before it was shown. */
  start: number | undefined;
  /** What it ended with, see {@link Process.exit}; `undefined` before it was seen to have ended. */
  exit: number | null | undefined;
  /** Number of the reading in which it was there last. */
  seen: number;
  row: Process | undefined;
}

interface RowParts {
  readonly parent: KnownProcess | undefined;
  /** UTC milliseconds. */
  readonly bootedAt: number;
  readonly now: number;
  readonly millisecondsPerTick: number;
  /** Id of the account that runs this. */
  readonly userId: number;
}

/** The process as people see it; the same object as before when nothing has changed. */
export function rowOf(one: KnownProcess, { parent, bootedAt, now, millisecondsPerTick, userId }: RowParts): Process {
  const { details } = one.details;
  // A parent began before its child: otherwise its PID was given again in between.
  const there = parent !== undefined && parent.startTicks <= one.startTicks;
  // The two clocks are rounded: what is there has begun.
  one.start ??= Math.min(Math.round(one.startTicks * millisecondsPerTick), Math.max(0, now - bootedAt));
  const made: Process = {
    key: one.key,
    pid: one.pid,
    parentPid: one.parentPid,
    parentKey: there ? parent.key : null,
    parentName: there ? parent.details.details.name : '',
    name: details.name,
    user: details.user,
    mine: details.userId === userId,
    kernel: one.kernel,
    cpu: one.share.percent,
    memory: one.memory,
    threads: one.threads,
    state: one.state,
    started: bootedAt + one.start,
    path: details.path,
    deleted: details.deleted,
    commandLine: details.commandLine,
    unit: one.unit,
    app: one.app,
    read: one.io?.read ?? null,
    written: one.io?.written ?? null,
    exit: one.exit ?? null,
  };
  one.row = steadyRow(one.row, made);
  return one.row;
}
