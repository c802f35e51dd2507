/** Window that holds the longest batch, as its power of two. */
const ENOUGH = 20;

/** Most bytes that a window of that size holds (RFC 7932, section 9.1): in fewer, nothing lies further back. */
export const WINDOW_BYTES = 2 ** ENOUGH - 16;

/**
 * The same Brotli stream with a window of 1 MiB at most. A decoder fills its window before it hands anything over, so
 * that 14 bytes that declare 16 MiB cost 16 MiB and 37 ms, whatever the bound of the output. No stream is refused for
 * its window: one whose output is shorter than the smaller window decodes to the same bytes, because distances are
 * counted from the output's start there (RFC 7932, sections 4 and 9.1).
 */
export function withSmallWindow(bytes: Uint8Array): Uint8Array {
  const first = bytes[0] ?? 0;
  // One bit "1", then three bits n for a window of 2^(17 + n); n = 0 stands for smaller windows, in more bits.
  const power = 17 + ((first >>> 1) & 7);
  if ((first & 1) === 0 || power <= ENOUGH) return bytes;
  const copy = Uint8Array.from(bytes);
  copy[0] = (first & 0xf1) | ((ENOUGH - 17) << 1);
  return copy;
}
