import { crc32 } from 'node:zlib';
import { type Position, START } from '../journal/position.ts';
import { readOwnFile } from '../own-file.ts';
import { writeAtomically } from '../write-atomically.ts';

/** How far the journal is loaded. */
export interface Progress {
  /** Random, made with the file: no other collector's blocks, nor those of a journal before, have this name. */
  readonly journal: string;
  /** Everything before it is in the storage. */
  readonly loaded: Position;
  /** The block that is being inserted, or was when the collector ended: the same again until it is in the storage. */
  readonly block: { readonly from: Position; readonly to: Position } | null;
}

/**
 * Reads the progress of an earlier run. Without one, loading begins at the journal's start, under a new name: what was
 * loaded already is inserted again, which readers do not notice. A damaged one is none: a digit that a flipped bit has
 * changed would have segments deleted that are not loaded.
 */
export async function readProgress(file: string, randomId: () => string): Promise<Progress> {
  try {
    const read: unknown = JSON.parse((await readOwnFile(file)).toString('utf8'));
    if (isProgress(read)) {
      const { check, journal, loaded, block } = read;
      // What earlier builds wrote has no check.
      if (check === undefined || check === checkOf(read)) return { journal, loaded, block };
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && !(error instanceof SyntaxError)) throw error;
  }
  return { journal: randomId(), loaded: START, block: null };
}

/** Resolves when the progress is on the disk. */
export async function writeProgress(file: string, progress: Progress): Promise<void> {
  await writeAtomically(file, JSON.stringify({ ...progress, check: checkOf(progress) }));
}

function checkOf({ journal, loaded, block }: Progress): number {
  return crc32(JSON.stringify([journal, loaded, block]));
}

function isProgress(value: unknown): value is Progress & { readonly check?: unknown } {
  if (typeof value !== 'object' || value === null) return false;
  const { journal, loaded, block } = value as Partial<Progress>;
  return (
    typeof journal === 'string' &&
    isPosition(loaded) &&
    (block === null || (isPosition(block?.from) && isPosition(block?.to)))
  );
}

function isPosition(value: unknown): value is Position {
  if (typeof value !== 'object' || value === null) return false;
  const { segment, offset } = value as Partial<Position>;
  return Number.isSafeInteger(segment) && Number.isSafeInteger(offset);
}
