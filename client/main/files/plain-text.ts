/**
 * The text of a file that people or their tools wrote: UTF-8 or UTF-16, with a byte order mark or without. PowerShell's
 * `Set-Content -Encoding utf8` writes UTF-8 with a mark, its `>` and `Out-File` UTF-16 LE with one. Without a mark, the
 * zeros in the first two bytes tell, because such a file begins with a letter of ASCII (RFC 4627, section 3).
 * @throws TypeError for bytes that are no text.
 */
export function decodePlainText(bytes: Uint8Array): string {
  const [first = -1, second = -1] = bytes;
  if ((first === 0xff && second === 0xfe) || (first > 0 && second === 0)) return decode('utf-16le', bytes);
  if ((first === 0xfe && second === 0xff) || (first === 0 && second > 0)) return decode('utf-16le', swapped(bytes));
  return decode('utf-8', bytes);
}

/** The mark is taken away. */
const decode = (encoding: string, bytes: Uint8Array) => new TextDecoder(encoding, { fatal: true }).decode(bytes);

/** UTF-16 BE as LE: not every build of Node decodes both. An odd byte at the end stays, and is refused. */
function swapped(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  copy.subarray(0, copy.length & ~1).swap16();
  return copy;
}
