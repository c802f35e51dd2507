import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BrowserWindow, dialog } from 'electron';
import { type Randomness, systemRandomness } from '../../node/platform.ts';

/**
 * Lets the user choose a file and writes a list to it as JSON, one value at a time, so that a long one needs no memory. A
 * file that is there already is replaced only when the whole list is written.
 * @param name what the file is called unless the user says otherwise, without its ending.
 * @param values asked for when the file is chosen.
 * @param timed runs the writing, whose duration is the app's own; how long people take to choose a file is not.
 * @returns whether it was written; `false` when the user chose none.
 * @throws when the disk refuses.
 */
export async function saveList(
  window: BrowserWindow,
  name: string,
  values: () => Iterable<unknown>,
  timed: (write: () => Promise<void>) => Promise<void>,
): Promise<{ saved: boolean }> {
  const file = await chooseFile(window, name, 'json');
  if (file === undefined) return { saved: false };
  await timed(() => writeList(file, values(), systemRandomness));
  return { saved: true };
}

/**
 * Lets the user choose a file and writes a text to it, for this user alone. A file that is there already is replaced only
 * when all is written.
 * @param name what the file is called unless the user says otherwise, without its ending; folders in it count for nothing.
 * @param ending without a dot.
 * @returns whether it was written; `false` when the user chose none.
 * @throws when the disk refuses.
 */
export async function saveText(
  window: BrowserWindow,
  name: string,
  ending: string,
  text: string,
): Promise<{ saved: boolean }> {
  const file = await chooseFile(window, path.basename(name), ending);
  if (file === undefined) return { saved: false };
  await writePieces(file, [text], systemRandomness);
  return { saved: true };
}

async function chooseFile(window: BrowserWindow, name: string, ending: string): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: `${name}.${ending}`,
    filters: [{ name: ending.toUpperCase(), extensions: [ending] }],
  });
  return canceled || !filePath ? undefined : filePath;
}

/** The text of a list as JSON, in pieces: one value at a time. */
export function* jsonList(values: Iterable<unknown>): Generator<string> {
  let before = '[';
  for (const value of values) {
    yield `${before}\n${JSON.stringify(value, null, 2)}`;
    before = ',';
  }
  yield before === '[' ? '[]\n' : '\n]\n';
}

/** Writes a list to a file, see {@link writePieces}. @throws when the disk refuses. */
export function writeList(file: string, values: Iterable<unknown>, random: Pick<Randomness, 'uuid'>): Promise<void> {
  return writePieces(file, jsonList(values), random);
}

/**
 * Writes a file for this user alone, which is replaced only when all is written. The unfinished one has a name that is
 * nobody else's: in a folder that others may write to, such as the one for temporary files, a link or a pipe could stand
 * under every name that can be told beforehand. @throws when the disk refuses.
 */
export async function writePieces(
  file: string,
  pieces: Iterable<string>,
  random: Pick<Randomness, 'uuid'>,
): Promise<void> {
  const unfinished = path.join(path.dirname(file), `.${random.uuid()}.part`);
  try {
    await writeFile(unfinished, pieces, { flag: 'wx', mode: 0o600 });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
