import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  ftruncateSync,
  futimesSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { swallowed } from '../../core/debug.ts';
import { isForeign, openRegularFile, readRegularFile } from './regular-file.ts';

/** What a folder tells of a file, or of what stands in its place. Times are UTC milliseconds. */
export interface FileFacts {
  /** Links, pipes, sockets and devices are none of ours. */
  readonly kind: 'file' | 'folder' | 'other';
  readonly bytes: number;
  /** When it was written, or what was set by `setTimes`. */
  readonly writtenAt: number;
  /** When it was last read, written or given times, whichever is latest. */
  readonly seenAt: number;
}

/**
 * The file system as the program's modules are handed it, so that a test can let it fail and cut its power. Every call
 * throws what the system says, unless it says otherwise; descriptors are the system's. No call follows a link in the
 * place of the file or folder that it is about, or waits for a pipe; diskWithin (profile-folders.ts) sees to the folders above.
 */
export interface Disk {
  /** Makes a folder and those above it, for this user only; they last once this returns. */
  makeFolder(folder: string): void;
  /** @throws when nothing can be made in the folder, because this user may not or the medium may only be read. */
  requireWritable(folder: string): void;
  /** Names in a folder; none when there is no such folder. */
  names(folder: string): string[];
  /** `undefined` when there is no such file. */
  facts(file: string): FileFacts | undefined;
  /** Reads a regular file of at most so many bytes. @throws also what isForeign (regular-file.ts) knows. */
  read(file: string, maxBytes: number): Buffer;
  /**
   * Opens a file for this user only: `new` refuses one that exists and appends, `over` makes a new one in the place of
   * whatever is there, `old` takes a regular one that exists and changes nothing.
   */
  open(file: string, how: 'new' | 'over' | 'old'): number;
  /** Hands bytes from `from` on to the system, which may take fewer than all; returns how many it took. */
  write(descriptor: number, bytes: Uint8Array, from: number): number;
  truncate(descriptor: number, length: number): void;
  setTimes(file: string | number, times: Pick<FileFacts, 'seenAt' | 'writtenAt'>): void;
  /** Returns when what was written would survive a power cut. */
  sync(descriptor: number): void;
  /** Returns when names that came, changed or went in a folder would survive a power cut. */
  syncFolder(folder: string): void;
  close(descriptor: number): void;
  rename(from: string, to: string): void;
  /** Whatever stands in the file's place, a folder too; of a link, itself alone. One that is not there is no error. */
  remove(file: string): void;
  /**
   * With everything below it, of links themselves alone; one that is not there is no error. What cannot go keeps nothing
   * else: everything that can go is gone when this throws.
   */
  removeFolder(folder: string): void;
}

