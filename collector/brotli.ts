import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import type { Compression } from '../app/telemetry/batch-codec.ts';

/** Node's Brotli. Synchronous: a batch unpacks to 1 MiB at most, and a short one takes less time than a thread's turn. */
export const brotli: Compression = {
  compress: (bytes) => brotliCompressSync(bytes),
  decompress: (bytes, maxBytes) => brotliDecompressSync(bytes, { maxOutputLength: maxBytes }),
};
