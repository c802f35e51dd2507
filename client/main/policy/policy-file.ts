import path from 'node:path';
import { swallowed } from '../../core/debug.ts';
import { decodePlainText } from '../files/plain-text.ts';
import { isForeign, readRegularFile } from '../files/regular-file.ts';
import { MAX_POLICY_BYTES, type PolicyReading } from './policy-document.ts';
import type { PolicyFilePlace } from './policy-place.ts';
import type { ReadFiles } from './ports.ts';

/** Owner and permission bits of a file or folder, as `stat` gives them. */
export interface Ownership {
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
