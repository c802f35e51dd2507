/**
 * Texts of the system (names, paths, command lines) as they can be shown and copied: a name may hold anything but a
 * slash and NUL, and what cannot be seen can deceive, or steer a terminal that the text is pasted into.
 */

/** Marks on one letter that stay; Hebrew and Vietnamese need up to four, and towers of them run over other lines. */
const MAX_MARKS = 4;

/**
 * Characters without a shape, after Unicode's categories Cc, Cf, Zl and Zp and its property Default_Ignorable_Code_Point:
 * controls, directions, widths of zero, fillers, tags, variation selectors, what is no character, and halves of a pair.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/u;
const eachUnseen = new RegExp(unseen, 'gu');

/** Joiners between the scripts and symbols that are written with them, and selectors behind what has variants. */
const wanted = new RegExp(
  [
    '(?<=\\p{Extended_Pictographic}[\\u{FE0F}\\u{1F3FB}-\\u{1F3FF}]?)\\u200D(?=\\p{Extended_Pictographic})',
    `(?<=${joining()})[\\u200C\\u200D](?=${joining()})`,
    '(?<=[\\p{Emoji}\\u200D])\\uFE0F',
    '(?<=\\p{Extended_Pictographic})\\uFE0E',
    '(?<=\\p{sc=Han})[\\u{E0100}-\\u{E01EF}]',
  ].join('|'),
  'gu',
);

function joining(): string {
  const scripts =
    'Arabic Syriac Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer Mongolian';
  return `[${scripts
    .split(' ')
    .map((script) => `\\p{sc=${script}}`)
    .join('')}]\\p{M}?`;
}

const towers = new RegExp(`((?:\\p{M}(?<!\\uFE0F)){${MAX_MARKS}})\\p{M}+`, 'gu');
const looseMark = /^(?=\p{M})/u;

/**
 * A text with what cannot be seen made visible: `\x1B` for ESC, `\u202E` for what turns the direction of writing; marks
 * without a letter get one, and towers of marks are cut. Showing a shown text changes nothing.
 */
export function displayText(text: string): string {
  // Nearly all texts are plain ASCII.
  if (!/[^ -~]/.test(text)) return text;
  let shown = text;
  if (unseen.test(text)) {
    const kept = new Set([...text.matchAll(wanted)].map(({ index }) => index));
    shown = text.replace(eachUnseen, (letter, at: number) => (kept.has(at) ? letter : visible(letter)));
  }
  return shown.replace(towers, '$1…').replace(looseMark, '◌');
}

const named: ReadonlyMap<string, string> = new Map([
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
  ['\t', String.raw`\t`],
]);

function visible(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  const digits = code.toString(16).toUpperCase();
  // As C writes them. Unicode has pictures of controls, but hardly any face: all of them would be the same empty box.
  if (code < 0x20 || code === 0x7f) return named.get(letter) ?? `\\x${digits.padStart(2, '0')}`;
  return code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`;
}
