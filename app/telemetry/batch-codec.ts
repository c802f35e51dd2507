import { BATCH_FORMAT, type Batch, toColumns, toRows, type WireBatch } from './batch.ts';
import { CborError, type CborValue, decodeCbor, encodeCbor } from './cbor.ts';
import { MAX_BATCH_BYTES, MAX_CBOR_DEPTH, MAX_DECODED_BYTES } from './limits.ts';
import { type Problem, validateBatch } from './validate.ts';

/** Compression as handed in by the platform: this room has none of its own. */
export interface Compression {
  /** Brotli, RFC 7932. The same input gives the same output. */
  compress(bytes: Uint8Array): Uint8Array;
  /** @throws when the input is not Brotli or would give more than `maxBytes`. */
  decompress(bytes: Uint8Array, maxBytes: number): Uint8Array;
}

export type Decoding<T = Batch> =
  | { readonly ok: true; readonly batch: T }
  | { readonly ok: false; readonly problem: Problem };

/**
 * The bytes of a batch exactly as they are uploaded: columns, deterministic CBOR, Brotli.
 * @throws when the batch is not valid by the registry: the client must not write what the collector would refuse.
 */
export function encodeBatch(batch: Batch, compression: Compression): Uint8Array {
  const wire: WireBatch = {
    format: BATCH_FORMAT,
    envelope: batch.envelope,
    context: batch.context,
    usage: toColumns(batch.usage),
    dropped: batch.dropped,
  };
  const validation = validateBatch(wire);
  if (!validation.ok) throw new Error(`batch not valid: ${validation.problem.path}: ${validation.problem.expected}`);
  return compression.compress(encodeCbor(wire as unknown as CborValue));
}

/** Reads uploaded bytes back; for untrusted input. Never throws for bad bytes. */
export function decodeBatch(bytes: Uint8Array, compression: Compression): Decoding {
  const decoding = decodeWireBatch(bytes, compression);
  if (!decoding.ok) return decoding;
  const { envelope, context, usage, dropped } = decoding.batch;
  return { ok: true, batch: { envelope, context, usage: toRows(usage), dropped } };
}

/** Like {@link decodeBatch}, but leaves the events in columns: no object for each event. */
export function decodeWireBatch(bytes: Uint8Array, compression: Compression): Decoding<WireBatch> {
  if (bytes.length > MAX_BATCH_BYTES) return failure('batch', `at most ${MAX_BATCH_BYTES} bytes`);
  let plain: Uint8Array;
  try {
    plain = compression.decompress(bytes, MAX_DECODED_BYTES);
  } catch {
    return failure('batch', `Brotli of at most ${MAX_DECODED_BYTES} bytes`);
  }
  let value: CborValue;
  try {
    value = decodeCbor(plain, MAX_CBOR_DEPTH);
  } catch (error) {
    if (error instanceof CborError) return failure('batch', `deterministic CBOR (${error.message})`);
    throw error;
  }
  return validateBatch(value);
}

function failure(path: string, expected: string): Decoding<never> {
  return { ok: false, problem: { path, expected } };
}
