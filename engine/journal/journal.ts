import { chmod, lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { debug, swallowed } from 'candor-client/core';
import { journalFolder } from '../store/files.ts';
import type { Observation } from '../store/observation.ts';
import { packObservations, unpackObservations } from './observation-codec.ts';

/** Observations that wait to be written at most: while a disk refuses, the oldest are given up, and are a gap. */
const MAX_WAITING = 90;

/** A file of the journal, by its number; the next one has one more. */
const BLOCK = /^\d{12}\.block$/;

/** Blocks whose observations are handed over together. */
const AT_ONCE = 10;

export interface Journal {
  /** Takes an observation, which is in memory until {@link write}. */
  take(observation: Observation): void;
  /** Forces what was taken until now to the disk, as one more block. What cannot be written waits on. */
  write(): Promise<void>;
  /** Blocks on the disk, those of earlier runs of the app too. */
  count(): Promise<number>;
  /**
   * Hands over all observations in their order, and removes each block when what is in it was taken.
   * @param give resolves when they are kept elsewhere; when it does not, the rest stays for another time
   */
  drain(give: (observations: readonly Observation[]) => Promise<boolean>): Promise<void>;
}

/**
 * Keeps readings as they are, in small files, while nobody asks about them: the history has DuckDB, which takes tens of
 * megabytes from the moment at which it is loaded. The history takes them in as if it had seen them itself, because it
 * knows the time from the readings alone. For the owner alone, and removed when the history has them.
 */
export function createJournal(history: string): Journal {
  const folder = journalFolder(history);
  let waiting: Observation[] = [];
  let written: Promise<void> = Promise.resolve();

  async function blocks(): Promise<readonly string[]> {
    try {
      return (await readdir(folder)).filter((name) => BLOCK.test(name)).sort();
    } catch (thrown) {
      if (isMissing(thrown)) return [];
      throw thrown;
    }
  }

  /** A folder of ours that only its owner can open; what else stands in its place, such as a link, gives way. */
  async function prepare(): Promise<void> {
    await mkdir(history, { recursive: true, mode: 0o700 });
    if (await isFolder(folder)) return;
    await rm(folder, { force: true });
    await mkdir(folder, { mode: 0o700 });
    await chmod(history, 0o700);
  }

  /** Whole or not at all. */
  async function writeBlock(bytes: Uint8Array): Promise<void> {
    const last = (await blocks()).at(-1);
    const file = path.join(folder, `${String(Number(last?.slice(0, 12) ?? 0) + 1).padStart(12, '0')}.block`);
    const temporary = `${file}.new`;
    await rm(temporary, { force: true });
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  }

  function write(): Promise<void> {
    written = written.then(writeWaiting);
    return written;
  }

  async function writeWaiting(): Promise<void> {
    if (waiting.length === 0) return;
    const taken = waiting;
    waiting = [];
    try {
      await prepare();
      await writeBlock(await packObservations(taken));
    } catch (thrown) {
      swallowed('store', 'write-journal', thrown);
      waiting = [...taken, ...waiting].slice(-MAX_WAITING);
    }
  }

  /** What cannot be read is lost, as a gap; the blocks around it are not. */
  async function read(name: string): Promise<readonly Observation[]> {
    const file = path.join(folder, name);
    try {
      if (!(await lstat(file)).isFile()) return [];
      return await unpackObservations(await readFile(file));
    } catch (thrown) {
      swallowed('store', 'read-journal', thrown);
      return [];
    }
  }

  return {
    take: (observation) => void waiting.push(observation),
    write,
    count: async () => (await blocks()).length,
    async drain(give) {
      await write();
      const names = await blocks();
      for (let at = 0; at < names.length; at += AT_ONCE) {
        const some = names.slice(at, at + AT_ONCE);
        const observations: Observation[] = [];
        for (const name of some) observations.push(...(await read(name)));
        if (!(await give(observations))) return;
        for (const name of some) await rm(path.join(folder, name), { force: true, recursive: true });
      }
      // What a refusing disk kept from being written is handed over all the same.
      if (waiting.length > 0 && (await give(waiting))) waiting = [];
      await rm(folder, { recursive: true, force: true });
      if (names.length > 0) debug('store', 'journal-taken-in', { blocks: names.length });
    },
  };
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await lstat(folder)).isDirectory();
  } catch (thrown) {
    if (isMissing(thrown)) return false;
    throw thrown;
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR');
}
