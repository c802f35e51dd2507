/** The files of the collector's data folder: read, replaced and synced, whatever stands in their place. */
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

// Windows knows neither.
const { O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants as Partial<typeof constants>;

/**
 * Opens a file of the collector's data folder. Whatever else stands in its place, such as a pipe or a device, is not
 * waited for.
 * @param access `O_RDONLY`, `O_RDWR` or `O_WRONLY`, with whatever else `open` takes.
 * @param links `refused` where the file is changed in place: what a link leads to is somebody else's. `followed` where it
 * is read only; operators put secrets in place by links.
 * @throws also when it is no file.
 */
export async function openOwnFile(file: string, access: number, links: 'refused' | 'followed'): Promise<FileHandle> {
  const handle = await open(file, access | O_NONBLOCK | (links === 'refused' ? O_NOFOLLOW : 0), 0o600);
  try {
    if (!(await handle.stat()).isFile()) throw new Error(`${file} is not a file`);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Reads a whole file, also behind a link. @throws also when it is no file. */
export async function readOwnFile(file: string): Promise<Buffer> {
  const handle = await openOwnFile(file, constants.O_RDONLY, 'followed');
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

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

/** Makes a directory for its owner alone, if it is not there; it is there after a power failure too. */
export async function makeDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await syncDirectory(path.dirname(directory));
}

/** Makes names that were created or changed in a directory survive a power failure. */
export async function syncDirectory(directory: string): Promise<void> {
  // Windows syncs no directory, and keeps a journal of names by itself.
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
