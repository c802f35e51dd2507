import { hash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Compression } from '../../core/batch/batch-codec.ts';
import { withSmallWindow } from '../../core/batch/brotli-window.ts';

/** The columns are packed before: the densest steps give 1 to 3 % fewer bytes and take 25 to 50 times as long. */
const QUALITY = 5;

/** A window as large as the batch; a larger one costs memory that is never used. */
function windowFor(bytes: number): number {
  const needed = Math.ceil(Math.log2(bytes + 16));
  return Math.min(constants.BROTLI_DEFAULT_WINDOW, Math.max(constants.BROTLI_MIN_WINDOW_BITS, needed));
}

export const brotli: Compression = {
  compress: (bytes) =>
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: QUALITY,
        [constants.BROTLI_PARAM_LGWIN]: windowFor(bytes.length),
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  decompress: (bytes, maxBytes) => brotliDecompressSync(withSmallWindow(bytes), { maxOutputLength: maxBytes }),
};

export const sha256 = (content: string | Uint8Array): Buffer => hash('sha256', content, 'buffer');
