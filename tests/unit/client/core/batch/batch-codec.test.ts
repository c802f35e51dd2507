import { brotliCompressSync } from 'node:zlib';
import { decode } from 'cbor-x';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import type { Batch, ColumnarBatch } from '../../../../../client/core/batch/batch.ts';
import { BatchFormat, decodeWith, MAX_UNPACKED_BYTES } from '../../../../../client/core/batch/batch-format.ts';
import { type CborValue, encodeCbor } from '../../../../../client/core/batch/cbor.ts';
import { MAX_BATCH_BYTES } from '../../../../../client/core/batch/limits.ts';
import { usageRows } from '../../../../../client/core/batch/usage-codec.ts';
import type { LogLine } from '../../../../../client/core/logs/log-lines.ts';
import { MAX_BUCKETS } from '../../../../../client/core/measures/histogram.ts';
import type { OperationColumns } from '../../../../../client/core/measures/operation-table.ts';
import { outcomes } from '../../../../../client/core/measures/throughput.ts';
import { uint } from '../../../../../client/core/registry/field-types.ts';
import { REGISTRY_REVISION, registryOf } from '../../../../../client/core/registry/registry.ts';
import { finderCommands, finderFormat } from '../../../../support/finder-format.ts';
import { anyBatch, anyCbor } from '../support/arbitrary-batch.ts';
import { groupOf, standard } from '../support/declared.ts';
import { released } from '../support/released.ts';
import { brotli, enhancedBatch, largestBatch, none, standardBatch } from '../support/sample-batches.ts';
import { indexOfPart, type WireList, wireOf } from '../support/wire.ts';

