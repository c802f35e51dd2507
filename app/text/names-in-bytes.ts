/** Names as the kernel has them: bytes, mostly UTF-8, but nothing makes them so. */

/** Bytes of a thread's name that the kernel keeps (TASK_COMM_LEN is 16, the last of which is NUL). */
const KERNEL_NAME_BYTES = 15;

/**
 * Bytes as text: what is UTF-8 is read, any other byte is shown as `\xNN`. Unlike a decoder that puts U+FFFD, two names
 * that differ stay different.
 */
export function decodeName(bytes: Uint8Array): string {
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      text += `\\x${byteAt(bytes, at).toString(16).toUpperCase().padStart(2, '0')}`;
      at++;
    } else {
      text += String.fromCodePoint(codePoint(bytes, at, length));
      at += length;
    }
  }
  return text;
}

/**
 * Whether a name that the kernel cut at 15 bytes, maybe inside of a character, is the beginning of a longer one, such as
 * that of the executable's file. A shorter name was not cut and must be the same.
 */
export function completesCutName(kernelBytes: Uint8Array, candidate: string): boolean {
  const bytes = encode(candidate, kernelBytes.length + 1);
  const cut = kernelBytes.length >= KERNEL_NAME_BYTES;
  if (cut ? bytes.length < kernelBytes.length : bytes.length !== kernelBytes.length) return false;
  return kernelBytes.every((byte, at) => byte === bytes[at]);
}

/** UTF-8 of a text, at least its first bytes up to a number of them; `\xNN` of {@link decodeName} is that byte again. */
function encode(text: string, enough: number): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < text.length && bytes.length < enough; ) {
    const raw = text[at] === '\\' ? /^\\x([89A-F][0-9A-F])/.exec(text.slice(at, at + 4))?.[1] : undefined;
    const code = text.codePointAt(at) ?? 0;
    if (raw !== undefined) bytes.push(Number.parseInt(raw, 16));
    else if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code, 0));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code, 6), tail(code, 0));
    else bytes.push(0xf0 | (code >> 18), tail(code, 12), tail(code, 6), tail(code, 0));
    if (raw === undefined) at += code > 0xffff ? 2 : 1;
    else at += 4;
  }
  return bytes;
}

function tail(code: number, shift: number): number {
  return 0x80 | ((code >> shift) & 0x3f);
}

/** Bytes of the character that begins here, after table 3-7 of the Unicode Standard; 0 when none does. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = byteAt(bytes, at);
  if (first < 0x80) return 1;
  const length = lengthBy(first);
  for (let next = 1; next < length; next++) {
    // No byte behind the end, no character in more bytes than it needs, no half of a pair, none above U+10FFFF.
    const byte = byteAt(bytes, at + next);
    const least = next > 1 ? 0x80 : (leastSecond.get(first) ?? 0x80);
    const most = next > 1 ? 0xbf : (mostSecond.get(first) ?? 0xbf);
    if (byte < least || byte > most) return 0;
  }
  return length;
}

const leastSecond: ReadonlyMap<number, number> = new Map([
  [0xe0, 0xa0],
  [0xf0, 0x90],
]);
const mostSecond: ReadonlyMap<number, number> = new Map([
  [0xed, 0x9f],
  [0xf4, 0x8f],
]);

function lengthBy(first: number): number {
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

function codePoint(bytes: Uint8Array, at: number, length: number): number {
  let code = length === 1 ? byteAt(bytes, at) : byteAt(bytes, at) & (0x7f >> length);
  for (let next = 1; next < length; next++) code = (code << 6) | (byteAt(bytes, at + next) & 0x3f);
  return code;
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}
