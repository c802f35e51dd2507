import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { electronPath } from './finder-app.ts';

/** A system call that names an internet address. */
export interface InternetCall {
  readonly call: 'connect' | 'sendto' | 'sendmsg' | 'sendmmsg';
  readonly address: string;
  readonly port: number;
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
      `#!/bin/sh\nexec strace -f -qq -e ${calls} -e signal=none -o '${this.#log}' '${electronPath()}' "$@"\n`,
    );
    chmodSync(this.wrapper, 0o755);
  }

  /** Every call so far that names an AF_INET or AF_INET6 address, loopback included. */
  internetCalls(): InternetCall[] {
    const lines = readFileSync(this.#log, 'utf8').split('\n');
    return lines.filter((line) => line.includes('sa_family=AF_INET')).map(parse);
  }

  /** Calls traced in all; none at all would mean that nothing was traced. */
  get traced(): number {
    return readFileSync(this.#log, 'utf8').split('\n').length;
  }
}

function parse(line: string): InternetCall {
  const call = /\b(connect|sendto|sendmsg|sendmmsg)\(/.exec(line)?.[1] as InternetCall['call'] | undefined;
  const port = /sin6?_port=htons\((\d+)\)/.exec(line)?.[1];
  const address = /inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"/.exec(line);
  if (!call || !port || !address) throw new Error(`cannot read the trace: ${line}`);
  return { call, address: address[1] ?? address[2] ?? '', port: Number(port) };
}
