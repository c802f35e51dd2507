import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { syncDirectory } from './journal/files.ts';

/** Makes a directory for its owner alone, if it is not there; it is there after a power failure too. */
export async function makeDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await syncDirectory(path.dirname(directory));
}
