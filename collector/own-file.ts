import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

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
