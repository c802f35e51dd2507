import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Randomness } from '../../node/platform.ts';

/** The text of a list as JSON, in pieces: one value at a time. */
export function* jsonList(values: Iterable<unknown>): Generator<string> {
  let before = '[';
  for (const value of values) {
    yield `${before}\n${JSON.stringify(value, null, 2)}`;
    before = ',';
  }
  yield before === '[' ? '[]\n' : '\n]\n';
}

/**
 * Writes a list to a file, which is replaced only when the whole list is written. The unfinished one has a name that is
 * nobody else's: in a folder that others may write to, such as the one for temporary files, a link or a pipe could stand
 * under every name that can be told beforehand. @throws when the disk refuses.
 */
export async function writeList(
  file: string,
  values: Iterable<unknown>,
  random: Pick<Randomness, 'uuid'>,
): Promise<void> {
  const unfinished = path.join(path.dirname(file), `.${random.uuid()}.part`);
  try {
    await writeFile(unfinished, jsonList(values), { flag: 'wx' });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
