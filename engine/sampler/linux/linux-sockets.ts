import { swallowed } from 'candor-client/core';
import type { Clock } from 'candor-client/node';
import type { Connection, connectionStates, Port } from '../../../app/finder/socket.ts';
import { MAX_SOCKET_PAUSE_MS, MAX_SOCKETS, SOCKET_PAUSE_MS } from '../../limits.ts';
import type { Moment, SourceValues } from '../source.ts';
import { createSteadyRows } from '../steady.ts';
import type { KnownProcess } from './known-process.ts';
import { createSocketOwners } from './socket-owners.ts';
import { type End, LISTEN, parseSocketTable, readEnds, type SocketLine, UNCONNECTED } from './socket-table.ts';
import { createAccounts, type SystemFiles } from './system-files.ts';

interface LinuxSocketsParts {
  readonly files: SystemFiles;
  readonly clock: Clock;
  readonly known: () => ReadonlyMap<number, KnownProcess>;
  readonly userId: number;
}

type Protocol = Port['protocol'];

/** A socket as it is kept from reading to reading. */
interface Kept {
  readonly local: End;
  readonly remote: End;
  readonly firstSeen: number;
  /** It was there when sockets were read for the first time. */
  readonly fromBefore: boolean;
  /** Found out at first: a port on which nobody listens any more was listened on when it was made. */
  direction: Connection['direction'] | undefined;
}

/** The sockets that were read last. */
interface Known {
  readonly sockets: readonly { readonly protocol: Protocol; readonly line: SocketLine; readonly one: Kept }[];
  /** Those that a process can have, with the id of the account that made each. */
  readonly inodes: ReadonlyMap<number, number>;
}

const tables = [
  { path: '/proc/net/tcp', protocol: 'tcp' },
  { path: '/proc/net/tcp6', protocol: 'tcp' },
  { path: '/proc/net/udp', protocol: 'udp' },
  { path: '/proc/net/udp6', protocol: 'udp' },
] as const;

/** By their numbers in the kernel's include/net/tcp_states.h. */
const states: readonly (typeof connectionStates)[number][] = [
  'unknown',
  'established',
  'opening',
  'opening',
  'closing',
  'closing',
  'time-wait',
  'unknown',
  'close-wait',
  'closing',
  'listening',
  'closing',
  'opening',
];

/**
 * The ports and connections of this computer's own network, from /proc/net. Whose they are is found out for the processes
 * that this account may look into; of others only the account is told. No address is looked up.
 */
export function createLinuxSockets(parts: LinuxSocketsParts): (moment: Moment) => SourceValues['sockets'] {
  const { files, clock } = parts;
  const account = createAccounts(files, clock);
  const owners = createSocketOwners(parts);
  const steadyPorts = createSteadyRows<Port>();
  const steadyConnections = createSteadyRows<Connection>();
  let kept = new Map<string, Kept>();
  let last: Known | undefined;
  let before: SourceValues['sockets'] | undefined;
  let notBefore = Number.NEGATIVE_INFINITY;

  function keep(protocol: Protocol, line: SocketLine, now: number): [key: string, kept: Kept] {
    const key = `${protocol} ${line.ends} ${line.inode}`;
    const known = kept.get(key);
    if (known) return [key, known];
    const [local, remote] = readEnds(line.ends);
    return [key, { local, remote, firstSeen: now, fromBefore: before === undefined, direction: undefined }];
  }

  function ofProcess({ inode, userId }: SocketLine) {
    const owner = owners.ownerOf(inode);
    return {
      process: owner?.key ?? null,
      pid: owner?.pid ?? null,
      program: owner?.details.details.name ?? null,
      user: account(userId),
      unit: owner?.row?.unit ?? '',
      guarded: !owner && owners.isGuarded(inode, userId),
    };
  }

  function sinceOf({ firstSeen, fromBefore }: Kept, inode: number, listens: boolean): number {
    const began = owners.ownerOf(inode)?.row?.started ?? 0;
    // Nearly every program opens its ports when it begins.
    return fromBefore && listens && began > 0 ? began : Math.max(firstSeen, began);
  }

  function read({ at }: Moment): Known {
    const lines = readTables(files);
    const next = new Map<string, Kept>();
    const sockets = lines.map(({ protocol, line }) => {
      const [key, one] = keep(protocol, line, at);
      next.set(key, one);
      return { protocol, line, one };
    });
    kept = next;
    return {
      sockets,
      inodes: new Map(lines.flatMap(({ line }) => (line.inode > 0 ? [[line.inode, line.userId]] : []))),
    };
  }

  /** Looks for whose they are, as far as that is not known, and tells all. */
  function tell({ sockets, inodes }: Known): SourceValues['sockets'] {
    owners.search(inodes);
    const ports = new Map<string, Port>();
    const listening = new Set<string>();
    for (const { protocol, line, one } of sockets) {
      if (!isOpen(protocol, line)) continue;
      const { address, port } = one.local;
      listening.add(`${protocol}:${port}`);
      const key = `${protocol}:${address}:${port}`;
      const since = sinceOf(one, line.inode, true);
      const row: Port = { key, protocol, port, address, ...ofProcess(line), since };
      const other = ports.get(key);
      // Several processes may share one, and IPv6 has one of its own: the one of the lowest PID is told.
      if (!other || (row.pid ?? Number.POSITIVE_INFINITY) < (other.pid ?? Number.POSITIVE_INFINITY))
        ports.set(key, row);
    }
    const connections: Connection[] = [];
    for (const { protocol, line, one } of sockets) {
      if (isOpen(protocol, line) || one.remote.port === 0) continue;
      const { local, remote } = one;
      one.direction ??= listening.has(`${protocol}:${local.port}`) ? 'in' : 'out';
      connections.push({
        key: `${protocol}:${local.address}:${local.port}-${remote.address}:${remote.port}`,
        protocol,
        address: local.address,
        port: local.port,
        remoteAddress: remote.address,
        remotePort: remote.port,
        state: states[line.state] ?? 'unknown',
        direction: one.direction,
        ...ofProcess(line),
        since: sinceOf(one, line.inode, false),
      });
    }
    return { ports: steadyPorts([...ports.values()]), connections: steadyConnections(connections) };
  }

  return (moment) => {
    if (before && last && moment.monotonic < notBefore) {
      // Whose they are is looked for meanwhile: one process may have ten thousand of them.
      if (owners.unfinished) before = tell(last);
      return before;
    }
    last = read(moment);
    before = tell(last);
    // A computer with very many connections is read as seldom as keeps the load small.
    notBefore = moment.monotonic + Math.min(kept.size * SOCKET_PAUSE_MS, MAX_SOCKET_PAUSE_MS);
    return before;
  };
}

/** @throws when there is none of the four. */
function readTables(files: SystemFiles): { protocol: Protocol; line: SocketLine }[] {
  const lines: { protocol: Protocol; line: SocketLine }[] = [];
  let trouble: unknown;
  let found = false;
  for (const { path, protocol } of tables) {
    try {
      for (const line of parseSocketTable(files.bytes(path), MAX_SOCKETS - lines.length))
        lines.push({ protocol, line });
      found = true;
    } catch (error) {
      // A kernel without IPv6 has no tables of it.
      swallowed('engine', 'read-sockets', error);
      trouble ??= error;
    }
  }
  if (!found) throw trouble;
  return lines;
}

/** Waits for whoever comes: TCP that listens, UDP that is not bound to one other end. */
function isOpen(protocol: Protocol, { state }: SocketLine): boolean {
  return protocol === 'tcp' ? state === LISTEN : state === UNCONNECTED;
}
