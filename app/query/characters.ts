/** Characters of texts and queries: which of them are blanks or quotes, and how texts are compared. */

/** A blank, among them the one that does not break and those of typographers. */
export function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0x1680) return code === 0xa0;
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}

/** Straight and typographic double quotes: what is pasted from elsewhere has the latter. */
export function isQuote(character: string): boolean {
  return character !== '' && '"“”„‟＂'.includes(character);
}

/** Control characters and halves of surrogate pairs: nothing that is looked for holds them, and a database may cut there. */
export const unreadable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is they that are looked for.
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: from the first to the last character of ASCII.
const ascii = /^[\u0000-\u007f]*$/;

/**
 * A text in small letters, letter by letter as DuckDB's lower() does it: a sigma at the end of a word stays an ordinary
 * one, and the Turkish İ is an i. So both find the same.
 */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  let folded = '';
  for (const letter of text) folded += letter === '\u0130' ? 'i' : letter.toLowerCase();
  return folded;
}

/** Order by code points, which is that of UTF-8 and so of DuckDB; JavaScript's own puts U+E000 after the emoji. */
export function compareText(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    const left = one.charCodeAt(index);
    const right = other.charCodeAt(index);
    if (left !== right) return weight(left) - weight(right);
  }
  return one.length - other.length;
}

function weight(unit: number): number {
  // Surrogates stand for code points above all others.
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit;
}

/** A text between quotes; a quote in it stands twice. */
export function quoted(text: string): string {
  return `"${text.replaceAll(/["“”„‟＂]/g, '$&$&')}"`;
}

/** The beginning of a text, as much of it as a message has room for. */
export function excerpt(text: string): string {
  const letters = [...text];
  return letters.length <= 40 ? text : `${letters.slice(0, 39).join('')}…`;
}
