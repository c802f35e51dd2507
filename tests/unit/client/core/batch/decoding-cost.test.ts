import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Compression, MAX_UNPACKED_BYTES } from '../../../../../client/core/batch/batch-format.ts';
import { withSmallWindow } from '../../../../../client/core/batch/brotli-window.ts';
import { type CborLimits, type CborValue, decodeCbor, encodeCbor } from '../../../../../client/core/batch/cbor.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_EVENTS } from '../../../../../client/core/batch/limits.ts';
import { isRecord, readJson } from '../../../../../client/core/batch/shapes.ts';
import { MAX_BUCKETS } from '../../../../../client/core/measures/histogram.ts';
import { outcomes } from '../../../../../client/core/measures/throughput.ts';
import { brotli } from '../../../../../collector/brotli.ts';
import { countingBytes } from '../../../../support/counting-bytes.ts';
import { finderFormat, finderMeasures, finderRegistry } from '../../../../support/finder-format.ts';
import { enhancedBatch, largestBatch, none, standardBatch } from '../support/sample-batches.ts';
import { indexOfPart, type WireList, wireOf } from '../support/wire.ts';

/** A million empty texts in a list, as CBOR and as the 25 bytes of Brotli that a collector was stopped with. */
const MILLION = Buffer.from('5bffff8fdf4899dae335c083e6bf02da8fdb0201b4f70fe101', 'hex');
const millionTexts = brotliDecompressSync(MILLION);

/** Bytes that a decoder of batches looks at before it refuses them. */
function looksAt(bytes: Uint8Array): number {
  const counting = countingBytes(bytes);
  expect(finderFormat.decode(Buffer.alloc(25), { ...none, decompress: () => counting.bytes })).toMatchObject({
    ok: false,
  });
  return counting.looks();
}

/** A batch of which the sender has put something else in the place of one part. */
function withPart(part: Parameters<typeof indexOfPart>[0], change: (list: WireList) => unknown): Uint8Array {
  const wire = wireOf(enhancedBatch);
  wire[indexOfPart(part)] = change(wire[indexOfPart(part)] as WireList);
  return encodeCbor(wire as CborValue);
}

/** A list or map that says how many items it has, and has the bytes for them. */
const saying = (head: string, bytes: number, filler: number) =>
  Buffer.concat([Buffer.from(head, 'hex'), Buffer.alloc(bytes, filler)]);

/** Bytes of the head, which is looked at first. */
const HEAD = 6;

/** Rows and buckets that a batch of the Finder's can have. */
const MAX_OPERATION_ROWS = finderRegistry.operations.fields.operation.type.values.length * outcomes.length;
const MAX_OPERATION_BUCKETS = finderMeasures.operations.length * outcomes.length * MAX_BUCKETS;

/** What compression may add to a batch, in bytes. */
const MAX_ADDED_BYTES = 1024;

