import path from 'node:path';
import type { ProcessKind } from '../../core/errors/vocabulary.ts';
import { attempt, type Disk } from '../files/disk.ts';
import { processOfDump } from './dump-process.ts';
import { MAX_DUMP_BYTES, MAX_DUMPS } from './limits.ts';

/** Folders of a Crashpad database in which finished dumps lie; the last one on Windows. */
export const DUMP_FOLDERS = ['pending', 'completed', 'reports'];

export interface CrashDumpsParts {
  readonly disk: Disk;
  /** A folder of the program's own, so that it goes with everything else at a No. */
  readonly folder: string;
  /** Starts Electron's crash reporter on that folder, without upload; called once at most. */
  readonly start: (folder: string) => void;
  /** Takes one native crash of the run before. */
  readonly report: (process: ProcessKind) => void;
}

/** What the program may do now. */
export interface CrashTerms {
  /** Participation allows to collect. */
  readonly allowed: boolean;
  /** A session is being collected, which can take reports. */
  readonly collecting: boolean;
}

/**
 * Native crashes, counted from the dumps that Crashpad writes on this computer. A dump holds memory and with it anything:
 * it never leaves, only which process it is of is read, and it is deleted at the next start, counted or not.
 *
 * Crashpad runs only under a Yes. Nothing can stop it within a run, so a No takes its folder away, without which it
 * writes nothing; under another Yes it writes again from the next start on.
 */
export class CrashDumps {
  readonly #parts: CrashDumpsParts;
  #started = false;
  #found: readonly ProcessKind[] = [];

  constructor(parts: CrashDumpsParts) {
    this.#parts = parts;
  }

  /** To be called before the first window is made, so that its process is watched too, and after every change. Never throws. */
  follow({ allowed, collecting }: CrashTerms): void {
    const { disk, folder } = this.#parts;
    if (!allowed) {
      this.#found = [];
      attempt(() => disk.removeFolder(folder));
    } else if (!this.#started) {
      this.#started = true;
      this.#begin();
    }
    if (!collecting) return;
    for (const process of this.#found) this.#parts.report(process);
    this.#found = [];
  }

  #begin(): void {
    const { disk, folder, start } = this.#parts;
    this.#found = attempt(() => this.#read()) ?? [];
    attempt(() => {
      // With the dumps goes the id that Crashpad gives each database.
      disk.removeFolder(folder);
      disk.makeFolder(folder);
      start(folder);
    });
  }

  #read(): ProcessKind[] {
    const { disk, folder } = this.#parts;
    const dumps = DUMP_FOLDERS.map((name) => path.join(folder, name)).flatMap((within) =>
      disk
        .names(within)
        .filter((name) => name.endsWith('.dmp'))
        .map((name) => path.join(within, name)),
    );
    return dumps.slice(0, MAX_DUMPS).map((file) => {
      const dump = attempt(() => disk.read(file, MAX_DUMP_BYTES));
      return dump ? processOfDump(dump) : 'helper';
    });
  }
}
