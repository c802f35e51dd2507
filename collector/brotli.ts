import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { type Compression, withSmallWindow } from 'candor-client/core';

/** Bytes of a batch that are few, and the pieces in which what it unpacks to is handed over then, and else. */
const SHORT = 1024;
const PIECE_BYTES = { short: 2 * 1024, long: 16 * 1024 } as const;

/**
 * Node's Brotli. Synchronous: a batch unpacks to some 100 kB, which takes less time than a turn of a thread. Most unpack to some
 * hundred bytes, and a piece of memory that is made for far more costs more than unpacking them.
 */
export const brotli: Compression = {
  compress: (bytes) => brotliCompressSync(bytes),
  decompress: (bytes, maxBytes) =>
    brotliDecompressSync(withSmallWindow(bytes, maxBytes), {
      maxOutputLength: maxBytes,
      chunkSize: bytes.length <= SHORT ? PIECE_BYTES.short : PIECE_BYTES.long,
    }),
};
