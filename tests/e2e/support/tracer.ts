import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { electronPath } from './finder-app.ts';

/** What the app did towards an internet address, loopback included. */
export interface InternetUse {
  /**
   * `connection`: a TCP connection was opened. `datagram`: a datagram was sent. `route`: a UDP socket was given an
   * address, which asks the routing table of this computer and sends nothing.
   */
  readonly kind: 'connection' | 'datagram' | 'route';
  /** Missing where the call itself names none. */
  readonly address: string | undefined;
  readonly port: number | undefined;
}

/**
 * Runs the whole app, every process of it, under `strace -f`. Only what opens a connection or sends a datagram to an
 * internet address is traced; the sockets on which the test driver reaches the app are accepted, never opened, and do
 * not show.
 */
export class Tracer {
  /** Starts Electron under the tracer. */
  readonly wrapper: string;
  readonly #log: string;

  constructor(folder: string, name: string) {
    this.#log = path.join(folder, `${name}.strace`);
    this.wrapper = path.join(folder, `${name}.sh`);
    const calls = 'trace=connect,sendto,sendmsg,sendmmsg';
    writeFileSync(
      this.wrapper,
      `#!/bin/sh\nexec strace -f -qq -yy -e ${calls} -e signal=none -o '${this.#log}' '${electronPath()}' "$@"\n`,
    );
    chmodSync(this.wrapper, 0o755);
  }

  /** Every use of an internet address so far. */
  internetUses(): InternetUse[] {
    return this.#lines().flatMap((line) => read(line) ?? []);
  }

  /** Calls traced in all; none at all would mean that nothing was traced. */
  get traced(): number {
    return this.#lines().length;
  }

  #lines(): string[] {
    return readFileSync(this.#log, 'utf8').split('\n');
  }
}

/** One line of the trace, such as `123 connect(19<UDPv6:[7]>, {sa_family=AF_INET6, sin6_port=htons(443), …`. */
function read(line: string): InternetUse | undefined {
  const [, call, socket = ''] = /\b(connect|sendto|sendmsg|sendmmsg)\(\d+<([^>]*)>/.exec(line) ?? [];
  const named = line.includes('sa_family=AF_INET');
  const datagram = /^(UDP|ICMP|PING|RAW)/.test(socket);
  if (!call || !(named || (datagram && call !== 'connect'))) return undefined;
  const address = /inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"/.exec(line);
  const port = /sin6?_port=htons\((\d+)\)/.exec(line)?.[1];
  const connects = datagram ? 'route' : 'connection';
  return {
    kind: call === 'connect' ? connects : 'datagram',
    address: address?.[1] ?? address?.[2],
    port: port === undefined ? undefined : Number(port),
  };
}
