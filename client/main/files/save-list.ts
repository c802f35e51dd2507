import { type BrowserWindow, dialog } from 'electron';
import { systemRandomness } from '../../node/randomness.ts';
import { writeList } from './json-list.ts';

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
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: `${name}.json`,
    filters: [{ name: 'JSON', extensions: ['json'] }],
  });
  if (canceled || !filePath) return { saved: false };
  await timed(() => writeList(filePath, values(), systemRandomness));
  return { saved: true };
}
