import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MAX_BATCH_EVENTS } from '../../../client/core/batch/limits.ts';
import { encodeRecord } from '../../../collector/journal/record.ts';
import { type Progress, writeProgress } from '../../../collector/loader/progress.ts';
import { ChdbStorage } from '../../../collector/storage/chdb/chdb-storage.ts';
import { StorageOverrun } from '../../../collector/storage/storage.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { bytesOf, deliver, journaled, rowOf, send, someBatch } from './support/batches.ts';
import { startTestCollector, until } from './support/collectors.ts';
import { runCli, storageProcesses } from './support/processes.ts';
import { openStorage, TODAY } from './support/storages.ts';
import { askHeld, batchOf, erase, fetchUserData, someInstallation } from './support/user-data.ts';

/** 10 000 equal uses: 150 bytes on the wire, half a megabyte as a row. */
const equalUses = Array.from(
  { length: MAX_BATCH_EVENTS },
  () => ({ command: 'view.density-comfortable', source: 'shortcut', time: 1 }) as const,
);
const bomb = () => someBatch({ usage: equalUses });
const bombs = (count: number) => Array.from({ length: count }, bomb);

describe('batches of 10 000 equal uses', () => {
  it('are loaded in blocks that are bounded by what they unpack to, and each is counted once', async () => {
    const collector = await startTestCollector();
    const sent = bombs(120);
    await Promise.all(sent.map((batch) => deliver(collector.url, batch)));
    await collector.settled();
    expect(collector.faults).toEqual([]);
    expect(await collector.overview()).toMatchObject({
      sessions: 120,
      usage: [{ count: 120 * MAX_BATCH_EVENTS, installations: 120 }],
      completeness: { received: 120, waiting: 0 },
    });
  });

  it('do not keep fetch and erase of others from being answered while they are loaded', async () => {
    let inserts = 0;
    const collector = await startTestCollector({ seams: { beforeInsert: () => void inserts++ } });
    const [stored, behind, leaving] = [someInstallation(), someInstallation(), someInstallation()];
    await deliver(collector.url, batchOf(stored));
    await deliver(collector.url, batchOf(leaving));
    await collector.settled();
    await sendAll(collector.url, bombs(300));
    const late = batchOf(behind, { envelope: { session: 9 } });
    await deliver(collector.url, late);
    await deliver(collector.url, batchOf(leaving, { envelope: { session: 2 } }));
    const before = inserts;

    expect(await fetchUserData(collector.url, stored)).toMatchObject({ pages: 1 });
    expect((await fetchUserData(collector.url, behind))?.batches).toEqual([late]);
    expect((await fetchUserData(collector.url, leaving))?.batches).toHaveLength(2);
    // What is asked takes its turn between two blocks: none of it has waited for the flood.
    expect(inserts - before).toBeLessThan(10);
    const { completeness } = await collector.overview();
    expect(completeness.waiting).toBeGreaterThan(50);

    expect(await erase(collector.url, leaving)).toMatchObject({ batches: 2 });
    expect(await fetchUserData(collector.url, leaving)).toBeUndefined();
    expect(await erase(collector.url, behind)).toMatchObject({ batches: 1 });
    await collector.settled();
    for (const gone of [leaving, behind]) expect(await collector.installation(gone.installation)).toEqual([]);
    expect(await fetchUserData(collector.url, stored)).toMatchObject({ pages: 1 });
    expect(await collector.overview()).toMatchObject({ sessions: 301, completeness: { received: 301, waiting: 0 } });
    expect(collector.faults).toEqual([]);
  }, 120_000);

  it('are counted once when the collector is killed while it loads them, again and again', async () => {
    const dataDir = temporaryFolder();
    const sent = bombs(150);
    for (let life = 0; life < 3; life++) {
      const collector = await runCli(dataDir);
      await sendAll(collector.url, sent.slice(life * 50, life * 50 + 50));
      const [storage] = storageProcesses(collector.pid);
      collector.kill('SIGKILL');
      await collector.ended;
      expect(storage).toBeGreaterThan(0);
    }
    const last = await startTestCollector({ dataDir });
    await last.settled();
    expect(await last.overview()).toMatchObject({
      sessions: 150,
      usage: [{ count: 150 * MAX_BATCH_EVENTS, installations: 150 }],
      completeness: { received: 150, waiting: 0 },
    });
    expect(last.faults).toEqual([]);
  }, 120_000);

  it('are loaded from a journal that an earlier version left, with the block that it had begun and could not load', async () => {
    const dataDir = temporaryFolder();
    const who = someInstallation();
    const sent = [...bombs(600), batchOf(who)];
    const records = sent.map((batch) => encodeRecord(journaled(batch)));
    await (await startTestCollector({ dataDir })).close();
    writeFileSync(path.join(dataDir, 'journal', '000000000001.journal'), Buffer.concat(records));
    const block = { from: { segment: 1, offset: 0 }, to: { segment: 1, offset: Buffer.concat(records).length } };
    const progress: Progress = { loaded: { segment: 0, offset: 0 }, block };
    await writeProgress(path.join(dataDir, 'progress.json'), progress);

    // Not enough for the block: its end would repeat for ever.
    const collector = await startTestCollector({ dataDir, seams: { storageLimits: { answerMs: 2500 } } });
    // Records that do not say whose they are have to be loaded before anybody can be told what is held.
    await until(async () => (await askHeld(collector.url, 'GET', who)).status === 200, 'told what is held', 60_000);
    expect((await fetchUserData(collector.url, who))?.batches).toEqual([sent.at(-1)]);
    await collector.settled();
    expect(await collector.overview()).toMatchObject({ sessions: 601, completeness: { received: 601, waiting: 0 } });
    expect(collector.faults).toEqual([]);
    expect(readdirSync(path.join(dataDir, 'unreadable'))).toEqual([]);
  }, 120_000);

  it('that are part of a block that was stored in part, and then in halves, are counted once', async () => {
    let failures = 0;
    const collector = await startTestCollector({
      seams: {
        afterInsert: () => {
          if (failures-- > 0) throw new Error('after it was stored');
        },
      },
    });
    // What follows a load within a second becomes one block.
    await deliver(collector.url, bomb());
    await collector.settled();
    failures = 2;
    await Promise.all(bombs(12).map((batch) => deliver(collector.url, batch)));
    await collector.settled();
    expect(collector.faults).toEqual(Array(2).fill('loading failed: after it was stored'));
    expect(await collector.overview()).toMatchObject({
      usage: [{ count: 13 * MAX_BATCH_EVENTS }],
      completeness: { received: 13, waiting: 0 },
    });
  });
});