/** The disk of this computer. */
export const systemDisk: Disk = {
  makeFolder(folder) {
    const first = mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    // Every new name stands in the folder above it.
    for (let made = folder; made.length >= first.length; made = path.dirname(made)) this.syncFolder(path.dirname(made));
  },
  requireWritable: (folder) => accessSync(folder, constants.W_OK | constants.X_OK),
  names(folder) {
    // Some are nearly always missing: an exception costs ten times as much as to look.
    if (!lstatSync(folder, { throwIfNoEntry: false })) return [];
    try {
      return readdirSync(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  },
  facts(file) {
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (!stats) return undefined;
    const { size, mtimeMs, atimeMs } = stats;
    return { kind: kindOf(stats), bytes: size, writtenAt: mtimeMs, seenAt: Math.max(mtimeMs, atimeMs) };
  },
  read: (file, maxBytes) => readRegularFile(file, { maxBytes, links: 'refused' }).bytes,
  open(file, how) {
    // For writing as well: Windows syncs no file that is open for reading alone.
    if (how === 'old') return openRegularFile(file, constants.O_RDWR, 'refused');
    // What is there may be a link, or another name of somebody else's file: it must not be emptied.
    if (how === 'over') removeOne(file);
    return openSync(file, how === 'new' ? 'ax' : 'wx', 0o600);
  },
  write: (descriptor, bytes, from) => writeSync(descriptor, bytes, from),
  truncate: (descriptor, length) => ftruncateSync(descriptor, length),
  setTimes(file, { seenAt, writtenAt }) {
    if (typeof file === 'number') futimesSync(file, seenAt / 1000, writtenAt / 1000);
    else lutimesSync(file, seenAt / 1000, writtenAt / 1000);
  },
  sync: (descriptor) => fsyncSync(descriptor),
  syncFolder(folder) {
    // Windows has no such call and needs none.
    if (process.platform === 'win32') return;
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  },
  close: (descriptor) => closeSync(descriptor),
  rename: (from, to) => renameSync(from, to),
  remove: removeOne,
  removeFolder: removeTree,
};

/** `rmSync` alone does the same in several times the time: it looks first whether a file can be opened as a folder. */
function removeOne(target: string): void {
  const stats = lstatSync(target, { throwIfNoEntry: false });
  if (!stats) return;
  if (stats.isFile() && succeeds(() => unlinkSync(target))) return;
  rmSync(target, { recursive: true, force: true });
}

/** Entry by entry, because `rmSync` of Node 20, which Electron has, ends with the first one that cannot go. */
function removeTree(target: string): void {
  if (lstatSync(target, { throwIfNoEntry: false })?.isDirectory()) {
    for (const name of attempt(() => readdirSync(target)) ?? []) attempt(() => removeTree(path.join(target, name)));
  }
  rmSync(target, { recursive: true, force: true });
}

function kindOf(stats: Stats): FileFacts['kind'] {
  if (stats.isFile()) return 'file';
  return stats.isDirectory() ? 'folder' : 'other';
}

/**
 * Writes a file whole or not at all: under another name first, which takes the file's place when it is on the disk.
 * @param options `times` it is given; `lasting` is false for what a power cut may take, because waiting for the disk costs.
 */
export function writeWhole(
  disk: Disk,
  file: string,
  bytes: Uint8Array,
  {
    times,
    lasting = true,
  }: { readonly times?: Pick<FileFacts, 'seenAt' | 'writtenAt'>; readonly lasting?: boolean } = {},
): void {
  const folder = path.dirname(file);
  disk.makeFolder(folder);
  const unfinished = `${file}${UNFINISHED}`;
  try {
    const descriptor = disk.open(unfinished, 'over');
    try {
      writeAll(disk, descriptor, bytes);
      if (times) disk.setTimes(descriptor, times);
      if (lasting) disk.sync(descriptor);
    } finally {
      disk.close(descriptor);
    }
    disk.rename(unfinished, file);
  } catch (error) {
    // What cannot be removed now is removed at the next start.
    attempt(() => disk.remove(unfinished));
    throw error;
  }
  if (lasting) disk.syncFolder(folder);
}

/** What the names of files end in that a crash may have left half written. */
export const UNFINISHED = '.tmp';

/** Writes all bytes, however few the system takes at a time. */
export function writeAll(disk: Disk, descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += disk.write(descriptor, bytes, written);
}

/** What a file of our own holds; `undefined` when what stands there is none. @throws when the disk refuses. */
export function readOwn(disk: Pick<Disk, 'read'>, file: string, maxBytes: number): Buffer | undefined {
  try {
    return disk.read(file, maxBytes);
  } catch (error) {
    if (!isForeign(error)) throw error;
    swallowed('store', 'read-own', error);
    return undefined;
  }
}

/** Moves a file into another folder, which is made when it is needed. */
export function moveTo(disk: Disk, file: string, folder: string): void {
  disk.makeFolder(folder);
  disk.rename(file, path.join(folder, path.basename(file)));
}

/** Does it with each one, also when the disk refuses another. @throws the first refusal, at the end. */
export function withEach<T>(items: Iterable<T>, action: (item: T) => void): void {
  const refusals: unknown[] = [];
  for (const item of items) {
    try {
      action(item);
    } catch (error) {
      swallowed('store', 'with-each', error);
      refusals.push(error);
    }
  }
  if (refusals.length > 0) throw refusals[0];
}

/** Whether the disk does it. */
export function succeeds(action: () => void): boolean {
  return (
    attempt(() => {
      action();
      return true;
    }) ?? false
  );
}

/** What `action` gives, or `undefined` when the disk refuses. */
export function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    swallowed('store', 'attempt', error);
    return undefined;
  }
}
