import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAX_BATCH_EVENTS } from '../../../client/core/batch/limits.ts';
import { brotli } from '../../../collector/brotli.ts';
import { WAITING_ROWS_BYTES } from '../../../collector/limits.ts';
import { finderFormat } from '../../support/finder-format.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { bytesOf, deliver, send, someBatch } from './support/batches.ts';
import { startTestCollector } from './support/collectors.ts';
import { peakMemory, runCli, runCollector, storageProcesses } from './support/processes.ts';
import { someReports } from './support/reports.ts';
import { openStorage } from './support/storages.ts';
import { batchOf, erase, someInstallation } from './support/user-data.ts';

const MIB = 1024 * 1024;

/** The decoder of the product, which counts. */
function countingDecoder() {
  const counter = {
    count: 0,
    decode: (body: Uint8Array) => {
      counter.count++;
      return finderFormat.decodeColumns(body, brotli);
    },
  };
  return counter;
}

const full = () => someBatch({ envelope: { level: 'enhanced' }, dropped: { refused: 4 }, reports: someReports });

/** 10 000 equal uses: 150 bytes on the wire, half a megabyte as a row. */
const equalUses = Array.from(
  { length: MAX_BATCH_EVENTS },
  () => ({ command: 'view.density-comfortable', source: 'shortcut', time: 1 }) as const,
);
const bombs = (count: number) => Array.from({ length: count }, () => someBatch({ usage: equalUses }));

describe('an accepted batch', () => {
  it('is decoded once in the whole collector, also when its block is repeated', async () => {
    const decoder = countingDecoder();
    let failures = 1;
    const afterInsert = () => {
      if (failures-- > 0) throw new Error('after it was stored');
    };
    const collector = await startTestCollector({ seams: { decode: decoder.decode, afterInsert } });
    const batches = Array.from({ length: 30 }, full);
    for (const batch of batches.slice(0, 3)) expect(await deliver(collector.url, batch)).toBe('accepted');
    await Promise.all(batches.slice(3).map((batch) => deliver(collector.url, batch)));
    await collector.settled();
    expect(collector.faults).toEqual(['loading failed: after it was stored']);
    for (const batch of batches) expect(await collector.installation(batch.envelope.installation)).toEqual([batch]);
    expect(await collector.overview()).toMatchObject({ completeness: { received: 30, waiting: 0 } });
    expect(decoder.count).toBe(30);
  });

  it('has the row that it has when it is decoded again', async () => {
    const batches = [full(), someBatch(), ...bombs(1), full()];
    const tables = [];
    for (const waitingRowsBytes of [0, WAITING_ROWS_BYTES]) {
      const dataDir = temporaryFolder();
      const { decode } = countingDecoder();
      const collector = await startTestCollector({ dataDir, seams: { decode, waitingRowsBytes } });
      for (const batch of batches) await deliver(collector.url, batch);
      await collector.settled();
      await collector.close();
      const storage = await openStorage(path.join(dataDir, 'store'));
      tables.push(await storage.query('SELECT * FROM candor.batches FINAL ORDER BY batch'));
      await storage.close();
    }
    expect(tables[0]).toHaveLength(batches.length);
    expect(tables[1]).toEqual(tables[0]);
  });

  it('gets no row when its installation was erased while it waited in memory', async () => {
    const who = someInstallation();
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    let isFirst = true;
    const collector = await startTestCollector({
      seams: {
        beforeInsert: () => {
          if (!isFirst) return undefined;
          isFirst = false;
          return gate;
        },
      },
    });
    const other = someBatch();
    await deliver(collector.url, batchOf(who));
    await deliver(collector.url, other);
    const erasing = erase(collector.url, who);
    open();
    expect(await erasing).toMatchObject({ status: 'erased' });
    await collector.settled();
    expect(await collector.installation(who.installation)).toEqual([]);
    expect(await collector.installation(other.envelope.installation)).toEqual([other]);
  });
});

describe('a collector that is killed', () => {
  it('leaves a journal whose batches the next one decodes, each once, to the same rows', async () => {
    const dataDir = temporaryFolder();
    const batches = Array.from({ length: 20 }, full);
    const first = await runCollector([
      'tests/integration/collector/support/dying-collector.ts',
      dataDir,
      'before-insert',
    ]);
    const deliveries = await Promise.allSettled(batches.map((batch) => deliver(first.url, batch)));
    expect((await first.ended).signal).toBe('SIGKILL');
    expect(deliveries.some(({ status }) => status === 'fulfilled')).toBe(true);

    const decoder = countingDecoder();
    const second = await startTestCollector({ dataDir, seams: { decode: decoder.decode } });
    await second.settled();
    const { completeness } = await second.overview();
    expect(decoder.count).toBe(completeness.received);
    for (const [index, batch] of batches.entries()) {
      if (deliveries[index]?.status !== 'fulfilled') continue;
      expect(await second.installation(batch.envelope.installation)).toEqual([batch]);
    }
    expect(second.faults).toEqual([]);
  });
});

describe('more batches than rows are kept of', () => {
  it('are all loaded, and nothing twice, when the storage goes on', async () => {
    const decoder = countingDecoder();
    const collector = await startTestCollector({ seams: { decode: decoder.decode, waitingRowsBytes: 4 * MIB } });
    const [storage = 0] = storageProcesses();
    process.kill(storage, 'SIGSTOP');
    const sent = bombs(40);
    try {
      await Promise.all(sent.map((batch) => deliver(collector.url, batch)));
    } finally {
      process.kill(storage, 'SIGCONT');
    }
    await collector.settled();
    expect(collector.faults).toEqual([]);
    expect(await collector.overview()).toMatchObject({
      sessions: 40,
      usage: [{ count: 40 * MAX_BATCH_EVENTS, installations: 40 }],
      completeness: { received: 40, waiting: 0 },
    });
    // Some had their rows still; those for which there was no room were decoded once more.
    expect(decoder.count).toBeGreaterThan(50);
    expect(decoder.count).toBeLessThan(80);
  });

  it('do not take the memory of their rows', async () => {
    const collector = await runCli(temporaryFolder());
    // What the first requests need of code and buffers is no cost of the rows.
    for (const batch of bombs(30)) await deliver(collector.url, batch);
    const [storage = 0] = storageProcesses(collector.pid);
    process.kill(storage, 'SIGSTOP');
    const before = peakMemory(collector.pid);
    const queue = bombs(800).values();
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        for (const batch of queue) expect((await send(collector.url, bytesOf(batch))).status).toBe(200);
      }),
    );
    // Their rows are 400 MiB; decoding and receiving them leaves some garbage.
    expect(peakMemory(collector.pid) - before).toBeLessThan(WAITING_ROWS_BYTES / MIB + 160);
    process.kill(storage, 'SIGCONT');
  }, 60_000);
});
