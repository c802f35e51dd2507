import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Compression } from '../../app/telemetry/batch-codec.ts';
import type { Sha256 } from '../../app/telemetry/batch-id.ts';

/** Brotli at its densest: a batch has a few kilobytes and is sealed once. */
export const brotli: Compression = {
  compress: (bytes) =>
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  decompress: (bytes, maxBytes) => brotliDecompressSync(bytes, { maxOutputLength: maxBytes }),
};

export const sha256: Sha256 = (text) => createHash('sha256').update(text).digest();
