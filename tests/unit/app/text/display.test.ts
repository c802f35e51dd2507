import { describe, expect, it } from 'vitest';
import { displayText } from '../../../../app/text/display.ts';
import { cpuTime } from '../../../support/cpu-time.ts';

/** The text, what is shown of it. Code points are written out, so that this file does not deceive either. */
const made: [text: string, shown: string][] = [
  ['a\u0000b', 'a\\x00b'],
  ['a\nb\tc\r', 'a\\nb\\tc\\r'],
  ['\u001b[31mred\u0007', '\\x1B[31mred\\x07'],
  ['\u007f', '\\x7F'],
  // 8-bit controls: CSI, DCS, OSC.
  ['a\u009bb\u0090p\u009dq', 'a\\u009Bb\\u0090p\\u009Dq'],
  ['photo_\u202Egnp.exe', 'photo_\\u202Egnp.exe'],
  ['\u202Egnp.elif_ngineb', '\\u202Egnp.elif_ngineb'],
  ['\u202A\u202B\u202C\u202D\u2066\u2067\u2068\u2069', '\\u202A\\u202B\\u202C\\u202D\\u2066\\u2067\\u2068\\u2069'],
  ['a\u200Eb\u200Fc\u061Cd', 'a\\u200Eb\\u200Fc\\u061Cd'],
  ['pay\u200Bpal\u2060\uFEFF', 'pay\\u200Bpal\\u2060\\uFEFF'],
  ['soft\u00ADhyphen\u034F', 'soft\\u00ADhyphen\\u034F'],
  ['a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
  ['\u3164\uFFA0\u2800', '\\u3164\\uFFA0\\u2800'],
  ['x\u{E0041}\u{E007F}', 'x\\u{E0041}\\u{E007F}'],
  ['a\uD800b', 'a\\uD800b'],
  ['\uDC00', '\\uDC00'],
  ['\uFFFE\uFDD0', '\\uFFFE\\uFDD0'],
  // Joiners where nothing is joined.
  ['a\u200Db\u200Cc', 'a\\u200Db\\u200Cc'],
  ['a\uFE0F', 'a\\uFE0F'],
  // A mark would stand on what is before the text.
  ['\u0301x', '◌\u0301x'],
];

const kept = [
  '',
  'process-name',
  'C:\\Program Files\\x',
  'töst äpp naïve',
  'приложение',
  'アプリ',
  'שלום',
  'تطبيق',
  // Persian and Hindi are written with joiners.
  'می\u200Cخواهم',
  'क्\u200Dष',
  // A family, a flag, a heart, a key cap.
  '👨\u200D👩\u200D👧',
  '🏳\uFE0F\u200D🌈',
  '❤\uFE0F',
  '1\uFE0F⃣',
  'e\u0301',
  'a\u0302\u0301\u0323\u0327',
  '\u00A0\u3000',
  '�',
];

describe('a text that is shown', () => {
  it.each(made)('makes visible what cannot be seen: %j reads %j', (text, shown) => {
    expect(displayText(text)).toBe(shown);
  });

  it.each(kept)('stays what it is: %j', (text) => {
    expect(displayText(text)).toBe(text);
  });

  it('has no towers of marks', () => {
    expect(displayText(`z${'\u0301'.repeat(500)}algo`)).toBe(`z${'\u0301'.repeat(4)}…algo`);
  });

  it('is the same when it is shown again, and holds nothing that cannot be seen', () => {
    const wrong: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += code < 0x3000 ? 1 : 13) {
      const shown = displayText(`a${String.fromCodePoint(code)}\u0301b`);
      if (displayText(shown) !== shown || /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(shown))
        wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['controls', '\u0001'.repeat(100_000)],
    ['marks', '\u0301'.repeat(100_000)],
    ['joiners', '\u200D'.repeat(100_000)],
    ['families', '👨\u200D'.repeat(50_000)],
    ['halves', '\uD800'.repeat(100_000)],
  ])('takes no long time for %s', (_, text) => {
    expect(cpuTime(() => displayText(text))).toBeLessThan(1000);
  });
});
