import { hash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Batch, ColumnarBatch } from '../../core/batch/batch.ts';
import { BatchFormat, type Compression, type Decoding } from '../../core/batch/batch-format.ts';
import { withSmallWindow } from '../../core/batch/brotli-window.ts';
import { manifestId, manifestOf } from '../../core/product/manifest.ts';
import type { Product } from '../../core/product/product.ts';
import { registryOf } from '../../core/registry/registry.ts';

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
  decompress: (bytes, maxBytes) =>
    brotliDecompressSync(withSmallWindow(bytes, maxBytes), { maxOutputLength: maxBytes }),
};

export const sha256 = (content: string | Uint8Array): Buffer => hash('sha256', content, 'buffer');

/** Writes and reads the batches of a product, with this platform's Brotli. */
export class BatchCodec {
  readonly #make: () => BatchFormat;
  #format: BatchFormat | undefined;

  /** @param make called once, when the format is needed: before a Yes nobody does, and the first window is not to wait for it. */
  constructor(make: () => BatchFormat) {
    this.#make = make;
  }

  get format(): BatchFormat {
    this.#format ??= this.#make();
    return this.#format;
  }

  /** @throws when the batch is not valid by the registry. */
  encode(batch: Batch): Uint8Array {
    return this.format.encode(batch, brotli);
  }

  decode(bytes: Uint8Array): Decoding {
    return this.format.decode(bytes, brotli);
  }

  decodeColumns(bytes: Uint8Array): Decoding<ColumnarBatch> {
    return this.format.decodeColumns(bytes, brotli);
  }
}

/** The codec by a product's own words. */
export function batchCodecOf(product: Pick<Product, 'id' | 'name' | 'words'>): BatchCodec {
  return new BatchCodec(() => new BatchFormat(registryOf(product), manifestId(manifestOf(product), sha256)));
}
