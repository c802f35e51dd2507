import { lstatSync, readlinkSync, renameSync } from 'node:fs';
import path from 'node:path';
import { debug, swallowed } from '../../core/debug.ts';
import { isWritableFolder } from './usable-folder.ts';

/**
 * - `ours`: this process serves the profile.
 * - `others`: another one does, and has been told.
 * - `none`: nobody does, and nothing can be written to the profile: processes cannot get in each other's way.
 * - `refused`: nobody does, and the system does not let the profile be locked.
 */
export type ProfileLock = 'ours' | 'others' | 'none' | 'refused';

interface LockRequest {
  /** Folder of the profile. */
  readonly profile: string;
  /** Electron's `requestSingleInstanceLock`: whether this process has the lock now. */
  readonly request: () => boolean;
  /** Node's `process.platform`. */
  readonly platform: string;
  /** Of this process. */
  readonly pid: number;
  /** UTC milliseconds, for the name of what is set aside. */
  readonly now: () => number;
}

/** Links that Chromium makes in a profile (process_singleton_posix.cc); the first one names host and process. */
const LOCK = 'SingletonLock';
const LINKS = [LOCK, 'SingletonSocket', 'SingletonCookie'];

/**
 * Locks the profile, so that one process serves it. Chromium says only that it did not get the lock: because another
 * process has it, or because it could not be made, on a disk that cannot be written or that knows no links, or where a
 * file of a copied profile stands in its place. An app that ends on each of these ends without a word.
 */
export function lockProfile(options: LockRequest): ProfileLock {
  const { profile, request, platform, pid, now } = options;
  // There the lock is a window, and no trouble of the disk.
  if (platform === 'win32') return request() ? 'ours' : 'others';
  setAsideStrangers(profile, now);
  // Asked twice: whoever had it may have ended meanwhile.
  for (let attempt = 0; attempt < 2; attempt++) {
    if (request()) return 'ours';
    if (isHeldByAnother(profile, pid)) return 'others';
  }
  const lock = isWritableFolder(profile) ? 'refused' : 'none';
  debug('client', 'no-lock', { lock });
  return lock;
}

/** Whatever is no link is none of Chromium's, which neither reads nor replaces it. */
function setAsideStrangers(profile: string, now: () => number): void {
  for (const name of LINKS) {
    const file = path.join(profile, name);
    try {
      const stats = lstatSync(file, { throwIfNoEntry: false });
      if (stats && !stats.isSymbolicLink()) renameSync(file, `${file}.damaged-${now()}`);
    } catch (error) {
      swallowed('client', 'set-lock-aside', error);
    }
  }
}

/** A lock of this process is left over when the rest could not be made. */
function isHeldByAnother(profile: string, pid: number): boolean {
  try {
    return !readlinkSync(path.join(profile, LOCK)).endsWith(`-${pid}`);
  } catch (error) {
    swallowed('client', 'read-lock', error);
    return false;
  }
}
