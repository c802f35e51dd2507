import { brotliDecompressSync } from 'node:zlib';
import { decodeCbor } from '../../client/core/batch/cbor.ts';

/** No word of any file of ours, and long enough not to come about by chance. */
export const MARKER = 'zaphod-quux-7421';

/** Everything under which a marker could hide: as it is, reversed, as UTF-16, in hexadecimal and Base64. */
const forms = [
  Buffer.from(MARKER),
  Buffer.from([...MARKER].reverse().join('')),
  Buffer.from(MARKER, 'utf16le'),
  Buffer.from(Buffer.from(MARKER).toString('hex')),
  ...[0, 1, 2].map((shift) => Buffer.from(inBase64(shift))),
];

/** The part of the Base64 of a marker that is the same whatever stands around it, by its offset in three bytes. */
function inBase64(shift: number): string {
  const text = Buffer.from(`${'.'.repeat(shift)}${MARKER}`).toString('base64');
  return text.slice(shift === 0 ? 0 : 4, -4);
}

/** Whether the marker stands in these bytes, in whatever form. */
export const holdsMarker = (bytes: Buffer): boolean => forms.some((form) => bytes.includes(form));

/** Far more than anything of the app's own. */
const WIDE = { depth: 8, items: 1_000_000, textBytes: 1_000_000 };

/** The bytes, and whatever they are when they are decompressed and decoded. */
export function layers(bytes: Buffer): Buffer[] {
  try {
    const plain = brotliDecompressSync(bytes);
    return [bytes, plain, Buffer.from(JSON.stringify(decodeCbor(plain, WIDE)))];
  } catch {
    return [bytes];
  }
}
