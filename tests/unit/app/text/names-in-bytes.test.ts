import { describe, expect, it } from 'vitest';
import { completesCutName, decodeCutName, decodeName } from '../../../../app/text/names-in-bytes.ts';

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const utf8 = (text: string) => new TextEncoder().encode(text);

describe('a name of bytes', () => {
  it.each(['', 'sh', 'process-name-töö', 'приложение', '漢字', '😀', '\u0000\u007F\u0080\u07FF\u0800\uFFFF\u{10FFFF}'])(
    'is read where it is UTF-8: %j',
    (text) => {
      expect(decodeName(utf8(text))).toBe(text);
    },
  );

  it.each([
    // The kernel's name of process-name-töö, cut inside of a character.
    ['70726f636573732d6e616d652d74c3', 'process-name-t\\xC3'],
    ['6e616d65ff', 'name\\xFF'],
    // Latin-1
    ['636166e9', 'caf\\xE9'],
    ['c0af', '\\xC0\\xAF'],
    ['eda080', '\\xED\\xA0\\x80'],
    ['f4908080', '\\xF4\\x90\\x80\\x80'],
    ['e282', '\\xE2\\x82'],
    ['f09f98', '\\xF0\\x9F\\x98'],
    ['80', '\\x80'],
    ['e2c3a4', '\\xE2ä'],
  ])('shows other bytes: %s', (hex, shown) => {
    expect(decodeName(bytesOf(hex))).toBe(shown);
  });

  it('can be long', () => {
    const text = `${'a'.repeat(300_000)}ä${'b'.repeat(5000)}`;
    expect(decodeName(utf8(text))).toBe(text);
  });

  it('agrees with the decoder of the system on what is UTF-8, and never puts U+FFFD', () => {
    const wrong: number[][] = [];
    let state = 1;
    for (let round = 0; round < 3000; round++) {
      const bytes = Uint8Array.from({ length: 6 }, () => {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        return [state >> 16, 0xe2, 0x82, 0xac, 0xc3, 0xf0, 0x9f, 0x41][state % 8] ?? 0;
      });
      const right = new TextDecoder().decode(bytes);
      const read = decodeName(bytes);
      if (read.includes('�') || (read === right) === right.includes('�')) wrong.push([...bytes]);
    }
    expect(wrong).toEqual([]);
  });
});

describe('a name that the kernel cut', () => {
  const cut = bytesOf('70726f636573732d6e616d652d74c3');

  it('is completed by one that goes on, also from the middle of a character', () => {
    expect(completesCutName(cut, utf8('process-name-tööö'))).toBe(true);
    expect(completesCutName(cut, utf8('process-name-täää'))).toBe(true);
    expect(completesCutName(cut, utf8('process-name-tzzz'))).toBe(false);
    expect(completesCutName(utf8('ansible-playboo'), utf8('ansible-playbook'))).toBe(true);
    expect(completesCutName(utf8('ansible-playboo'), utf8('ansible-play'))).toBe(false);
    expect(completesCutName(utf8('ansible-playboo'), utf8('python3'))).toBe(false);
  });

  it('was not cut when it is shorter', () => {
    expect(completesCutName(utf8('sh'), utf8('sha256sum'))).toBe(false);
  });

  it('is shown without half a character, where no longer one is known', () => {
    expect(decodeCutName(cut)).toBe('process-name-t');
    expect(decodeCutName(utf8(`${'x'.repeat(13)}äy`).slice(0, 15))).toBe(`${'x'.repeat(13)}ä`);
    expect(decodeCutName(utf8(`${'x'.repeat(11)}😀y`).slice(0, 15))).toBe(`${'x'.repeat(11)}😀`);
    expect(decodeCutName(utf8(`${'x'.repeat(12)}😀`).slice(0, 15))).toBe('x'.repeat(12));
    // A byte that is no UTF-8 at the end of a name that was not cut is its own.
    expect(decodeCutName(bytesOf('636166c3'))).toBe('caf\\xC3');
  });
});
