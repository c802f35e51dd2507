import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { electronPath } from './finder-app.ts';
import { type NetworkUse, readTrace, type Trace, tracedCalls } from './trace.ts';

/** How an internet address was approached. */
type InternetUse = Pick<NetworkUse, 'kind' | 'address' | 'port'>;

/**
 * Runs the whole app, every process of it, under `strace -f`, and tells what it did towards the network
 * ({@link readTrace}).
 */
export class Tracer {
  /** Starts the program under the tracer. */
  readonly wrapper: string;
  readonly #log: string;

  /** @param program what is traced instead of Electron. */
  constructor(folder: string, name: string, program = electronPath()) {
    this.#log = path.join(folder, `${name}.strace`);
    this.wrapper = path.join(folder, `${name}.sh`);
    // With --seccomp-bpf the program stops for the traced calls alone, and is hardly slower than without a tracer.
    const options = `-f --seccomp-bpf -qq -yy -ttt -e trace=${tracedCalls.join(',')} -e signal=none`;
    writeFileSync(this.wrapper, `#!/bin/sh\nexec strace ${options} -o '${this.#log}' '${program}' "$@"\n`);
    chmodSync(this.wrapper, 0o755);
  }

  /** Everything so far. */
  trace(): Trace {
    return readTrace(readFileSync(this.#log, 'utf8'));
  }

  /** Every approach to an internet address so far; of a connection, not the bytes that were then sent on it. */
  internetUses(): InternetUse[] {
    return this.trace()
      .uses.filter(({ kind }) => kind !== 'stream')
      .map(({ kind, address, port }) => ({ kind, address, port }));
  }

  /** Calls traced in all; none at all would mean that nothing was traced. */
  get traced(): number {
    return this.trace().calls;
  }
}
