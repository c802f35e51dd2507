import { constants, type Stats } from 'node:fs';
import path from 'node:path';
import { swallowed } from '../../core/debug.ts';
import { decodePlainText, isForeign, readRegularFile } from '../files/regular-file.ts';
import { MAX_POLICY_BYTES, type PolicyReading } from './policy-document.ts';
import type { PolicyFilePlace } from './policy-place.ts';
import type { ReadFiles, WriteFiles } from './run-process.ts';

/** Owner and permission bits of a file or folder, as `stat` gives them. */
interface Ownership {
  readonly uid: number;
  readonly mode: number;
}

/**
 * Whether only `owner` can have written the file: it and its folder belong to them, and neither is writable by group or
 * others. An access control list that lets somebody else write shows in the group's bits (acl(5)).
 */
export function isTrusted(file: Ownership, folder: Ownership, owner: number): boolean {
  return [file, folder].every(({ uid, mode }) => uid === owner && (mode & 0o022) === 0);
}

/**
 * Reads a policy file; takes under 0.1 ms. Whatever stands at its place and cannot be read as JSON of a reasonable size
 * is a damaged policy, a link into nothing too; only when nothing stands there is there no policy. A link is followed:
 * systems that keep /etc in a store of their own link everything there, and whether only an administrator can have
 * written the file is judged by the file itself.
 */
export function readPolicyFile(fs: ReadFiles, { file, owner }: Pick<PolicyFilePlace, 'file' | 'owner'>): PolicyReading {
  let linked = false;
  try {
    const entry = fs.lstatSync(file, { throwIfNoEntry: false });
    if (!entry) return { status: 'none' };
    linked = entry.isSymbolicLink();
    const { bytes, stats } = readRegularFile(file, { maxBytes: MAX_POLICY_BYTES, links: 'followed' }, fs);
    const fields: unknown = JSON.parse(decodePlainText(bytes));
    return { status: 'read', fields, trusted: isTrusted(stats, fs.statSync(path.dirname(file)), owner) };
  } catch (error) {
    // Removed since it was looked for.
    if (!linked && (error as NodeJS.ErrnoException).code === 'ENOENT') return { status: 'none' };
    swallowed('policy', 'read-policy-file', error);
    return { status: 'damaged', problem: problemOf(error) };
  }
}

function problemOf(error: unknown): string {
  if (error instanceof SyntaxError || error instanceof TypeError) return 'it is not JSON';
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read';
  return isForeign(error) ? (error as Error).message : 'it cannot be read';
}

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
  // Created or not at all: never through a link that somebody put there.
  const descriptor = fs.openSync(unfinished, 'wx', FILE_MODE);
  try {
    fs.writeFileSync(descriptor, `${JSON.stringify(fields, null, 2)}\n`);
    // Past the process's mask, which may take bits away, and a folder that hands down its group.
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
