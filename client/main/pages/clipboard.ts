import { swallowed } from '../../core/debug.ts';
import { CLIPBOARD_CHARACTERS, type CopyAnswer } from '../../core/ipc/clipboard.ts';

/** Electron's clipboard; newer versions answer with promises. */
export interface TextClipboard {
  readText(): string | Promise<string>;
  writeText(text: string): void | Promise<void>;
}

/**
 * Puts a text into the clipboard and looks whether it is there: writing says nothing when the system refuses, for instance
 * while another program holds the clipboard.
 */
export async function copyText(clipboard: TextClipboard, text: string): Promise<CopyAnswer> {
  if (text.length > CLIPBOARD_CHARACTERS) return { status: 'failed', reason: 'too-long' };
  try {
    await clipboard.writeText(text);
    if (sameText(await clipboard.readText(), text)) return { status: 'copied' };
  } catch (error) {
    swallowed('window', 'copy', error);
  }
  return { status: 'failed', reason: 'refused' };
}

/** Windows may give line ends of its own back. */
function sameText(a: string, b: string): boolean {
  return a === b || a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n');
}
