import { chmod, lstat, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { swallowed } from 'candor-client/core';
import { MAX_SET_ASIDE } from './limits.ts';

/** The history of a profile, its log, and the file that takes its place while it is made. */
export const historyFile = (folder: string): string => path.join(folder, 'history.duckdb');
export const logOf = (file: string): string => `${file}.wal`;
export const nextFile = (folder: string): string => path.join(folder, 'history.next.duckdb');
const temporary = (folder: string): string => path.join(folder, 'temp');
/** What was recorded and is not in the history yet, see engine/journal. */
export const journalFolder = (folder: string): string => path.join(folder, 'waiting');

const SET_ASIDE = /^history\.(\d{8}T\d{6})(?:-\d+)?\.set-aside(?:\.wal)?$/;

/** Length in bytes, of a link its own; `null` when there is none. */
export async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await lstat(file)).size;
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw thrown;
  }
}

/** Says which file a path leads to, so that one that was replaced is noticed; `null` when there is none. */
export async function identityOf(file: string): Promise<string | null> {
  try {
    const { dev, ino } = await lstat(file);
    return `${dev}.${ino}`;
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw thrown;
  }
}

/** Bytes that the history takes on the disk, with its log and what was set aside. */
export async function sizeOfHistory(folder: string): Promise<{ readonly whole: number; readonly log: number }> {
  const file = historyFile(folder);
  const log = (await sizeOf(logOf(file))) ?? 0;
  let whole = ((await sizeOf(file)) ?? 0) + log;
  for (const aside of await listSetAside(folder)) whole += (await sizeOf(aside)) ?? 0;
  return { whole, log };
}

/** Files that were set aside, newest first. */
export async function listSetAside(folder: string): Promise<readonly string[]> {
  return (await namesIn(folder))
    .filter((name) => SET_ASIDE.test(name))
    .sort((a, b) => b.localeCompare(a))
    .map((name) => path.join(folder, name));
}

/**
 * Moves a file out of the way without changing it, under a name with the time; the oldest of those are removed when there
 * are too many.
 * @param suffix `.wal` for a log
 * @returns where it is now
 */
export async function setAside(file: string, now: number, suffix: '' | '.wal' = ''): Promise<string> {
  const folder = path.dirname(file);
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  let to = '';
  for (let count = 0; ; count++) {
    to = path.join(folder, `history.${stamp}${count === 0 ? '' : `-${count}`}.set-aside${suffix}`);
    if ((await sizeOf(to)) === null) break;
  }
  await rename(file, to);
  for (const old of (await listSetAside(folder)).slice(2 * MAX_SET_ASIDE)) await remove(old);
  return to;
}

/** Removes what was set aside and was still written to after a moment. */
export async function removeSetAside(folder: string, since: number): Promise<void> {
  for (const file of await listSetAside(folder)) {
    if ((await lstat(file)).mtimeMs >= since) await remove(file);
  }
}

/** Removes the history and everything that was made for it. */
export async function removeHistory(folder: string): Promise<void> {
  for (const file of [historyFile(folder), nextFile(folder)]) {
    await remove(file);
    await remove(logOf(file));
  }
  await remove(temporary(folder));
  await remove(journalFolder(folder));
}

/** What an attempt that was broken off left behind. */
export async function removeLeftovers(folder: string): Promise<void> {
  await remove(nextFile(folder));
  await remove(logOf(nextFile(folder)));
  await remove(temporary(folder));
}

/**
 * Moves out of the way what stands in the place of the history and is no file: DuckDB would wait for a pipe for ever, and
 * write to wherever a link leads.
 * @returns where it is now
 */
export async function setAsideForeign(folder: string, now: number): Promise<readonly string[]> {
  const file = historyFile(folder);
  const aside: string[] = [];
  if (await isForeign(logOf(file))) aside.push(await setAside(logOf(file), now, '.wal'));
  if (await isForeign(file)) aside.push(await setAside(file, now));
  if (await isForeign(temporary(folder), 'folder')) await remove(temporary(folder));
  return aside;
}

async function isForeign(file: string, wanted: 'file' | 'folder' = 'file'): Promise<boolean> {
  try {
    const found = await lstat(file);
    return wanted === 'file' ? !found.isFile() : !found.isDirectory();
  } catch (thrown) {
    if (isMissing(thrown)) return false;
    throw thrown;
  }
}

/** Whatever it is; of a link the link alone. One that is not there is no error. */
export async function remove(file: string): Promise<void> {
  await rm(file, { recursive: true, force: true });
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (isMissing(thrown)) return [];
    throw thrown;
  }
}

/** Puts the new file in the place of the old one: whole, on the disk, and in one step. */
export async function replaceHistory(folder: string): Promise<void> {
  const next = nextFile(folder);
  const handle = await open(next, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  // A log that belongs to the old file would be played into the new one.
  await remove(logOf(historyFile(folder)));
  await rename(next, historyFile(folder));
}

/** Takes from everybody else what an earlier version, or a copy, may have left open to them. */
export async function makeFilesPrivate(folder: string): Promise<void> {
  for (const file of [historyFile(folder), logOf(historyFile(folder))]) {
    try {
      await chmod(file, 0o600);
    } catch (thrown) {
      if (!isMissing(thrown)) swallowed('store', 'make-file-private', thrown);
    }
  }
}

function isMissing(thrown: unknown): boolean {
  // Of the latter a file stands in the place of the folder.
  return thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR');
}