describe('a batch', () => {
  it('gives these bytes and no others', async () => {
    const { format } = released('candor-finder-1.0.json');
    const hexLines = (batch: Batch) =>
      Buffer.from(format.encode(batch, none))
        .toString('hex')
        .replace(/.{1,96}/g, '$&\n');
    await expect(hexLines(standardBatch)).toMatchFileSnapshot('../../../../fixtures/batch-1.cbor.hex');
    await expect(hexLines(enhancedBatch)).toMatchFileSnapshot('../../../../fixtures/batch-1-enhanced.cbor.hex');
  });

  it('is lists of numbers, texts and bytes that any CBOR reader understands', () => {
    expect(decode(Buffer.from(finderFormat.encode(enhancedBatch, none)))).toEqual([
      1,
      REGISTRY_REVISION,
      finder.words.revision,
      Buffer.from(finderFormat.manifest.hash, 'hex'),
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
        Buffer.from([0, 1, 4, 1, 6, 3, 7, 1]),
        Buffer.from([158, 241, 50, 96, 4, 31, 177]),
        Buffer.from([1, 1, 60, 241, 1, 3, 2]),
      ],
      [0, 70_000, 1, 20_000_000, 5, 12],
      [0, 3, 2, 41, 4, 2],
      [
        [16, 0, 1, 2, 0, 3, 4, [15, 2, 184_113, 4, 1, 77]],
        [0, 0, 4, 5, 5, 0, 1, []],
      ],
      [
        [0, 0, 2],
        [1, 2, 1],
        [8, 698, 0, 1],
        [10, 0, 2, 3],
        [4, 69_300],
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
      expect(finderFormat.decode(finderFormat.encode(batch, brotli), brotli)).toEqual({ ok: true, batch });
    }
  });

  it('reads back whatever it holds', () => {
    fc.assert(
      fc.property(anyBatch, (batch) => {
        expect(finderFormat.decode(finderFormat.encode(batch, none), none)).toEqual({ ok: true, batch });
      }),
      { numRuns: 300 },
    );
  });

  it('holds its uses as columns for those who want no object for each', () => {
    const decoding = finderFormat.decodeColumns(finderFormat.encode(standardBatch, none), none);
    expect(decoding.ok && decoding.batch.usage).toEqual({
      command: [26, 29, 26, 36],
      source: [2, 1, 3, 0],
      time: [3, 12, 400, 70_000],
      commands: finderCommands,
    });
  });

  it('holds the most that there can be within its limits of size', () => {
    const largest = largestBatch();
    expect(finderFormat.decode(finderFormat.encode(largest, brotli), brotli)).toEqual({ ok: true, batch: largest });
    expect(finderFormat.decode(finderFormat.encode(largest, none), none)).toEqual({ ok: true, batch: largest });
    // Even if nothing of it could be compressed.
    expect(finderFormat.maxBytes).toBeLessThan(MAX_BATCH_BYTES);
  });

  it('lets no time pass when the clock was set back', () => {
    const usage = [10, 4, 11].map((time) => ({ command: 'go.back', source: 'menu', time }) as const);
    const logs = [9, 3, 12].map((time): LogLine => ({ code: 'app.session-ended', time, values: [] }));
    const decoding = finderFormat.decode(finderFormat.encode({ ...enhancedBatch, usage, logs }, none), none);
    expect(decoding.ok && decoding.batch.usage.map(({ time }) => time)).toEqual([10, 10, 11]);
    expect(decoding.ok && decoding.batch.logs.map(({ time }) => time)).toEqual([9, 9, 12]);
  });
});

describe('what a batch says of its words', () => {
  const { manifest, registry } = finderFormat;
  const other = (change: Partial<typeof manifest>) => new BatchFormat(registry, { ...manifest, ...change });

  it('is read by the format that belongs to them', () => {
    const heads: unknown[] = [];
    const later = other({ revision: manifest.revision + 1, hash: '00f102030405' });
    for (const format of [finderFormat, later]) {
      const decoding = decodeWith(
        format.encode(standardBatch, none),
        none,
        (head) => {
          heads.push(head);
          return format;
        },
        1e6,
      );
      expect(decoding.ok).toBe(true);
    }
    expect(heads).toEqual([
      { format: 1, revision: REGISTRY_REVISION, manifest },
      { format: 1, revision: REGISTRY_REVISION, manifest: { revision: manifest.revision + 1, hash: '00f102030405' } },
    ]);
  });

  it('puts it off for a reader that does not have them, and for a client that has earlier ones', () => {
    const bytes = other({ revision: manifest.revision + 1 }).encode(standardBatch, none);
    const expected = 'a manifest that this reader has';
    expect(finderFormat.decode(bytes, none)).toEqual({
      ok: false,
      isNewer: true,
      problem: { path: 'batch', expected },
    });
    expect(decodeWith(bytes, none, () => undefined, 1e6)).toMatchObject({ ok: false, isNewer: true });
  });

  it('puts it off as well when it is longer than any that the reader has, and reads it with them', () => {
    const large = largeProduct();
    const bytes = large.format.encode(large.batch, brotli);
    expect(large.plainBytes).toBeGreaterThan(4 * finderFormat.maxBytes);
    expect(finderFormat.decode(bytes, brotli)).toMatchObject({ ok: false, isNewer: true });
    expect(decodeWith(bytes, brotli, () => undefined, 1e6)).toMatchObject({ ok: false, isNewer: true });
    expect(large.format.decode(bytes, brotli)).toEqual({ ok: true, batch: large.batch });
  });

  it('does not keep a client with later words from its earlier batches', () => {
    const bytes = finderFormat.encode(enhancedBatch, none);
    expect(other({ revision: manifest.revision + 1, hash: '00f102030405' }).decode(bytes, none)).toEqual({
      ok: true,
      batch: enhancedBatch,
    });
  });

  it('cannot be so much that one batch would not hold it', () => {
    const operations = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`o${index}`, finder.words.operations['finder.search']]),
    );
    const large = registryOf({ id: 'large', words: { ...finder.words, operations } });
    expect(() => new BatchFormat(large, manifest)).toThrow(RangeError);
  });
});

describe('a batch of an earlier revision of the registry', () => {
  const NEXT = REGISTRY_REVISION + 1;
  const { manifest, registry } = finderFormat;
  const later = { page: standard(uint(9, 'count'), { revision: NEXT }) };
  const visits = groupOf('table', later, { rows: 3 });
  const reader = new BatchFormat({ ...registry, visits } as typeof registry, manifest);
  const wire = wireOf(enhancedBatch);
  const readColumns = (values: WireList) => reader.read(encodeCbor(values as CborValue));

  it('has nothing of the groups that joined since, and is read by those that there were', () => {
    const { usage, ...rest } = readColumns(wire) as ColumnarBatch & { visits: unknown };
    expect({ ...rest, usage: usageRows(usage) }).toEqual({ ...enhancedBatch, visits: [] });
    expect(readColumns([...wire.with(indexOfPart('revision'), NEXT), [[7]]])).toMatchObject({ visits: [{ page: 7 }] });
  });

  it('is refused with groups that there were not, or without those that there were', () => {
    expect(() => readColumns([...wire, []])).toThrow('batch: a list of 15');
    expect(() => readColumns(wire.with(indexOfPart('revision'), NEXT))).toThrow('batch: a list of 16');
    expect(() => readColumns(wire.with(indexOfPart('revision'), 0))).toThrow(`revision: 1 to ${NEXT}`);
  });

  it('is read by a reader of a later one, and one of a later revision is put off', () => {
    const nothing = { ...enhancedBatch, visits: [] };
    expect(reader.decode(finderFormat.encode(enhancedBatch, none), none)).toEqual({ ok: true, batch: nothing });
    const bytes = reader.encode(enhancedBatch, none);
    expect(reader.decode(bytes, none)).toEqual({ ok: true, batch: nothing });
    const expected = 'a revision of the registry that this reader knows';
    expect(finderFormat.decode(bytes, none)).toEqual({
      ok: false,
      isNewer: true,
      problem: { path: 'batch', expected },
    });
  });
});

