/** One change of a folder at a time, whichever processes make them. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, link, lstat, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FOLDER_LOCK_MS } from './limits.ts';

/**
 * Does it while no other process does the same in this folder: two that read what is there, change it and write it would lose
 * one change.
 * @param clock milliseconds that only grow.
 * @param name of the lock: what is done under one may take another, and never the same.
 */
export async function alone<T>(
  directory: string,
  work: () => Promise<T>,
  clock = () => performance.now(),
  name = '.lock',
): Promise<T> {
  const lock = path.join(directory, name);
  const own = await take(lock, clock);
  try {
    return await work();
  } finally {
    // Whoever has taken it over meanwhile keeps it.
    if ((await identityOf(lock)) === own) await rm(lock, { force: true });
  }
}

/**
 * A change takes milliseconds. A lock that stays the same for much longer was left by a process that was killed. How old
 * its file says it is does not matter: a server of files may have another clock.
 * @returns which lock it is.
 */
async function take(lock: string, clock: () => number): Promise<string | undefined> {
  let seen: { readonly identity: string; readonly at: number } | undefined;
  for (;;) {
    const handle = await made(lock);
    if (handle) {
      await handle.close();
      return identityOf(lock);
    }
    const identity = await identityOf(lock);
    if (identity === undefined) seen = undefined;
    else if (seen?.identity !== identity) seen = { identity, at: clock() };
    else if (clock() - seen.at > FOLDER_LOCK_MS.stale) await breakLock(lock, identity);
    await pause(FOLDER_LOCK_MS.again);
  }
}

async function made(lock: string): Promise<FileHandle | undefined> {
  try {
    return await open(lock, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
}

/** Takes a lock away, unless another process has done so and made its own. What is no file, such as a folder, is moved only. */
async function breakLock(lock: string, identity: string): Promise<void> {
  const aside = `${lock}.${randomUUID()}`;
  try {
    await rename(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  // Of two that rename at once, the later one has got hold of the earlier one's.
  if ((await identityOf(aside)) !== identity) await link(aside, lock);
  if (!(await lstat(aside)).isDirectory()) await rm(aside, { force: true });
}

/** Tells whether a file, or whatever stands there, is still the same one; `undefined` when there is none. */
async function identityOf(place: string): Promise<string | undefined> {
  try {
    const { ino, mtimeNs } = await lstat(place, { bigint: true });
    return `${ino} ${mtimeNs}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
