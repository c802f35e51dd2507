import type { Row } from '../query/query.ts';

export const processStates = ['running', 'sleeping', 'waiting', 'stopped', 'zombie', 'idle', 'unknown'] as const;
export type ProcessState = (typeof processStates)[number];

/**
 * One process as it was read last. Its identity is the system's start, its PID and the moment of its own start counted
 * from there: a PID alone is given again, and a clock time moves when the clock is set.
 */
export interface Process extends Row {
  /** `<boot>.<pid>.<start ticks>`; the boot is the first 8 characters of its id. */
  readonly key: string;
  readonly pid: number;
  readonly parentPid: number;
  /** Key of the parent; `null` when it is none of the processes that were seen. */
  readonly parentKey: string | null;
  /** Name of the parent; empty when it is not known. */
  readonly parentName: string;
  readonly name: string;
  /** Owner's account name; empty when it cannot be read. */
  readonly user: string;
  /** Belongs to the account that runs the Finder. */
  readonly mine: boolean;
  /** A thread of the kernel, not a program. */
  readonly kernel: boolean;
  /** Share of one core since the reading before, in percent; above 100 with several threads. */
  readonly cpu: number;
  /** Resident memory in bytes. */
  readonly memory: number;
  readonly threads: number;
  readonly state: ProcessState;
  /** Start in UTC milliseconds since 1970; 0 when not known. */
  readonly started: number;
  /** Path of the executable; `null` when reading it needs permission or it has none. */
  readonly path: string | null;
  /** The executable was replaced or removed while it runs. */
  readonly deleted: boolean;
  /** Command line with secrets masked; empty for kernel threads. */
  readonly commandLine: string;
  /** Key of its unit, see {@link Unit}; empty when it is in none. */
  readonly unit: string;
  /** Title of the app that it is part of, as people know it; empty when it is part of none. */
  readonly app: string;
  /** Bytes a second read from and written to disks; `null` when that needs permission or was not read yet. */
  readonly read: number | null;
  readonly written: number | null;
  /**
   * What it ended with, once it has and its parent was not told yet (a zombie): 0 to 255, as shells count it, a signal as 128
   * and its number. `null` while it runs, and where the system does not tell.
   */
  readonly exit: number | null;
}
