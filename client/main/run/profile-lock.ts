import { lstatSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { debug, swallowed } from '../../core/debug.ts';
import { START_LOCK, withStartLock } from './start-lock.ts';

/**
 * - `ours`: this process serves the profile.
 * - `others`: another one does, and has been told.
 * - `none`: nobody does, and nothing can be written to the profile: processes cannot get in each other's way.
 * - `refused`: nobody does, and the system does not let the profile be locked.
 */
type ProfileLock = 'ours' | 'others' | 'none' | 'refused';

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

/** Links that Chromium makes in a profile (process_singleton_posix.cc), and ours; the first one names host and process. */
const LOCK = 'SingletonLock';
const LINKS = [LOCK, 'SingletonSocket', 'SingletonCookie', START_LOCK];

/**
 * Locks the profile, so that one process serves it. Chromium says only that it did not get the lock: because another
 * process has it, or because it could not be made, on a disk that cannot be written or that knows no links, or where a
 * file of a copied profile stands in its place. Chromium ends the app on each of these, with no message.
 *
 * To be awaited before Electron is ready. Starts ask one after the other, because two at once could both get it.
 */
export async function lockProfile(options: LockRequest): Promise<ProfileLock> {
  const { profile, request, platform, now } = options;
  // There the lock is a window, and no failure of the disk.
  if (platform === 'win32') return request() ? 'ours' : 'others';
  setAsideForeignFiles(profile, now);
  return withStartLock(options, () => ask(options));
}

function ask({ profile, request, pid }: LockRequest): ProfileLock {
  // Asked twice: whoever had it may have ended meanwhile.
  for (let attempt = 0; attempt < 2; attempt++) {
    if (request()) return 'ours';
    if (isHeldByAnother(profile, pid)) return 'others';
  }
  const lock = isWritableFolder(profile) ? 'refused' : 'none';
  debug('client', 'no-lock', { lock });
  return lock;
}

/** Whatever is no link is neither Chromium's nor ours: it would be neither read nor replaced. */
function setAsideForeignFiles(profile: string, now: () => number): void {
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

/**
 * Folders that the environment names and Chromium takes as they are: what cannot be used ends the process with no message
 * or in a crash, so that it is replaced before Chromium looks at it.
 */

/** Longest path of a socket, in bytes, without the zero at its end: unix(7). Chromium ends with a crash on a longer one. */
const MAX_SOCKET_PATH = 107;
/** What Chromium makes of the folder for temporary files, with six letters of chance. */
const SOCKET = '/scoped_dirXXXXXX/SingletonSocket';

type Environment = Record<string, string | undefined>;

/**
 * Mends the environment of this process, to be called before Electron is asked for any folder. On Linux alone: elsewhere
 * the system itself names these folders.
 * @param environment `process.env` itself, because Chromium reads the variables that were set last.
 */
export function repairFolderVariables(environment: Environment, platform: string): void {
  if (platform !== 'linux') return;
  const { XDG_CONFIG_HOME, TMPDIR } = environment;
  // "If an implementation encounters a relative path in any of these variables it should consider the path invalid and
  // ignore it" (XDG Base Directory Specification): there would be another profile in each working directory.
  if (XDG_CONFIG_HOME && !path.isAbsolute(XDG_CONFIG_HOME)) {
    debug('client', 'relative-folder', { variable: 'XDG_CONFIG_HOME' });
    delete environment['XDG_CONFIG_HOME'];
  }
  if (holdsSocket(TMPDIR || '/tmp')) return;
  const other = [environment['XDG_RUNTIME_DIR'], '/tmp', '/var/tmp', '/dev/shm'].find(holdsSocket);
  debug('client', 'unusable-folder', { variable: 'TMPDIR', replaced: other !== undefined });
  if (other === undefined) return;
  environment['TMPDIR'] = other;
}

/** Whether a socket can be made below a folder. */
function holdsSocket(folder: string | undefined): boolean {
  return folder !== undefined && Buffer.byteLength(folder + SOCKET) <= MAX_SOCKET_PATH && isWritableFolder(folder);
}

/** Whether a file can be made in a folder: tried, because neither modes nor the system's answer tell of a full disk. */
export function isWritableFolder(folder: string): boolean {
  const file = path.join(folder, `.candor-${process.pid}`);
  try {
    if (!path.isAbsolute(folder)) return false;
    writeFileSync(file, '', { flag: 'wx', mode: 0o600 });
    rmSync(file);
    return true;
  } catch (error) {
    swallowed('client', 'try-folder', error);
    return false;
  }
}
