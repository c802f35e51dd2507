import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Overview } from '../../../client/core/batch/overview.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { bytesOf, deliver, send, someBatch } from './support/batches.ts';
import { startTestCollector, until } from './support/collectors.ts';
import { fetchOverview, runCli, runCollector, storageProcesses } from './support/processes.ts';

describe('a collector that is killed', () => {
  it('right after a receipt has the batch after its restart, once', async () => {
    const dataDir = temporaryFolder();
    const batch = someBatch();
    const first = await runCli(dataDir);
    expect(await deliver(first.url, batch)).toBe('accepted');
    first.kill('SIGKILL');
    await first.ended;

    const second = await startTestCollector({ dataDir });
    expect(await deliver(second.url, batch)).toBe('duplicate');
    await second.settled();
    expect(await second.overview()).toMatchObject({ sessions: 1, completeness: { received: 1, waiting: 0 } });
    expect(await second.installation(batch.envelope.installation)).toEqual([batch]);
  });

  it.each([['before-insert'], ['after-insert']])('%s loads the block again and counts it once', async (moment) => {
    const dataDir = temporaryFolder();
    const batches = Array.from({ length: 20 }, () => someBatch());
    const first = await runCollector(['tests/integration/collector/support/dying-collector.ts', dataDir, moment]);
    const deliveries = await Promise.allSettled(batches.map((batch) => deliver(first.url, batch)));
    expect((await first.ended).signal).toBe('SIGKILL');
    const acknowledged = batches.filter((_, index) => deliveries[index]?.status === 'fulfilled');
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(JSON.parse(readFileSync(path.join(dataDir, 'progress.json'), 'utf8')).block).not.toBeNull();

    const second = await startTestCollector({ dataDir });
    await second.settled();
    for (const batch of acknowledged) expect(await second.installation(batch.envelope.installation)).toEqual([batch]);
    for (const batch of batches) await deliver(second.url, batch);
    await second.settled();
    expect(await second.overview()).toMatchObject({ sessions: 20, completeness: { received: 20, waiting: 0 } });
  });

  it('leaves no storage process behind', async () => {
    const first = await runCli(temporaryFolder());
    const [storage] = storageProcesses(first.pid);
    expect(storage).toBeGreaterThan(0);
    first.kill('SIGKILL');
    await until(() => !existsSync(`/proc/${storage}`), 'the storage process has ended');
  });
});

describe('a connection that is cut between storing and receipt', () => {
  it('leads to a duplicate when the batch is sent again, and to one count', async () => {
    let cuts = 0;
    const collector = await startTestCollector({
      seams: {
        beforeReceipt: (connection) => {
          if (cuts++ === 0) connection.destroy();
        },
      },
    });
    const batch = someBatch();
    await expect(deliver(collector.url, batch)).rejects.toThrow();
    expect(cuts).toBe(1);
    expect(await deliver(collector.url, batch)).toBe('duplicate');
    await collector.settled();
    expect(await collector.overview()).toMatchObject({ sessions: 1, completeness: { received: 1 } });
  });

  it('leads to the same when a box on the way cuts it', async () => {
    const collector = await startTestCollector();
    const proxy = await cuttingProxy(collector.url);
    const batch = someBatch();
    await expect(deliver(proxy.url, batch)).rejects.toThrow();
    expect(proxy.answersSwallowed()).toBe(1);
    expect(await deliver(collector.url, batch)).toBe('duplicate');
    await collector.settled();
    expect(await collector.overview()).toMatchObject({ sessions: 1, completeness: { received: 1 } });
    proxy.close();
  });
});

describe('a collector that is asked to end', () => {
  it('answers what is under way, loads it, and ends in order', async () => {
    const dataDir = temporaryFolder();
    const batches = Array.from({ length: 30 }, () => someBatch());
    const first = await runCli(dataDir);
    const answers = batches.map((batch) =>
      send(first.url, bytesOf(batch)).then(
        ({ status }) => status,
        () => 0,
      ),
    );
    await Promise.any(answers);
    first.kill('SIGTERM');
    const stored = (await Promise.all(answers)).filter((status) => status === 200).length;
    expect(await first.ended).toEqual({ code: 0, signal: null });
    expect(first.faults()).toEqual([]);
    expect(stored).toBeGreaterThan(0);
    expect(readdirSync(path.join(dataDir, 'journal'))).toEqual([]);

    const second = await runCli(dataDir);
    const overview = await fetchOverview<Overview>(second);
    expect(overview.completeness).toMatchObject({ received: stored, waiting: 0 });
  });

  it('does not wait for a connection on which nothing comes', async () => {
    const collector = await startTestCollector();
    const { hostname, port } = new URL(collector.url);
    const idle = connect(Number(port), hostname);
    await new Promise((resolve) => idle.once('connect', resolve));
    const closed = new Promise((resolve) => idle.once('close', resolve));
    await collector.close();
    await closed;
  });
});

describe('two collectors', () => {
  it('cannot use one folder', async () => {
    const { dataDir } = await startTestCollector();
    await expect(startTestCollector({ dataDir })).rejects.toThrow('another collector uses');
  });
});

/** Passes one request on and swallows the answer, then closes both sides. */
async function cuttingProxy(target: string) {
  const { hostname, port } = new URL(target);
  let swallowed = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    client.on('data', (bytes) => upstream.write(bytes));
    client.on('error', () => {});
    upstream.once('data', () => {
      swallowed++;
      client.destroy();
      upstream.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, answersSwallowed: () => swallowed, close: () => server.close() };
}