describe('what a decoder does before it refuses', () => {
  it.each<[string, Uint8Array, number]>([
    ['a million empty texts', millionTexts, HEAD + 5],
    ['a million numbers', saying('9a000f4240', 1_000_000, 0), HEAD + 5],
    ['a million empty lists', saying('9a000f4240', 1_000_000, 0x80), HEAD + 5],
    ['a million empty maps', saying('9a000f4240', 1_000_000, 0xa0), HEAD + 5],
    ['a map of half a million keys', saying('ba0007a120', 1_000_000, 0x60), HEAD + 5],
    ['a table of 65 535 rows', saying('99ffff', 65_535, 0x80), HEAD + 3],
    ['a text of a million characters', saying('7a000f4240', 1_000_000, 0x61), HEAD + 5],
    ['a text of a million bytes beyond ASCII', saying('7a000f4240', 1_000_000, 0xc3), HEAD + 5],
    ['a million lists in lists', Buffer.alloc(1_000_000, 0x81), HEAD + finderFormat.limits.depth + 1],
  ])('is to look at a few bytes: %s', (_, bytes, looks) => {
    expect(looksAt(bytes)).toBeLessThanOrEqual(looks);
  });

  it('is to look at no more than the values of a batch when lists of lists add up to a million', () => {
    const lists = encodeCbor(Array.from({ length: 24 }, () => new Array<number[]>(40_000).fill([])));
    expect(looksAt(lists)).toBeLessThan(finderFormat.limits.items);
    const within = encodeCbor(Array.from({ length: 24 }, () => new Array<number[]>(1000).fill([])));
    expect(looksAt(within)).toBeLessThan(finderFormat.limits.items);
  });

  it.each<[string, Uint8Array, number]>([
    ['uses', withPart('usage', () => [1, 2].map(() => new Uint8Array(90_000))), MAX_BATCH_EVENTS],
    [
      'rows of histograms',
      withPart('operations', (list) => list.with(0, new Uint8Array(90_000))),
      MAX_OPERATION_ROWS * 2,
    ],
    ['buckets', withPart('operations', (list) => list.with(1, new Uint8Array(90_000))), MAX_OPERATION_BUCKETS],
    ['counts', withPart('operations', (list) => list.with(2, new Uint8Array(90_000))), MAX_OPERATION_BUCKETS],
  ])('is to read as many numbers of a column as there can be: %s', (_, bytes, most) => {
    const besides = 600;
    expect(looksAt(bytes)).toBeLessThan(most + besides);
  });

  it('is to ask for no more than twice the longest batch when it decompresses', () => {
    const asked: number[] = [];
    const decompress: Compression['decompress'] = (bytes, maxBytes) => {
      asked.push(maxBytes);
      return brotliDecompressSync(bytes, { maxOutputLength: maxBytes });
    };
    expect(finderFormat.decode(MILLION, { ...none, decompress })).toEqual({
      ok: false,
      // What another product or a newer client writes may be longer: it is put off.
      isNewer: true,
      problem: { path: 'batch', expected: `at most ${2 * finderFormat.maxBytes} bytes, unpacked` },
    });
    expect(asked).toEqual([2 * finderFormat.maxBytes]);
  });

  it('is to decompress nothing that is longer than the longest batch', () => {
    let asked = 0;
    const decompress = (bytes: Uint8Array) => {
      asked++;
      return bytes;
    };
    expect(finderFormat.decode(new Uint8Array(MAX_BATCH_BYTES + 1), { ...none, decompress }).ok).toBe(false);
    expect(asked).toBe(0);
  });

  it('is to make nothing of Brotli that is longer than what it holds, as one that is dear to decompress is', () => {
    const { decompress } = brotli;
    for (const plain of [standardBatch, largestBatch()].map((batch) => finderFormat.encode(batch, none))) {
      const [fits, added] = [padded(plain, MAX_ADDED_BYTES - 100), padded(plain, MAX_ADDED_BYTES)];
      expect(decompress(added, finderFormat.maxBytes)).toEqual(Buffer.from(plain));
      expect(finderFormat.decode(fits, brotli).ok).toBe(true);
      expect(finderFormat.decode(added, brotli).ok).toBe(false);
    }
  });

  it('is to count the values of a JSON text, and to make nothing of more than were asked for', () => {
    const shape = (value: unknown): value is object => isRecord(value) || Array.isArray(value);
    const wide = (items: number) => `[${new Array<string>(items).fill('{}').join()}]`;
    let parsed = 0;
    const parse = JSON.parse;
    try {
      JSON.parse = (...args) => {
        parsed++;
        return parse(...args);
      };
      expect(readJson(wide(1_000_000), shape)).toBeUndefined();
      expect(readJson('['.repeat(1_000_000), shape)).toBeUndefined();
      expect(readJson(wide(100), shape, 100)).toBeUndefined();
      expect(parsed).toBe(0);
      expect(readJson(wide(100), shape, 300)).toHaveLength(100);
      // Commas and brackets in a text are no values, whatever stands before its end.
      expect(readJson(JSON.stringify({ text: ',[{"\\",'.repeat(1000) }), shape, 10)).toBeDefined();
    } finally {
      JSON.parse = parse;
    }
  });
});

