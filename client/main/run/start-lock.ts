import { lstatSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { swallowed } from '../../core/debug.ts';

/** A link in the profile, as Chromium's own lock is one: to make it is one step, and it names host and process. */
export const START_LOCK = 'StartLock';

/**
 * Longest time that a start holds the lock, in milliseconds: Chromium asks a process that does not answer for 20 s, and
 * is asked twice. Whatever is older was left behind.
 */
const MAX_HELD_MS = 60_000;

/** Between two looks at a lock that another start holds, in milliseconds. */
const LOOK_AGAIN_MS = 10;

interface StartLockRequest {
  /** Folder of the profile. */
  readonly profile: string;
  /** Of this process. */
  readonly pid: number;
  /** UTC milliseconds, by the clock that the disk's times go by. */
  readonly now: () => number;
}

/**
 * Has one process at a time ask for the lock of a profile. Of two starts at once both could get it: Electron keeps
 * Chromium's test whether the process that a lock names is Chrome (process_singleton_posix.cc, IsChromeProcess), which no
 * other app passes, so that a lock whose owner does not listen yet, for half a millisecond, is taken for one that was left
 * behind, and removed. Where no link can be made the work is done without a lock.
 * @param work what Electron is asked; done once, when the lock is held, or after a minute without it.
 */
export async function withStartLock<T>(options: StartLockRequest, work: () => T): Promise<T> {
  const file = path.join(options.profile, START_LOCK);
  const own = `${hostname()}-${options.pid}`;
  const isHeld = await acquired(file, own, options);
  try {
    return work();
  } finally {
    if (isHeld) release(file, own);
  }
}

/** @returns whether the lock is held; otherwise none can be made, or another start does not end. */
async function acquired(file: string, own: string, { pid, now }: StartLockRequest): Promise<boolean> {
  const until = performance.now() + MAX_HELD_MS;
  try {
    while (performance.now() < until) {
      if (isMade(file, own)) return true;
      const found = lookAt(file);
      if (found && isLeftBehind(found, now())) takeAway(file, found.owner, `${file}.${pid}`);
      else if (found) await pause(LOOK_AGAIN_MS);
    }
  } catch (error) {
    swallowed('client', 'make-start-lock', error);
  }
  return false;
}

/** `false` when there is one already. */
function isMade(file: string, own: string): boolean {
  return unless('EEXIST', () => symlinkSync(own, file));
}

interface Found {
  /** Host and process, as Chromium writes them. */
  readonly owner: string;
  /** UTC milliseconds. */
  readonly madeAt: number;
}

/** `undefined` when it is gone meanwhile. */
function lookAt(file: string): Found | undefined {
  let found: Found | undefined;
  unless('ENOENT', () => {
    found = { owner: readlinkSync(file), madeAt: lstatSync(file).mtimeMs };
  });
  return found;
}

/** Whether its process has ended without removing it. Of another computer's, in a shared folder, age alone tells. */
function isLeftBehind({ owner, madeAt }: Found, now: number): boolean {
  if (Math.abs(now - madeAt) > MAX_HELD_MS) return true;
  const [, host, pid] = /^(.*)-(\d{1,9})$/.exec(owner) ?? [];
  if (host === undefined) return true;
  return host === hostname() && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  return unless('ESRCH', () => {
    // A process of another user's is alive, too.
    unless('EPERM', () => process.kill(pid, 0));
  });
}

/** Renamed first: of several who see the same one left behind, one takes it, and sees whether it is still the same. */
function takeAway(file: string, owner: string, aside: string): void {
  if (!unless('ENOENT', () => renameSync(file, aside))) return;
  const taken = readlinkSync(aside);
  rmSync(aside);
  // Another start was quicker, and holds it.
  if (taken !== owner) isMade(file, taken);
}

function release(file: string, own: string): void {
  try {
    if (readlinkSync(file) === own) rmSync(file);
  } catch (error) {
    swallowed('client', 'release-start-lock', error);
  }
}

/** @returns whether a call to the system succeeds: `false` when it fails with this code, and thrown on with any other. */
function unless(code: string, call: () => void): boolean {
  try {
    call();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return false;
    throw error;
  }
}
