import { brotliCompressSync } from 'node:zlib';
import { decode } from 'cbor-x';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../../../client/core/batch/batch.ts';
import { MAX_DECODED_BYTES } from '../../../../../client/core/batch/batch-bounds.ts';
import { decodeBatch, decodeColumns, encodeBatch } from '../../../../../client/core/batch/batch-codec.ts';
import { type CborValue, encodeCbor } from '../../../../../client/core/batch/cbor.ts';
import { MAX_BATCH_BYTES } from '../../../../../client/core/batch/limits.ts';
import type { LogLine } from '../../../../../client/core/logs/log-lines.ts';
import { anyBatch, anyCbor } from '../support/arbitrary-batch.ts';
import { brotli, enhancedBatch, largestBatch, none, standardBatch } from '../support/sample-batches.ts';
import { type WireList, wireOf } from '../support/wire.ts';

const hexLines = (batch: Batch) =>
  Buffer.from(encodeBatch(batch, none))
    .toString('hex')
    .replace(/.{1,96}/g, '$&\n');

describe('a batch', () => {
  it('gives these bytes and no others', async () => {
    await expect(hexLines(standardBatch)).toMatchFileSnapshot('../../../../fixtures/batch-1.cbor.hex');
    await expect(hexLines(enhancedBatch)).toMatchFileSnapshot('../../../../fixtures/batch-1-enhanced.cbor.hex');
  });

  it('is lists of places and numbers that any CBOR reader understands', () => {
    expect(decode(Buffer.from(encodeBatch(enhancedBatch, none)))).toEqual([
      1,
      1,
      [
        Buffer.from('0b2f4c6e8a1d8f3b9c5e7d9f1b3d5f70', 'hex'),
        Buffer.from('3f1c2d4e5b6a47988a9bacbdcedfe0f1', 'hex'),
        Buffer.from('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'hex'),
        1,
        1,
        7,
        0,
        20_521,
        0,
      ],
      [0, '1.0.0', '33.4.11', 2, '12', 7, 0, 0, 8, 16, 3, 109, 0, 1],
      // 26·4+2, 29·4+1, 26·4+3, 36·4+0; then 3, 9, 388 and 69 600 seconds.
      [Buffer.from([106, 117, 107, 144]), Buffer.from([3, 9, 241, 148, 250, 1, 15, 224])],
      [1, 2],
      [
        Buffer.from([0, 1, 4, 3, 5, 1, 16, 1]),
        Buffer.from([158, 96, 4, 31, 177, 241, 50]),
        Buffer.from([1, 60, 241, 1, 3, 2, 1]),
      ],
      [0, 70_000, 2, 20_000_000, 4, 12],
      [0, 3, 2, 41, 4, 2],
      [
        [8, 0, 1, 2, 0, 3, 4, [7, 2, 184_113, 8, 1, 77]],
        [0, 0, 4, 5, 5, 0, 1, []],
      ],
      [
        [0, 0, 2],
        [3, 2, 1],
        [9, 698, 0, 1],
        [10, 0, 2, 3],
        [2, 69_300],
      ],
      [
        0,
        Buffer.from('5d0c9e0a4a6f4f579c8e6a1b2c3d4e5f', 'hex'),
        1,
        'corp.example.com',
        2,
        0,
        3,
        'C-20394',
        4,
        'L-77-ACME',
      ],
      [0, 2, 1, 0, 2, 1, 6, 1, 7, 0],
    ]);
  });

  it('reads back as it was written, compressed', () => {
    for (const batch of [standardBatch, enhancedBatch]) {
      expect(decodeBatch(encodeBatch(batch, brotli), brotli)).toEqual({ ok: true, batch });
    }
  });

  it('reads back whatever it holds', () => {
    fc.assert(
      fc.property(anyBatch, (batch) => {
        expect(decodeBatch(encodeBatch(batch, none), none)).toEqual({ ok: true, batch });
      }),
      { numRuns: 300 },
    );
  });

  it('holds its uses as columns for those who want no object for each', () => {
    const decoding = decodeColumns(encodeBatch(standardBatch, none), none);
    expect(decoding.ok && decoding.batch.usage).toEqual({
      command: [26, 29, 26, 36],
      source: [2, 1, 3, 0],
      time: [3, 12, 400, 70_000],
    });
  });

  it('holds the most that there can be within its limits of size', () => {
    const largest = largestBatch();
    expect(decodeBatch(encodeBatch(largest, brotli), brotli)).toEqual({ ok: true, batch: largest });
    expect(decodeBatch(encodeBatch(largest, none), none)).toEqual({ ok: true, batch: largest });
    // Even if nothing of it could be compressed.
    expect(MAX_DECODED_BYTES).toBeLessThan(MAX_BATCH_BYTES);
  });

  it('lets no time pass when the clock was set back', () => {
    const usage = [10, 4, 11].map((time) => ({ command: 'go.back', source: 'menu', time }) as const);
    const logs = [9, 3, 12].map((time): LogLine => ({ code: 'app.session-ended', time, values: [] }));
    const decoding = decodeBatch(encodeBatch({ ...enhancedBatch, usage, logs }, none), none);
    expect(decoding.ok && decoding.batch.usage.map(({ time }) => time)).toEqual([10, 10, 11]);
    expect(decoding.ok && decoding.batch.logs.map(({ time }) => time)).toEqual([9, 9, 12]);
  });
});

describe('bytes that are no batch', () => {
  it.each([
    ['more compressed bytes than allowed', new Uint8Array(MAX_BATCH_BYTES + 1)],
    ['bytes that are not Brotli', new Uint8Array([1, 2, 3])],
    ['Brotli of more bytes than allowed', brotliCompressSync(new Uint8Array(MAX_DECODED_BYTES + 1))],
    ['Brotli that is cut off', brotliCompressSync(encodeBatch(standardBatch, none)).subarray(0, -4)],
    ['Brotli of something else', brotliCompressSync('{"format":1}')],
    ['nothing', new Uint8Array()],
  ])('are refused: %s', (_, bytes) => {
    expect(decodeBatch(bytes, brotli)).toMatchObject({ ok: false, problem: { path: 'batch' } });
  });

  it('are refused, not thrown at, whatever CBOR they are', () => {
    fc.assert(
      fc.property(anyCbor, (value) => {
        expect(decodeBatch(encodeCbor(value), none)).toMatchObject({ ok: false });
      }),
    );
  });

  it('are refused, not thrown at, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeBatch(bytes, none)).toMatchObject({ ok: false });
        expect(decodeBatch(bytes, brotli)).toMatchObject({ ok: false });
      }),
    );
  });

  it('are never thrown at when one part of a batch is changed; what is read gives the same bytes again', () => {
    let read = 0;
    fc.assert(
      fc.property(
        anyBatch,
        fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 4 }),
        anyCbor,
        (batch, path, value) => {
          const wire = wireOf(batch);
          replaceAt(wire, path, value);
          const bytes = encodeCbor(wire as CborValue);
          const decoding = decodeBatch(bytes, none);
          if (!decoding.ok) return;
          read++;
          expect(encodeBatch(decoding.batch, none)).toEqual(bytes);
        },
      ),
      { numRuns: 2000, seed: 20_260_309 },
    );
    // Some changes leave a batch a batch: else nothing but refusals would have been tried.
    expect(read).toBeGreaterThan(20);
  });
});

/** Puts a value in the place of one that is there: each step of the path is taken around the end of the list. */
function replaceAt(list: WireList, [step = 0, ...rest]: readonly number[], value: CborValue): void {
  const at = list.length === 0 ? 0 : step % list.length;
  const inner = list[at];
  if (rest.length > 0 && Array.isArray(inner)) replaceAt(inner, rest, value);
  else list[at] = value;
}
