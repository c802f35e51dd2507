import path from 'node:path';
import type { PolicyFilePlace } from './policy-place.ts';
import type { WriteFiles } from './ports.ts';

/** Everybody reads it, only its owner writes it. */
const FOLDER_MODE = 0o755;
const FILE_MODE = 0o644;

const ROOT = 0;

/**
 * Writes the policy so that a reader sees the former one or the new one, and so that it survives a power cut.
 * @throws when the system refuses; the former policy is then as it was.
 */
export function writePolicyFile(fs: WriteFiles, place: PolicyFilePlace, fields: object): void {
  const folder = path.dirname(place.file);
  fs.mkdirSync(folder, { recursive: true });
  fs.chmodSync(folder, FOLDER_MODE);
  const unfinished = `${place.file}.new`;
  fs.rmSync(unfinished, { force: true });
  // Made anew or not at all: never through a link that somebody put there.
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
}

/** @throws when the system refuses. */
export function removePolicyFile(fs: WriteFiles, place: PolicyFilePlace): void {
  fs.rmSync(place.file, { force: true });
  syncFolder(fs, path.dirname(place.file));
}

function syncFolder(fs: WriteFiles, folder: string): void {
  const descriptor = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
