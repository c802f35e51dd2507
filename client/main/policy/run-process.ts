import { execFile } from 'node:child_process';
import type * as fs from 'node:fs';
import { swallowed } from '../../core/debug.ts';
import type { FileReads } from '../files/regular-file.ts';
import { MAX_POLICY_BYTES } from './policy-document.ts';

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

/** Longest run of a program that reads or writes a policy, in milliseconds: they take about 50. */
const MAX_RUN_MS = 2000;

/** Runs a program of the system; one that takes too long or writes too much is ended. */
export function runProcess(program: string, args: readonly string[]): Promise<ProcessResult> {
  return new Promise((resolve) => {
    const options = {
      timeout: MAX_RUN_MS,
      maxBuffer: MAX_POLICY_BYTES,
      killSignal: 'SIGKILL',
      windowsHide: true,
    } as const;
    try {
      execFile(program, args, options, (error, output) => {
        if (error === null) resolve({ exitCode: 0, output });
        else resolve({ exitCode: typeof error.code === 'number' ? error.code : undefined, output });
      });
    } catch (error) {
      swallowed('policy', 'run-process', error);
      // No memory or no process left to start one.
      resolve({ exitCode: undefined, output: '' });
    }
  });
}
