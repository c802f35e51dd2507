import { crc32 } from 'node:zlib';
import { type Position, START } from '../journal/position.ts';
import { readOwnFile, writeAtomically } from '../own-files.ts';

/** How far the journal is loaded. */
export interface Progress {
  /** Everything before it is in the storage. */
  readonly loaded: Position;
  /** The block that is being inserted, or was when the collector ended: the same again until it is in the storage. */
  readonly block: { readonly from: Position; readonly to: Position } | null;
}

/**
 * Reads the progress of an earlier run. Without one, loading begins at the journal's start: what was loaded already
 * is inserted again, which readers do not notice. A damaged one is none: a digit that a flipped bit has
 * changed would have segments deleted that are not loaded.
 */
export async function readProgress(file: string): Promise<Progress> {
  try {
    const read: unknown = JSON.parse((await readOwnFile(file)).toString('utf8'));
    if (isProgress(read)) {
      const { check, loaded, block } = read;
      if (check === checkOf(read)) return { loaded, block };
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && !(error instanceof SyntaxError)) throw error;
  }
  return { loaded: START, block: null };
}

/** Resolves when the progress is on the disk. */
export async function writeProgress(file: string, progress: Progress): Promise<void> {
  await writeAtomically(file, JSON.stringify({ ...progress, check: checkOf(progress) }));
}

function checkOf({ loaded, block }: Progress): number {
  return crc32(JSON.stringify([loaded, block]));
}

function isProgress(value: unknown): value is Progress & { readonly check?: unknown } {
  if (typeof value !== 'object' || value === null) return false;
  const { loaded, block } = value as Partial<Progress>;
  return isPosition(loaded) && (block === null || (isPosition(block?.from) && isPosition(block?.to)));
}

function isPosition(value: unknown): value is Position {
  if (typeof value !== 'object' || value === null) return false;
  const { segment, offset } = value as Partial<Position>;
  return Number.isSafeInteger(segment) && Number.isSafeInteger(offset);
}
