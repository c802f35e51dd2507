import { writeFile } from 'node:fs/promises';
import { type BrowserWindow, dialog } from 'electron';

/**
 * Lets the user choose a file and writes a text to it.
 * @param name what the file is called unless the user says otherwise, without its ending.
 * @returns whether it was written; `false` when the user chose none.
 * @throws when the disk refuses.
 */
export async function saveText(window: BrowserWindow, name: string, text: string): Promise<{ saved: boolean }> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: `${name}.json`,
    filters: [{ name: 'JSON', extensions: ['json'] }],
  });
  if (canceled || !filePath) return { saved: false };
  await writeFile(filePath, text);
  return { saved: true };
}
