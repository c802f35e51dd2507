/** Names as the kernel has them: bytes, mostly UTF-8, but nothing makes them so. */

/** Bytes of a thread's name that the kernel keeps (TASK_COMM_LEN is 16, the last of which is NUL). */
const KERNEL_NAME_BYTES = 15;

/** Bytes that are made text at once. */
const CHUNK = 4096;

/**
 * Bytes as text: what is UTF-8 is read, any other byte is shown as `\xNN`. Unlike a decoder that puts U+FFFD, two names
 * that differ stay different.
 */
export function decodeName(bytes: Uint8Array): string {
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const plain = plainEnd(bytes, at);
    const length = plain > at ? 0 : sequenceLength(bytes, at);
    if (plain > at) {
      text += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, plain));
      at = plain;
    } else if (length === 0) {
      text += `\\x${byteAt(bytes, at).toString(16).toUpperCase().padStart(2, '0')}`;
      at++;
    } else {
      text += String.fromCodePoint(codePoint(bytes, at, length));
      at += length;
    }
  }
  return text;
}

/** The same without a character at the end that the kernel has cut in two. */
export function decodeCutName(bytes: Uint8Array): string {
  for (let back = 1; bytes.length >= KERNEL_NAME_BYTES && back <= 3; back++) {
    const first = byteAt(bytes, bytes.length - back);
    if (first < 0x80) break;
    if (first >= 0xc0) return decodeName(back < lengthBy(first) ? bytes.subarray(0, bytes.length - back) : bytes);
  }
  return decodeName(bytes);
}

/**
 * Whether a name that the kernel cut at 15 bytes, maybe inside of a character, is the beginning of a longer one, such as
 * that of the executable's file. A shorter name was not cut.
 */
export function completesCutName(cut: Uint8Array, candidate: Uint8Array): boolean {
  return (
    cut.length >= KERNEL_NAME_BYTES && candidate.length >= cut.length && cut.every((byte, at) => byte === candidate[at])
  );
}

/** Where the ASCII that begins here ends. */
function plainEnd(bytes: Uint8Array, from: number): number {
  const most = Math.min(bytes.length, from + CHUNK);
  let at = from;
  while (at < most && byteAt(bytes, at) < 0x80) at++;
  return at;
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
