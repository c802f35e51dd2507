import { constants } from 'node:fs';
import path from 'node:path';
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
 * is a damaged policy, a link into nothing too; only when nothing stands there is there no policy.
 */
export function readPolicyFile(fs: ReadFiles, { file, owner }: Pick<PolicyFilePlace, 'file' | 'owner'>): PolicyReading {
  let linked = false;
  try {
    const entry = fs.lstatSync(file, { throwIfNoEntry: false });
    if (!entry) return { status: 'none' };
    linked = entry.isSymbolicLink();
    const { bytes, stats } = readBounded(fs, file);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const fields: unknown = JSON.parse(text);
    return { status: 'read', fields, trusted: isTrusted(stats, fs.statSync(path.dirname(file)), owner) };
  } catch (error) {
    // Removed since it was looked for.
    if (!linked && (error as NodeJS.ErrnoException).code === 'ENOENT') return { status: 'none' };
    return { status: 'damaged', problem: problemOf(error) };
  }
}

/** @throws what makes it unreadable. */
function readBounded(fs: ReadFiles, file: string): { bytes: Uint8Array; stats: Ownership } {
  // A pipe in its place must not block the app until somebody writes to it.
  const descriptor = fs.openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fs.fstatSync(descriptor);
    if (!stats.isFile()) throw new Error('it is not a file');
    // One byte more than it should have: it may have grown since.
    const bytes = new Uint8Array(Math.min(stats.size, MAX_POLICY_BYTES) + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = fs.readSync(descriptor, bytes, length, bytes.length - length, null);
    }
    if (length > MAX_POLICY_BYTES) throw new Error(`it is larger than ${MAX_POLICY_BYTES} bytes`);
    return { bytes: bytes.subarray(0, length), stats };
  } finally {
    fs.closeSync(descriptor);
  }
}

function problemOf(error: unknown): string {
  if (error instanceof SyntaxError || error instanceof TypeError) return 'it is not JSON';
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read';
  return code === undefined && error instanceof Error ? error.message : 'it cannot be read';
}