describe('a batch that the storage cannot take', () => {
  it('is set aside while others are stored', async () => {
    const dataDir = temporaryFolder();
    const collector = await startTestCollector({ dataDir });
    const batches = Array.from({ length: 20 }, () => someBatch());
    await deliver(collector.url, someBatch());
    await collector.settled();
    // A constraint of the table stands for whatever the engine may have against one batch.
    const [bad = someBatch()] = batches.slice(7);
    await collector.close();
    const storage = await openStorage(path.join(dataDir, 'store'));
    await storage.run(
      `ALTER TABLE candor.batches ADD CONSTRAINT no_such CHECK toString(batch) != '${bad.envelope.batch}'`,
    );
    await storage.close();

    const again = await startTestCollector({ dataDir });
    await Promise.all(batches.map((batch) => deliver(again.url, batch)));
    await until(async () => (await again.overview()).completeness.waiting === 0, 'all but one are stored', 60_000);
    expect(await again.overview()).toMatchObject({ sessions: 20, completeness: { received: 20 } });
    const [kept = ''] = readdirSync(path.join(dataDir, 'unreadable'));
    expect(again.faults.filter((fault) => fault.includes('cannot be stored'))).toEqual([expect.stringContaining(kept)]);
    expect(await deliver(again.url, bad)).toBe('duplicate');
  }, 120_000);
});

describe('the time of a storage process', () => {
  it('is that of one request alone, not of those before it', async () => {
    const limit = 3000;
    const deaths: string[] = [];
    const storage = await openLimited(limit, deaths);
    // Together far longer than the limit, each of them far shorter.
    const one = `SELECT sleepEachRow(0.5) FROM numbers(2)`;
    await Promise.all(Array.from({ length: 6 }, () => storage.query(one)));
    expect(deaths).toEqual([]);
    await expect(storage.run(`SELECT sleepEachRow(1) FROM numbers(20) SETTINGS max_block_size = 1`)).rejects.toThrow(
      StorageOverrun,
    );
    // It is given up on, and never at the price of what is loaded.
    await storage.insert([rowOf(someBatch(), TODAY)]);
    expect(deaths).toEqual([]);
  }, 60_000);

  it('that is over for a block is not over for what is asked meanwhile', async () => {
    const deaths: string[] = [];
    const storage = await openLimited(500, deaths);
    // More than can be inserted in the time, as a block was that was bounded by its bytes on the wire.
    const some = bombs(200).map((batch) => rowOf(batch, TODAY));
    const rows = Array.from({ length: 40 }, () => some).flat();
    let isOver = false;
    const insert = expect(storage.insert(rows))
      .rejects.toThrow(StorageOverrun)
      .finally(() => {
        isOver = true;
      });
    let asked = 0;
    while (!isOver) expect(await storage.query('SELECT {at:UInt32} AS at', { at: ++asked })).toEqual([{ at: asked }]);
    await insert;
    expect(asked).toBeGreaterThan(3);
    expect(deaths).toHaveLength(1);
    await storage.insert(rows.slice(0, 2));
    expect(await storage.query('SELECT uniqExact(batch) >= 2 AS stored FROM candor.batches')).toEqual([{ stored: 1 }]);
  }, 120_000);
});

/** As many senders as a flood has. */
async function sendAll(url: string, batches: readonly ReturnType<typeof someBatch>[]): Promise<void> {
  const queue = batches.values();
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      for (const batch of queue) expect((await send(url, bytesOf(batch))).status).toBe(200);
    }),
  );
}

async function openLimited(answerMs: number, deaths: string[]): Promise<ChdbStorage> {
  const directory = path.join(temporaryFolder(), 'store');
  const storage = await ChdbStorage.open(directory, (reason) => deaths.push(reason), { answerMs });
  onTestFinished(() => storage.close());
  return storage;
}
