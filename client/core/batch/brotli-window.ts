/** Windows by their powers of two: that of the least batches, and one that holds the longest of any product. */
const LEAST = 18;
const MOST = 20;

/** Most bytes that a window of a power holds (RFC 7932, section 9.1): in fewer, nothing lies further back. */
const held = (power: number) => 2 ** power - 16;

/** Most bytes of which a decoder sees the whole in the window that it gets here. */
export const WINDOW_BYTES = held(MOST);

/**
 * The same Brotli stream with no larger a window than so many bytes of output need. A decoder fills its window before it
 * hands anything over, so that 14 bytes that declare 16 MiB cost 16 MiB and 37 ms, whatever the bound of the output. No
 * stream is refused for its window: one whose output is shorter than the smaller window decodes to the same bytes, because
 * distances are counted from the output's start there (RFC 7932, sections 4 and 9.1), and of any other one more comes out
 * than was asked for before a distance leads out of the window.
 * @param maxBytes of output; less than {@link WINDOW_BYTES}.
 */
export function withSmallWindow(bytes: Uint8Array, maxBytes: number): Uint8Array {
  let enough = LEAST;
  while (enough < MOST && held(enough) < maxBytes) enough++;
  const first = bytes[0] ?? 0;
  // One bit "1", then three bits n for a window of 2^(17 + n); n = 0 stands for smaller windows, in more bits.
  const power = 17 + ((first >>> 1) & 7);
  if ((first & 1) === 0 || power <= enough) return bytes;
  const copy = Uint8Array.from(bytes);
  copy[0] = (first & 0xf1) | ((enough - 17) << 1);
  return copy;
}
