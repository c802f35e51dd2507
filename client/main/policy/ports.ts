import type * as fs from 'node:fs';
import type { FileReads } from '../files/regular-file.ts';

/** The parts of the file system that reading a policy takes. */
export type ReadFiles = FileReads;

/** What writing one takes besides. */
export type WriteFiles = ReadFiles &
  Pick<typeof fs, 'fchmodSync' | 'fchownSync' | 'fsyncSync' | 'mkdirSync' | 'renameSync' | 'rmSync' | 'writeFileSync'>;

/** How a process of the system ended; without an exit code it could not be run, or took too long. */
export interface ProcessResult {
  readonly exitCode: number | undefined;
  /** What it wrote to its standard output. */
  readonly output: string;
}

/** Runs a program of the system with these arguments, without a shell. Never rejects. */
export type RunProcess = (program: string, args: readonly string[]) => Promise<ProcessResult>;
