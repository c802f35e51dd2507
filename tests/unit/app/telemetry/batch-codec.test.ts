import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { decode } from 'cbor-x';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandIds, commandSources } from '../../../../app/commands/catalogue.ts';
import { type Batch, toColumns, toRows } from '../../../../app/telemetry/batch.ts';
import { type Compression, decodeBatch, decodeWireBatch, encodeBatch } from '../../../../app/telemetry/batch-codec.ts';
import { batchCddl } from '../../../../app/telemetry/cddl.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_EVENTS, MAX_DECODED_BYTES } from '../../../../app/telemetry/limits.ts';
import { dropReasons, registry, type UsageEvent } from '../../../../app/telemetry/registry.ts';
import { someContext } from '../../../support/some-context.ts';

const brotli: Compression = {
  compress: (bytes) => brotliCompressSync(bytes),
  decompress: (bytes, maxBytes) => brotliDecompressSync(bytes, { maxOutputLength: maxBytes }),
};

/** Leaves bytes as they are: what Brotli makes of them may differ from one version of it to the next. */
const none: Compression = { compress: (bytes) => bytes, decompress: (bytes) => bytes };

const batch: Batch = {
  envelope: {
    batch: '0b2f4c6e-8a1d-8f3b-9c5e-7d9f1b3d5f70',
    installation: '3f1c2d4e-5b6a-4798-8a9b-acbdcedfe0f1',
    keyHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    level: 'standard',
    notice: 1,
    session: 7,
    sequence: 0,
    start: '2026-03-09',
    end: 'quit',
  },
  context: someContext,
  usage: [
    { command: 'go.search', source: 'shortcut', time: 3 },
    { command: 'go.processes', source: 'button', time: 12 },
    { command: 'go.search', source: 'palette', time: 400 },
    { command: 'help.about', source: 'menu', time: 70_000 },
  ],
  dropped: { 'disk-full': 2 },
};

describe('a batch', () => {
  it('gives these bytes and no others', async () => {
    const bytes = Buffer.from(encodeBatch(batch, none));
    const hex = bytes.toString('hex').replace(/.{1,96}/g, '$&\n');
    await expect(hex).toMatchFileSnapshot('../../../fixtures/batch-1.cbor.hex');
  });

  it('is laid out in columns that any CBOR reader understands', () => {
    const { usage } = decode(Buffer.from(encodeBatch(batch, none)));
    expect(usage).toEqual({
      commands: ['go.search', 'go.processes', 'help.about'],
      sources: ['shortcut', 'button', 'palette', 'menu'],
      command: [0, 1, 0, 2],
      source: [0, 1, 2, 3],
      time: [3, 9, 388, 69_600],
    });
  });

  it('reads back as it was written, compressed', () => {
    expect(decodeBatch(encodeBatch(batch, brotli), brotli)).toEqual({ ok: true, batch });
  });

  it('reads back whatever events it holds', () => {
    fc.assert(
      fc.property(fc.array(usageEvent, { maxLength: 200 }), (events) => {
        const usage = events.sort((a, b) => a.time - b.time);
        expect(decodeBatch(encodeBatch({ ...batch, usage }, brotli), brotli)).toEqual({
          ok: true,
          batch: { ...batch, usage },
        });
      }),
    );
  });

  it('holds the largest number of events within its limits of size', () => {
    const usage = Array.from({ length: MAX_BATCH_EVENTS }, (_, index) => ({
      command: commandIds[(index * 7919) % commandIds.length] as UsageEvent['command'],
      source: commandSources[(index * 104_729) % commandSources.length] as UsageEvent['source'],
      time: index * 260 + ((index * 31) % 200),
    }));
    const dropped = Object.fromEntries(dropReasons.map((reason) => [reason, 4_294_967_295]));
    expect(encodeBatch({ ...batch, usage, dropped }, none).length).toBeLessThan(MAX_DECODED_BYTES);
    expect(encodeBatch({ ...batch, usage, dropped }, brotli).length).toBeLessThan(MAX_BATCH_BYTES);
  });

  it('lets no time pass when the clock was set back', () => {
    const events = [10, 4, 11].map((time) => ({ command: 'go.back', source: 'menu', time }) as const);
    expect(toRows(toColumns(events)).map(({ time }) => time)).toEqual([10, 10, 11]);
  });

  it('is not written when the registry would refuse it', () => {
    const wrong = { ...batch, context: { ...batch.context, country: 'XX' } };
    expect(() => encodeBatch(wrong, none)).toThrow('context.country');
  });

  it('is refused with the place and what was expected, never with the value', () => {
    const wrong = Buffer.from(encodeBatch(batch, none)).toString('latin1').replace('debian', 'secret');
    const decoding = decodeWireBatch(Buffer.from(wrong, 'latin1'), none);
    expect(decoding).toEqual({
      ok: false,
      problem: { path: 'context.distribution', expected: 'a value within its bounds' },
    });
  });

  it.each([
    ['more compressed bytes than allowed', new Uint8Array(MAX_BATCH_BYTES + 1)],
    ['bytes that are not Brotli', new Uint8Array([1, 2, 3])],
    ['Brotli of more bytes than allowed', brotliCompressSync(new Uint8Array(MAX_DECODED_BYTES + 1))],
    ['Brotli that is cut off', brotliCompressSync(encodeBatch(batch, none)).subarray(0, -4)],
    ['Brotli of something else', brotliCompressSync('{"format":1}')],
    ['nothing', new Uint8Array()],
  ])('is not found in %s', (_, bytes) => {
    expect(decodeBatch(bytes, brotli)).toMatchObject({ ok: false, problem: { path: 'batch' } });
  });
});

describe('docs/batch.cddl', () => {
  it('says what the registry says; after a change of the registry, renew it with vitest -u', async () => {
    await expect(batchCddl()).toMatchFileSnapshot('../../../../docs/batch.cddl');
  });

  it('names every field of every group', () => {
    const cddl = batchCddl();
    for (const [group, fields] of Object.entries(registry)) {
      const body = cddl.split(`\n${group} = {\n`)[1]?.split('\n}')[0] ?? '';
      const names = [...body.matchAll(/^ {2}(?:\? )?"?([\w-]+)"?:/gm)].map(([, name]) => name);
      if (group === 'usage') expect(names).toEqual(['commands', 'sources', 'command', 'source', 'time']);
      else expect(names).toEqual(Object.keys(fields));
    }
  });
});

const usageEvent = fc.record({
  command: fc.constantFrom(...commandIds),
  source: fc.constantFrom(...commandSources),
  time: fc.nat({ max: registry.usage.time.type.max }),
});
