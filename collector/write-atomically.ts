import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { syncDirectory } from './journal/files.ts';

/**
 * Replaces a file as a whole: whoever reads it, also after a crash or a power failure, sees the old content or the new
 * one. The file is readable for its owner alone.
 */
export async function writeAtomically(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.tmp`;
  // Left by a crash, or a pipe or a link that somebody put there: never written into.
  await rm(temporary, { force: true });
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await syncDirectory(path.dirname(file));
}