describe('the bounds of a batch', () => {
  it('are what the largest one has, and not a value more', () => {
    const largest = finderFormat.encode(largestBatch(), none);
    const items = itemsOf(decodeCbor(largest, { depth: 100, items: 1e6, textBytes: 1e6 }));
    expect(items).toBe(finderFormat.limits.items);
    expect(finderFormat.decode(largest, none).ok).toBe(true);
    const narrower: CborLimits[] = [
      { ...finderFormat.limits, items: items - 1 },
      { ...finderFormat.limits, depth: finderFormat.limits.depth - 1 },
    ];
    for (const limits of narrower) expect(() => decodeCbor(largest, limits)).toThrow();
    expect(largest.length).toBeLessThanOrEqual(finderFormat.maxBytes);
    expect(largest.length).toBeGreaterThan(finderFormat.maxBytes * 0.6);
  });
});

describe('a window of Brotli', () => {
  const windows = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24];

  it.each(windows)('of 2^%d is not looked at by what a batch unpacks to', (power) => {
    for (const plain of [standardBatch, enhancedBatch, largestBatch()].map((batch) =>
      finderFormat.encode(batch, none),
    )) {
      for (const quality of [1, 5, 11]) {
        const packed = compress(plain, power, quality);
        expect(brotliDecompressSync(withSmallWindow(packed, plain.length)).equals(plain)).toBe(true);
      }
    }
  });

  it.each([
    [1000, 18],
    [2 ** 18 - 16, 18],
    [2 ** 18 - 15, 19],
    [2 ** 19 - 15, 20],
    [MAX_UNPACKED_BYTES, 20],
  ])('is no larger than the decoder needs for %d bytes', (bytes, most) => {
    for (const power of windows) {
      const packed = withSmallWindow(compress(Buffer.alloc(1000), power, 5), bytes);
      expect(powerOf(packed)).toBe(Math.min(power, most));
    }
    // Other bits of the first byte say how long what follows is: they stay.
    for (let first = 0; first < 256; first++) {
      const [changed = 0] = withSmallWindow(Uint8Array.of(first), bytes);
      expect(changed & 0xf1).toBe(first & 0xf1);
      expect(powerOf(Uint8Array.of(changed))).toBeLessThanOrEqual(most);
    }
  });
});

function compress(plain: Uint8Array, power: number, quality: number): Uint8Array {
  return brotliCompressSync(plain, {
    params: { [constants.BROTLI_PARAM_LGWIN]: power, [constants.BROTLI_PARAM_QUALITY]: quality },
  });
}

/** Brotli that holds bytes as they are, behind a block of metadata, which nobody sees (RFC 7932, section 9.2). */
function padded(plain: Uint8Array, padding: number): Uint8Array {
  const head = (bits: number) => Uint8Array.of(bits, bits >>> 8, bits >>> 16);
  const parts: Uint8Array[] = [head(0b100_1100 | ((padding - 1) << 7)), new Uint8Array(padding)];
  for (let at = 0; at < plain.length; at += 65_536) {
    const block = plain.subarray(at, at + 65_536);
    parts.push(head(((block.length - 1) << 3) | (1 << 19)), block);
  }
  return Buffer.concat([...parts, Uint8Array.of(3)]);
}

/** The window that a stream declares, as its power of two (RFC 7932, section 9.1). */
function powerOf([first = 0]: Uint8Array): number {
  if ((first & 1) === 0) return 16;
  const three = (first >>> 1) & 7;
  if (three !== 0) return 17 + three;
  const four = (first >>> 4) & 7;
  return four === 0 ? 17 : 8 + four;
}

function itemsOf(value: CborValue): number {
  if (!Array.isArray(value)) return 1;
  return 1 + value.reduce((sum: number, item: CborValue) => sum + itemsOf(item), 0);
}
