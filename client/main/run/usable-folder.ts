/**
 * Folders that the environment names and Chromium takes as they are: what cannot be used ends the process without a word
 * or in a crash, so that it is replaced before Chromium looks at it.
 */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { debug, swallowed } from '../../core/debug.ts';

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
export function mendFolders(environment: Environment, platform: string): void {
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
