import { constants, type Stats } from 'node:fs';
import path from 'node:path';
import type { PolicyFilePlace } from './policy-place.ts';
import type { WriteFiles } from './ports.ts';

/** Everybody reads it, only its owner writes it. */
const FOLDER_MODE = 0o755;
const FILE_MODE = 0o644;

const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

const ROOT = 0;

/**
 * Writes the policy so that a reader sees the former one or the new one, and so that it survives a power cut.
 * @returns `unguarded`, with nothing written, when somebody else could change where the path of the policy leads.
 * @throws when the system refuses; the former policy is then as it was.
 */
export function writePolicyFile(fs: WriteFiles, place: PolicyFilePlace, fields: object): 'done' | 'unguarded' {
  const folder = path.dirname(place.file);
  fs.mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  if (!closeFolder(fs, place)) return 'unguarded';
  const unfinished = `${place.file}.new`;
  fs.rmSync(unfinished, { force: true });
  // Made anew or not at all: never through a link that somebody put there.
  const descriptor = fs.openSync(unfinished, 'wx', FILE_MODE);
  try {
    fs.writeFileSync(descriptor, `${JSON.stringify(fields, null, 2)}\n`);
    // Past the process's mask, which may take bits away, and a folder that activation down its group.
    fs.fchmodSync(descriptor, FILE_MODE);
    if (place.owner === ROOT) fs.fchownSync(descriptor, ROOT, ROOT);
    fs.fsyncSync(descriptor);
  } catch (error) {
    fs.rmSync(unfinished, { force: true });
    throw error;
  } finally {
    fs.closeSync(descriptor);
  }
  fs.renameSync(unfinished, place.file);
  syncFolder(fs, folder);
  return 'done';
}

/**
 * @returns as for writing.
 * @throws when the system refuses.
 */
export function removePolicyFile(fs: WriteFiles, place: PolicyFilePlace): 'done' | 'unguarded' {
  if (!closeFolder(fs, place)) return 'unguarded';
  fs.rmSync(place.file, { force: true });
  syncFolder(fs, path.dirname(place.file));
  return 'done';
}

/**
 * Takes from everybody but its owner what lets them write into the policy's folder. The command is root's: where others
 * could exchange a folder for a link, they would lead it elsewhere, so that nothing is done there.
 * @returns whether nobody but root and the owner can change what the path of the folder leads to.
 */
function closeFolder(fs: WriteFiles, { file, owner }: PolicyFilePlace): boolean {
  const folder = path.dirname(file);
  // Windows knows no owner by number; the policy stands in its registry.
  if (owner < 0) return true;
  if (!foldersAbove(folder).every((parent) => isGuarded(fs.lstatSync(parent), owner))) return false;
  const stats = fs.lstatSync(folder);
  if (!stats.isDirectory() || stats.uid !== owner) return false;
  // Of the folder that was looked at, never of what a link leads to.
  const descriptor = fs.openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    fs.fchmodSync(descriptor, FOLDER_MODE);
  } finally {
    fs.closeSync(descriptor);
  }
  return true;
}

/** From the top down, so that what has been looked at stays what it was. */
function foldersAbove(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [] : [...foldersAbove(parent), parent];
}

/** Whether what stands in a folder of root's or the owner's can be exchanged by them alone. In a folder with the sticky bit, such as /tmp, others can exchange only what is theirs. */
function isGuarded(stats: Stats, owner: number): boolean {
  const closed = (stats.mode & OTHERS_WRITE) === 0 || (stats.mode & STICKY) !== 0;
  return stats.isDirectory() && (stats.uid === ROOT || stats.uid === owner) && closed;
}

function syncFolder(fs: WriteFiles, folder: string): void {
  const descriptor = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
