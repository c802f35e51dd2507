import { brotliCompressSync, constants } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { finderFormat } from '../../support/finder-format.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { largestBatch, none } from '../../unit/client/core/support/sample-batches.ts';
import { deliver, send, someBatch } from './support/batches.ts';
import { startTestCollector } from './support/collectors.ts';
import { peakMemory, runCollector } from './support/processes.ts';
import { askHeld, someInstallation } from './support/user-data.ts';

const SENDERS = 20;
const EACH = 20;

/**
 * Memory that all of these refusals together may take, in MiB. It is a peak, in which there is what garbage had gathered; what
 * some of twenty such senders would unpack or declare is hundreds.
 */
const TAKEN = 64;

/** A million empty texts: 1 MB of CBOR in 25 bytes of Brotli. */
const MILLION = Buffer.from('5bffff8fdf4899dae335c083e6bf02da8fdb0201b4f70fe101', 'hex');

/** As few bytes as declare a window of 16 MiB and fill it. */
const wideWindow = brotliCompressSync(Buffer.alloc(16_000_000, 0x60), {
  params: { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_LGBLOCK]: 24 },
});

/** No batch, of as many bytes as are unpacked at all, and of a small window. */
const harmless = brotliCompressSync(Buffer.alloc(finderFormat.maxBytes, 0x60));

async function sendAtOnce(url: string, bytes: Uint8Array): Promise<Set<number>> {
  const statuses = new Set<number>();
  const sender = async () => {
    for (let times = 0; times < EACH; times++) statuses.add((await send(url, bytes)).status);
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return statuses;
}

it('a few bytes that unpack to very much take no memory of the collector, from 20 senders at once', async () => {
  const dataDir = temporaryFolder();
  // What is unpacked is garbage at once, of which a process keeps some 70 MiB before it looks for it; this one looks for it often.
  const collector = await runCollector([
    '--max-semi-space-size=1',
    'collector/cli.ts',
    ...['--data', dataDir, '--port', '0', '--k', '1'],
  ]);
  // What requests and as many refusals of the same length need of code, buffers and garbage is no cost of these bytes.
  for (let warm = 0; warm < 50; warm++) await deliver(collector.url, someBatch());
  for (let warm = 0; warm < 3; warm++) expect(await sendAtOnce(collector.url, harmless)).toEqual(new Set([400]));

  const before = peakMemory(collector.pid);
  for (const [what, bytes, status] of [
    // What is longer than any batch that it knows may be of a product that it does not know yet: it is put off.
    ['a window of 16 MiB', wideWindow, 409],
    ['a million empty texts', MILLION, 409],
    [
      'a table of 65 535 rows',
      brotliCompressSync(Buffer.concat([Buffer.from('99ffff', 'hex'), Buffer.alloc(65_535, 0x80)])),
      400,
    ],
    ['lists in lists', brotliCompressSync(Buffer.alloc(100_000, 0x81)), 400],
    [
      'one text',
      brotliCompressSync(Buffer.concat([Buffer.from('7a00015f90', 'hex'), Buffer.alloc(90_000, 0xc3)])),
      400,
    ],
  ] as const) {
    expect(await sendAtOnce(collector.url, bytes), what).toEqual(new Set([status]));
    expect(peakMemory(collector.pid) - before, what).toBeLessThan(TAKEN);
  }
  expect(await deliver(collector.url, someBatch())).toBe('accepted');
}, 120_000);

describe('a batch with the most of everything', () => {
  it('is taken, stored and given back', async () => {
    const collector = await startTestCollector();
    const largest = largestBatch();
    expect(await deliver(collector.url, largest)).toBe('accepted');
    const incompressible = brotliCompressSync(finderFormat.encode(largest, none), {
      params: { [constants.BROTLI_PARAM_QUALITY]: 0, [constants.BROTLI_PARAM_LGWIN]: 24 },
    });
    expect(await send(collector.url, incompressible)).toMatchObject({ status: 200 });
    await collector.settled();
    expect(await collector.installation(largest.envelope.installation)).toEqual([largest]);
  });
});

describe('a request that is no upload', () => {
  it.each(['application/json', 'text/plain'])('has no body read of type %s', async (type) => {
    const { url } = await startTestCollector();
    const { installation, key } = someInstallation();
    const response = await fetch(`${url}/v1/installations/${installation}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${key}`, 'content-type': type },
      body: `[${'[],'.repeat(80_000)}[]]`,
    });
    expect(response.status).toBe(415);
    expect((await askHeld(url, 'DELETE', { installation, key })).status).toBe(404);
  });
});
