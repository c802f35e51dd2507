import type { SourceState } from '../../app/finder/live.ts';
import type { Process } from '../../app/finder/process.ts';
import type { Connection, Port } from '../../app/finder/socket.ts';
import type { Unit } from '../../app/finder/unit.ts';
import type { End, Held, Kind } from './intervals.ts';
import { MAX_OPEN } from './limits.ts';
import type { RunRow, ThingRow } from './schema.ts';
import type { Used } from './tally.ts';

const unknownUse: Used = { cpu: null, peak: null, memory: null, memory_over: null, read: null, written: null };

/** @param hidden whether a program is not to be named, because it is excluded. */
export function processKind(hidden: (name: string) => boolean): Kind<Process, RunRow> {
  return {
    max: MAX_OPEN.process,
    row: (held, end) => ({
      ...ofProcess(held.value, hidden),
      run: held.run,
      key: held.key,
      started: held.value.started > 0 ? Math.min(held.value.started, held.first) : null,
      ...times(held, end),
      exit: held.value.exit ?? null,
      changed: held.changed,
      ...(end && end.resumes === null ? (held.whole?.used ?? unknownUse) : unknownUse),
    }),
    changed: (before, now) =>
      replaced(before.path, now.path) ||
      replaced(before.unit, now.unit) ||
      replaced(before.commandLine, now.commandLine),
    changedSince: (row, now) =>
      replaced(row.path, now.path) || replaced(row.unit, now.unit) || replaced(row.command, now.commandLine),
    told: (before, now) => before.exit !== now.exit,
    worn: (before, now) =>
      before.threads !== now.threads ||
      before.deleted !== now.deleted ||
      before.name !== now.name ||
      before.path !== now.path ||
      before.commandLine !== now.commandLine ||
      before.user !== now.user ||
      before.unit !== now.unit ||
      before.app !== now.app ||
      before.parentKey !== now.parentKey,
    usage: (process) => process,
    startOf: ({ started }) => started,
  };
}

function ofProcess(process: Process, hidden: (name: string) => boolean) {
  const ofHidden = hidden(process.parentName);
  return {
    pid: process.pid,
    ppid: process.parentPid,
    parent: ofHidden ? null : process.parentKey,
    parent_name: ofHidden ? '' : process.parentName,
    name: process.name,
    owner: process.user,
    path: process.path,
    command: process.commandLine,
    unit: process.unit,
    app: process.app,
    mine: process.mine,
    kernel: process.kernel,
    deleted: process.deleted,
    threads: process.threads,
  };
}

/** One text took the place of another; one that is read at last, or can no longer be read, is no change. */
function replaced(before: string | null, now: string | null): boolean {
  return before !== now && Boolean(before) && Boolean(now);
}

const times = <T>(held: Held<T>, end: End | null) => ({
  first: held.first,
  begins: held.begins,
  last: end?.last ?? held.last,
  ended: end?.ended ?? null,
  resumes: end?.resumes ?? null,
});

const noThing = {
  name: null,
  pid: null,
  owner: null,
  unit: null,
  process: null,
  protocol: null,
  address: null,
  port: null,
  remote_address: null,
  remote_port: null,
  detail: null,
  processes: null,
} as const;

const never = () => false;

const ofSocket = (socket: Port | Connection) => ({
  name: socket.program,
  pid: socket.pid,
  owner: socket.user,
  unit: socket.unit,
  process: socket.process,
  protocol: socket.protocol,
  address: socket.address,
  port: socket.port,
  since: socket.since,
});

/** A socket whose process was found or lost is written anew, and is no change. */
const socketWorn = (before: Port | Connection, now: Port | Connection) =>
  before.pid !== now.pid || before.program !== now.program || before.unit !== now.unit;

/** Ports and connections alike. @param more what the row of one has beside */
function socketKind<S extends Port | Connection>(
  kind: 'port' | 'connection',
  more: (socket: S) => Partial<ThingRow> = () => ({}),
): Kind<S, ThingRow> {
  return {
    max: MAX_OPEN[kind],
    row: (held, end) => ({
      ...noThing,
      ...ofSocket(held.value),
      ...more(held.value),
      kind,
      run: held.run,
      key: held.key,
      ...times(held, end),
    }),
    changed: never,
    changedSince: never,
    told: never,
    worn: socketWorn,
    usage: () => null,
    startOf: ({ since }) => since,
  };
}

export const portKind = socketKind<Port>('port');

export const connectionKind = socketKind<Connection>('connection', ({ remoteAddress, remotePort, direction }) => ({
  remote_address: remoteAddress,
  remote_port: remotePort,
  detail: direction,
}));

export const unitKind: Kind<Unit, ThingRow> = {
  max: MAX_OPEN.unit,
  row: (held, end) => ({
    ...noThing,
    name: held.value.name,
    owner: held.value.user,
    detail: held.value.kind,
    processes: held.value.processes,
    since: held.value.since > 0 ? held.value.since : null,
    kind: 'unit',
    run: held.run,
    key: held.key,
    ...times(held, end),
  }),
  changed: never,
  changedSince: never,
  told: never,
  worn: (before, now) => before.processes !== now.processes,
  usage: (unit) => unit,
  startOf: ({ since }) => since,
};

/** A source that could not be read, for as long as it could not. */
export type FailingSource = SourceState & { readonly key: string };

export const sourceKind: Kind<FailingSource, ThingRow> = {
  max: MAX_OPEN.source,
  row: (held, end) => ({
    ...noThing,
    name: held.value.source,
    detail: held.value.failure,
    since: held.value.since,
    kind: 'source',
    run: held.run,
    key: held.key,
    ...times(held, end),
  }),
  changed: never,
  changedSince: never,
  told: never,
  worn: never,
  usage: () => null,
  startOf: ({ since }) => since,
};
