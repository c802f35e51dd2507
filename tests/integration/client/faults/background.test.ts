import { readdirSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { noReports, RECEIPT_MEDIA_TYPE } from '../../../../client/core/batch/batch.ts';
import type { Compression } from '../../../../client/core/batch/batch-format.ts';
import { newIdentity } from '../../../../client/main/consent/identity.ts';
import { systemDisk } from '../../../../client/main/files/disk.ts';
import { Outbox } from '../../../../client/main/outbox/outbox.ts';
import { brotli } from '../../../../client/main/recording/platform-codec.ts';
import type { Transport } from '../../../../client/main/upload/egress-gate.ts';
import { systemRandomness } from '../../../../client/node/platform.ts';
import { answer, FakeNetwork, receiptFor } from '../../../support/fakes.ts';
import { FaultyServer } from '../../../support/faulty-server.ts';
import { fetchTransport } from '../../../support/fetch-transport.ts';
import { finderFormat } from '../../../support/finder-format.ts';
import {
  accepting,
  commandsOf,
  decoded,
  memoryStore,
  programFixture,
  settle,
  soon,
  used,
  yes,
} from '../../../support/program-fixture.ts';
import { someContext } from '../../../support/some-context.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** A run with one closed session waiting and one being recorded; its first attempt is a minute away. */
async function runWithOneWaiting(transport: Transport, online: () => boolean = () => true) {
  const fixture = programFixture(temporaryFolder(), () => Promise.reject(new Error('down')));
  fixture.program.decide(yes);
  fixture.program.record(used('go.search'));
  await fixture.program.close(soon());
  const program = fixture.restart({ transport, online });
  await program.start();
  program.record(used('help.about'));
  return { ...fixture, program };
}

describe('the network comes back during a run', () => {
  it('and the closed session goes, the open one does not', async () => {
    let up = false;
    const network = new FakeNetwork((request) => (up ? receiptFor(request) : 'fail'));
    const { program, time } = await runWithOneWaiting(network.transport, () => up);
    time.advance(60_000);
    await expect.poll(() => time.next).toBe(15_000);
    up = true;
    program.networkBack();
    // The fake jitter is half of the ten seconds in which many computers of one office return.
    expect(time.next).toBe(5000);
    time.advance(5000);
    await expect.poll(() => network.requests.length).toBe(2);
    await settle();
    expect(commandsOf(network.requests[1])).toEqual(['go.search']);
    expect(time.armed).toBe(0);
  });

  it('is noticed by looking, and nothing is sent meanwhile', async () => {
    let up = true;
    const network = new FakeNetwork((request) => (network.requests.length < 4 ? 'fail' : receiptFor(request)));
    const { time } = await runWithOneWaiting(network.transport, () => up);
    // Until the wait is long enough to be worth a look: 15 s, 30 s, then a minute.
    time.advance(60_000);
    for (const wait of [15_000, 30_000]) {
      await expect.poll(() => time.next).toBe(wait);
      up = wait === 15_000;
      time.advance(wait);
    }
    await expect.poll(() => network.requests.length).toBe(3);
    await expect.poll(() => time.next).toBe(30_000);
    up = true;
    time.advance(30_000);
    expect(time.next).toBe(5000);
    expect(network.requests).toHaveLength(3);
    time.advance(5000);
    await expect.poll(() => network.requests.length).toBe(4);
  });

  it('and a system that says it has none is believed for the usual wait only', async () => {
    const network = accepting();
    let failures = 1;
    const transport: Transport = (...given) =>
      failures-- > 0 ? Promise.reject(new Error('down')) : network.transport(...given);
    const { time } = await runWithOneWaiting(transport, () => false);
    time.advance(60_000);
    await expect.poll(() => time.next).toBe(15_000);
    time.advance(15_000);
    await expect.poll(() => network.requests.length).toBe(1);
  });

  it('hurries nothing that the collector itself put off, and nothing before the first minute', async () => {
    const network = new FakeNetwork(() => answer(503));
    const { program, time } = await runWithOneWaiting(network.transport);
    program.networkBack();
    expect(time.next).toBe(60_000);
    time.advance(60_000);
    await expect.poll(() => time.next).toBe(15_000);
    program.networkBack();
    expect(time.next).toBe(15_000);
  });

  it('while a log-in page answered for the collector', async () => {
    let portal = true;
    const network = new FakeNetwork((request) => (portal ? answer(200, '<html>') : receiptFor(request)));
    const { program, time } = await runWithOneWaiting(network.transport);
    time.advance(60_000);
    await expect.poll(() => time.next).toBe(15_000);
    portal = false;
    program.networkBack();
    time.advance(5000);
    await expect.poll(() => network.requests.length).toBe(2);
  });
});

/** Number of the first session in a filled outbox; the program's own have numbers before it. */
const FIRST = 1000;

/** Brotli in a hurry. */
const fast: Compression = {
  ...brotli,
  compress: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
};

/** An outbox of `count` sessions as an earlier run left them. */
function fill(folder: string, count: number, events: number): number {
  const directory = path.join(folder, 'program/outbox');
  const outbox = new Outbox({
    // Ten thousand forced writes would only wear the disk: nobody cuts the power here.
    disk: { ...systemDisk, sync: () => {}, syncFolder: () => {} },
    directory,
    aside: path.join(folder, 'program/set-aside'),
    now: () => Date.UTC(2026, 2, 9, 12),
  });
  let bytes = 0;
  const envelope = {
    installation: '00000000-0000-4000-8000-000000000001',
    keyHash: 'a'.repeat(64),
    level: 'standard',
    notice: 1,
    sequence: 0,
    start: '2026-03-09',
    end: 'quit',
  } as const;
  const usage = Array.from({ length: events }, (_, index) => ({
    command: index % 3 === 0 ? ('go.search' as const) : ('help.about' as const),
    source: 'button' as const,
    time: index * ((index % 7) + 1) * 3,
  })).sort((a, b) => a.time - b.time);
  for (let session = FIRST; session < FIRST + count; session++) {
    const batch = `00000000-0000-8000-8000-${String(session).padStart(12, '0')}`;
    const full = { envelope: { ...envelope, batch, session }, context: someContext, usage, dropped: {}, ...noReports };
    const encoded = finderFormat.encode(full, fast);
    outbox.add({ id: batch, run: session, sequence: 0 }, encoded);
    bytes += encoded.length;
  }
  return bytes;
}

it('what waits goes one request at a time and at 64 KiB a second at most', async () => {
  const folder = temporaryFolder();
  const bytes = fill(folder, 50, 5000);
  const server = await FaultyServer.start();
  const { program, time } = programFixture(folder, fetchTransport(server.url));
  program.decide(yes);
  time.advance(60_000);
  const began = time.monotonic();
  while (server.batches.length < 50) {
    const arrived = server.batches.length;
    await expect.poll(() => server.batches.length > arrived || time.next !== undefined).toBe(true);
    // Only the pause between two requests is let pass, never the time of a request under way.
    if ((time.next ?? 30_000) < 30_000) time.advance(time.next ?? 0);
    else await settle();
  }
  expect(server.mostAtOnce).toBe(1);
  const seconds = (time.monotonic() - began) / 1000;
  expect(seconds).toBeGreaterThanOrEqual((bytes - 256 * 1024) / 65_536);
  expect(seconds).toBeLessThan((bytes / 65_536) * 1.1);
  expect(server.batches.map(({ envelope }) => envelope.session)).toEqual(
    Array.from({ length: 50 }, (_, i) => FIRST + i),
  );
});

it('ten thousand waiting batches are delivered in order, each read once and only when it goes', async () => {
  const folder = temporaryFolder();
  fill(folder, 10_000, 4);
  let reads = 0;
  let listings = 0;
  let open = 0;
  let mostRead = 0;
  const disk = {
    ...systemDisk,
    names: (directory: string) => {
      listings++;
      return systemDisk.names(directory);
    },
    read: (file: string, maxBytes: number) => {
      if (file.endsWith('.batch')) {
        reads++;
        mostRead = Math.max(mostRead, ++open);
      }
      return systemDisk.read(file, maxBytes);
    },
  };
  const sessions: number[] = [];
  const transport: Transport = (request) => {
    open--;
    const { envelope } = decoded(request);
    sessions.push(envelope.session);
    return Promise.resolve(
      answer(200, JSON.stringify({ batch: envelope.batch, status: 'accepted' }), RECEIPT_MEDIA_TYPE),
    );
  };
  const identity = memoryStore({ ...newIdentity(systemRandomness), level: 'standard' as const });
  const { program, time } = programFixture(folder, transport, { disk, identity });
  program.decide(yes);
  expect(reads).toBe(0);
  expect(time.next).toBe(60_000);
  await program.close(AbortSignal.timeout(50_000));
  expect(sessions).toEqual([1, ...Array.from({ length: 10_000 }, (_, index) => FIRST + index)]);
  expect(reads).toBe(10_001);
  expect(mostRead).toBe(1);
  expect(listings).toBeLessThan(40);
  expect(readdirSync(path.join(folder, 'program/outbox'))).toEqual([]);
});

it('asked for more while it is sending, it begins again afterwards and never sends two at once', async () => {
  const network = new FakeNetwork((request) => (network.requests.length === 1 ? 'hang' : receiptFor(request)));
  const { program, time } = await runWithOneWaiting(network.transport);
  time.advance(60_000);
  await expect.poll(() => network.requests.length).toBe(1);
  program.seal();
  await program.refresh();
  time.advance(29_999);
  await settle();
  expect(network.requests).toHaveLength(1);
  time.advance(1);
  await expect.poll(() => time.next).toBe(60_000);
  time.advance(60_000);
  await expect.poll(() => network.requests.length).toBe(2);
  await expect.poll(() => time.next).toBeLessThan(100);
  time.advance(100);
  await expect.poll(() => network.requests.length).toBe(3);
  expect(network.requests.map((request) => decoded(request).envelope.session)).toEqual([1, 1, 2]);
});
