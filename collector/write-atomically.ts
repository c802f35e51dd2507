import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { syncDirectory } from './journal/files.ts';

/**
 * Replaces a file as a whole: whoever reads it, also after a crash or a power failure, sees the old content or the new
 * one. The file is readable for its owner alone.
 */
export async function writeAtomically(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.tmp`;
  const handle = await open(temporary, 'w', 0o600);
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
