import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { type Compression, withSmallWindow } from 'candor-client/core';

/** Node's Brotli. Synchronous: a batch unpacks to some 100 kB, which takes less time than a turn of a thread. */
export const brotli: Compression = {
  compress: (bytes) => brotliCompressSync(bytes),
  decompress: (bytes, maxBytes) =>
    brotliDecompressSync(withSmallWindow(bytes, maxBytes), { maxOutputLength: maxBytes }),
};
