import type { Row } from '../query/query.ts';

export const protocols = ['tcp', 'udp'] as const;
export const connectionStates = [
  'established',
  'opening',
  'closing',
  'time-wait',
  'close-wait',
  'listening',
  'unknown',
] as const;

/** What a socket tells of the process that has it; `null` where that is not known. */
interface OfProcess {
  /** Key of the process; of several the one with the lowest PID. */
  readonly process: string | null;
  readonly pid: number | null;
  /** Name of the process. */
  readonly program: string | null;
  /** Why the process is not known: it needs permission, or else it was not found yet. Not told of what is past. */
  readonly guarded?: boolean;
  /** Owner of the socket, which is known without permission as well. */
  readonly user: string;
  /** Key of the unit. */
  readonly unit: string;
  /** When the Finder first saw it, or the process began if that is later; UTC milliseconds. */
  readonly since: number;
}

/** A port on which something listens. One row for each address. */
export interface Port extends Row, OfProcess {
  readonly key: string;
  readonly protocol: (typeof protocols)[number];
  readonly port: number;
  /** Local address, `*` for all of them. */
  readonly address: string;
}

/** A connection. No address is ever looked up. */
export interface Connection extends Row, OfProcess {
  readonly key: string;
  readonly protocol: (typeof protocols)[number];
  readonly address: string;
  readonly port: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly state: (typeof connectionStates)[number];
  /** `in` when this computer listens on the local port. */
  readonly direction: 'in' | 'out';
}
