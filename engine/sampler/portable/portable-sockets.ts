import type { Clock } from 'candor-client/node';
import type { Systeminformation } from 'systeminformation';
import type { Process } from '../../../app/finder/process.ts';
import type { Connection, connectionStates, Port } from '../../../app/finder/socket.ts';
import { createFirstSeen } from '../first-seen.ts';
import type { SourceValues } from '../source.ts';
import { createSteadyRows } from '../steady.ts';

export interface SocketInformation {
  networkConnections(): Promise<Systeminformation.NetworkConnectionsData[]>;
}

const states: Readonly<Record<string, (typeof connectionStates)[number]>> = {
  ESTABLISHED: 'established',
  SYN_SENT: 'opening',
  SYN_RECV: 'opening',
  SYN_RECEIVED: 'opening',
  FIN_WAIT1: 'closing',
  FIN_WAIT2: 'closing',
  FIN_WAIT_1: 'closing',
  FIN_WAIT_2: 'closing',
  LAST_ACK: 'closing',
  CLOSING: 'closing',
  TIME_WAIT: 'time-wait',
  CLOSE_WAIT: 'close-wait',
};

/** Ports and connections of macOS and Windows through systeminformation; it asks no name server about them. */
export function createPortableSockets(
  information: SocketInformation,
  clock: Clock,
): (processes: readonly Process[]) => Promise<SourceValues['sockets']> {
  const firstSeen = createFirstSeen();
  const steadyPorts = createSteadyRows<Port>();
  const steadyConnections = createSteadyRows<Connection>();
  return async (processes) => {
    const all = await information.networkConnections();
    const byPid = new Map(processes.map((process) => [process.pid, process]));
    const ports: Port[] = [];
    const connections: Connection[] = [];
    const seen = firstSeen(clock.now());
    const listening = new Set(all.filter(isListening).map(({ localPort }) => localPort));
    for (const one of all) {
      const local = localEnd(one, byPid.get(one.pid));
      if (!local) continue;
      const began = (key: string) => Math.max(seen.since(key), byPid.get(one.pid)?.started ?? 0);
      const key = `${local.protocol}:${local.address}:${local.port}`;
      if (isListening(one)) {
        ports.push({ ...local, key, since: began(key) });
        continue;
      }
      const remote = remoteEnd(one);
      const whole = `${key}-${remote.remoteAddress}:${remote.remotePort}`;
      const direction = listening.has(one.localPort) ? 'in' : 'out';
      if (remote.remotePort > 0) connections.push({ ...local, ...remote, key: whole, direction, since: began(whole) });
    }
    seen.end();
    return { ports: steadyPorts(ports), connections: steadyConnections(connections) };
  };
}

type Told = Systeminformation.NetworkConnectionsData;

function localEnd({ protocol, localAddress, localPort, pid, process: program }: Told, process: Process | undefined) {
  const port = Number(localPort);
  if (!Number.isInteger(port) || port <= 0) return undefined;
  return {
    process: process?.key ?? null,
    pid: Number.isInteger(pid) && pid > 0 ? pid : null,
    program: process?.name ?? (program || null),
    user: process?.user ?? '',
    unit: process?.unit ?? '',
    protocol: protocol.startsWith('udp') ? ('udp' as const) : ('tcp' as const),
    address: addressOf(localAddress),
    port,
  };
}

function remoteEnd({ peerAddress, peerPort, state }: Told) {
  const port = Number(peerPort);
  return {
    remoteAddress: addressOf(peerAddress),
    remotePort: Number.isInteger(port) ? port : 0,
    state: states[state] ?? ('unknown' as const),
  };
}

function isListening({ protocol, state, peerPort }: Told): boolean {
  return /^LISTEN/.test(state) || (protocol.startsWith('udp') && !(Number(peerPort) > 0));
}

/** `*` for all addresses; IPv4 in IPv6 as IPv4. */
function addressOf(text: string): string {
  const plain = text.replace(/^\[|\]$/g, '').replace(/^::ffff:(?=\d+\.)/i, '');
  return plain === '0.0.0.0' || plain === '::' || plain === '' ? '*' : plain;
}
