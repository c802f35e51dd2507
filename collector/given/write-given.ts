/** Files that are for others, outside of the data folder. */
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../message-of.ts';
import { syncDirectory } from '../own-files.ts';

/**
 * Writes a file as a whole: whoever reads it meanwhile, or after a crash, has the old content or the new one. Others may read it, as
 * the process's mask says.
 * @throws Error that says in one sentence why it cannot be written; what was there is there, then.
 */
export async function writeGiven(file: string, content: string): Promise<void> {
  await writeTogether([{ file, content }]);
}

/**
 * Writes several files, each as {@link writeGiven} does, and none of them before all are on the disk beside their places.
 * @param files in one folder, in the order in which they take their places.
 */
export async function writeTogether(
  files: readonly { readonly file: string; readonly content: string }[],
): Promise<void> {
  const written: string[] = [];
  // A name of its own: of two that write at once, neither writes into what the other has begun.
  const beside = (file: string) => path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}`);
  const all = files.map(({ file, content }) => ({ file, content, temporary: beside(file) }));
  try {
    for (const { content, temporary } of all) {
      const handle = await open(temporary, 'wx', 0o666);
      written.push(temporary);
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
    }
    for (const { file, temporary } of all) await rename(temporary, file);
    for (const folder of new Set(files.map(({ file }) => path.dirname(file)))) await syncDirectory(folder);
  } catch (error) {
    const [{ file } = { file: '' }] = files;
    throw new Error(`${path.dirname(path.resolve(file))} cannot be written to: ${messageOf(error)}`, { cause: error });
  } finally {
    for (const temporary of written) await rm(temporary, { force: true });
  }
}
