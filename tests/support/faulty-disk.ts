import { type Disk, systemDisk } from '../../client/main/files/disk.ts';

type Operation = keyof Disk;

/** The system's disk, on which chosen operations fail. */
export class FaultyDisk {
  /** Error code with which an operation on this path fails, or `undefined`; descriptors have the path they were opened with. */
  fails: (operation: Operation, path: string) => string | undefined = () => undefined;
  readonly disk: Disk;
  readonly #opened = new Map<number, string>();

  constructor() {
    const wrapped = Object.fromEntries(
      Object.entries(systemDisk).map(([operation, run]) => [
        operation,
        (...given: unknown[]) => this.#run(operation as Operation, run.bind(systemDisk) as never, given),
      ]),
    );
    this.disk = wrapped as unknown as Disk;
  }

  /** From now on nothing can be written, whatever is deleted. */
  fill(): void {
    this.fails = (operation) => (['makeFolder', 'open', 'write'].includes(operation) ? 'ENOSPC' : undefined);
  }

  /** As a profile on a medium that may only be read. */
  protect(): void {
    const reading = ['names', 'facts', 'read', 'close'];
    this.fails = (operation) => (reading.includes(operation) ? undefined : 'EROFS');
  }

  repair(): void {
    this.fails = () => undefined;
  }

  #run(operation: Operation, run: (...given: unknown[]) => unknown, given: unknown[]): unknown {
    const [subject] = given;
    const path = typeof subject === 'number' ? (this.#opened.get(subject) ?? '') : String(subject);
    const code = this.fails(operation, path);
    if (code !== undefined) {
      // A disk that fills up takes a part of what it is given, and says so only when it is asked again.
      if (operation === 'write' && code === 'ENOSPC') this.#writeSome(given as Parameters<Disk['write']>);
      throw Object.assign(new Error(`${code}: ${operation} ${path}`), { code });
    }
    const result = run(...given);
    if (operation === 'open') this.#opened.set(result as number, path);
    return result;
  }

  #writeSome([descriptor, bytes, from]: Parameters<Disk['write']>): void {
    systemDisk.write(descriptor, bytes.subarray(0, from + Math.ceil((bytes.length - from) / 2)), from);
  }
}