describe('bytes that are no batch', () => {
  it.each([
    ['more compressed bytes than allowed', new Uint8Array(MAX_BATCH_BYTES + 1)],
    ['bytes that are not Brotli', new Uint8Array([1, 2, 3])],
    ['Brotli of more bytes than allowed', brotliCompressSync(new Uint8Array(MAX_UNPACKED_BYTES + 1))],
    ['Brotli that is cut off', brotliCompressSync(finderFormat.encode(standardBatch, none)).subarray(0, -4)],
    ['Brotli of something else', brotliCompressSync('{"format":1}')],
    ['nothing', new Uint8Array()],
  ])('are refused: %s', (_, bytes) => {
    expect(finderFormat.decode(bytes, brotli)).toMatchObject({ ok: false, problem: { path: 'batch' } });
  });

  it('are refused when a batch has more behind it than the longest one, whatever that is', () => {
    const whole = finderFormat.encode(standardBatch, none);
    const longer = new Uint8Array(finderFormat.maxBytes + 1);
    longer.set(whole);
    const expected = `at most ${finderFormat.maxBytes} bytes, unpacked`;
    expect(finderFormat.decode(brotliCompressSync(longer), brotli)).toEqual({
      ok: false,
      problem: { path: 'batch', expected },
    });
  });

  it('are refused, not thrown at, whatever CBOR they are', () => {
    fc.assert(
      fc.property(anyCbor, (value) => {
        expect(finderFormat.decode(encodeCbor(value), none)).toMatchObject({ ok: false });
      }),
    );
  });

  it('are refused, not thrown at, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(finderFormat.decode(bytes, none)).toMatchObject({ ok: false });
        expect(finderFormat.decode(bytes, brotli)).toMatchObject({ ok: false });
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
          const decoding = finderFormat.decode(bytes, none);
          if (!decoding.ok) return;
          read++;
          // Words of the same revision and another hash are read by one's own, which are the ones that are written.
          const { revision, hash } = finderFormat.manifest;
          const own = wire
            .with(indexOfPart('words'), revision)
            .with(indexOfPart('manifest'), new Uint8Array(Buffer.from(hash, 'hex')));
          expect(finderFormat.encode(decoding.batch, none)).toEqual(encodeCbor(own as CborValue));
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

/** A product of many operations, and a batch of it that says the same at its start and, 256 KiB and more behind, at its end. */
function largeProduct() {
  const names = Array.from({ length: 190 }, (_, index) => `o${index}`);
  const operations = Object.fromEntries(names.map((name) => [name, finder.words.operations['finder.search']]));
  const registry = registryOf({ id: finder.id, words: { ...finder.words, operations } });
  const format = new BatchFormat(registry, { revision: finder.words.revision + 1, hash: '00f102030405' });
  const rows = names.flatMap((operation) => outcomes.map((outcome) => ({ operation, outcome })));
  const numbers = Array.from({ length: 5000 }, (_, at) => 0x1000_0000 + ((at * 2_654_435_761) % 0xe000_0000));
  const between = new Array<number>(rows.length * MAX_BUCKETS - 2 * numbers.length).fill(0xffff_ffff);
  const measured: OperationColumns = {
    operation: rows.map(({ operation }) => operation),
    outcome: rows.map(({ outcome }) => outcome),
    buckets: rows.map(() => MAX_BUCKETS),
    bucket: rows.flatMap(() => Array.from({ length: MAX_BUCKETS }, (_, at) => Math.min(at, 1))),
    count: [...numbers, ...between, ...numbers],
  };
  const batch: Batch = { ...standardBatch, operations: measured };
  return { format, batch, plainBytes: format.encode(batch, none).length };
}
