import { describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import { CLIPBOARD_CHARACTERS, clientContractOf } from '../../../../../client/core/ipc/contract.ts';
import { copyText, type TextClipboard } from '../../../../../client/main/pages/program-handlers.ts';

const contract = clientContractOf(finder.words);

/** A system's clipboard; `taken` is what it makes of a text. */
class Clipboard implements TextClipboard {
  text = 'from before';
  readonly #taken: (text: string) => string;

  constructor(taken = (text: string) => text) {
    this.#taken = taken;
  }

  readText = () => Promise.resolve(this.text);
  writeText = (text: string) => {
    this.text = this.#taken(text);
  };
}

describe('what is copied', () => {
  it('may be longer than a million characters', async () => {
    const text = 'process\t'.repeat(250_000);
    expect(contract['clipboard.copy'].request({ text })).toBe(true);
    const clipboard = new Clipboard();
    expect(await copyText(clipboard, text)).toEqual({ status: 'copied' });
    expect(clipboard.text).toBe(text);
  });

  it('is refused with the reason when no program could paste it, and what was there stays', async () => {
    const text = 'x'.repeat(CLIPBOARD_CHARACTERS + 1);
    expect(contract['clipboard.copy'].request({ text })).toBe(true);
    const clipboard = new Clipboard();
    expect(await copyText(clipboard, text)).toEqual({ status: 'failed', reason: 'too-long' });
    expect(clipboard.text).toBe('from before');
  });

  it('is not said to be copied when the system did not take it', async () => {
    expect(await copyText(new Clipboard(() => 'from another program'), 'text')).toMatchObject({ reason: 'refused' });
    const failing = new Clipboard(() => {
      throw new Error('held');
    });
    expect(await copyText(failing, 'text')).toEqual({ status: 'failed', reason: 'refused' });
  });

  it('is the same with the line ends of Windows', async () => {
    const windows = new Clipboard((text) => text.replaceAll('\n', '\r\n'));
    expect(await copyText(windows, 'one\ntwo')).toEqual({ status: 'copied' });
  });
});
