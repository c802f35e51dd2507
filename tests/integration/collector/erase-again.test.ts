import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eraseAgainIn } from '../../../collector/commands/erase-again.ts';
import { exportTo, importFrom } from '../../../collector/commands/transfer.ts';
import { openStorage } from '../../../collector/storage/open-storage.ts';
import type { Storage } from '../../../collector/storage/storage.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { deliver } from './support/batches.ts';
import { startTestCollector, type TestCollector, until } from './support/collectors.ts';
import { get } from './support/logins.ts';
import { addressOf, endServers, serverUrl } from './support/servers.ts';
import { TODAY } from './support/storages.ts';
import { askHeld, batchOf, erase, someInstallation } from './support/user-data.ts';

endServers();

/** Waits until the totals of the closed day are of so many installations. */
async function closedOf(collector: TestCollector, installations: number): Promise<void> {
  const authorization = `Bearer ${collector.token}`;
  const total = async () => {
    const answer = await get(collector, '/v1/answers/totals', { authorization });
    if (answer.status !== 200) return undefined;
    return ((await answer.json()) as { rows: { installations: number }[] }).rows[0]?.installations;
  };
  await until(async () => (await total()) === installations, `${installations} in the closed day`, 60_000);
}

/** A data folder with its tables in a server, or embedded, and a day of six installations that has closed. */
async function closedDay(kind: 'server' | 'embedded') {
  const data = temporaryFolder();
  const url = kind === 'server' ? await serverUrl('store') : undefined;
  const clickhouse = url === undefined ? {} : { clickhouse: { address: addressOf(url) } };
  const clock = { day: TODAY - 2 };
  const start = () =>
    startTestCollector({
      dataDir: data,
      k: 1,
      unpackaged: true,
      seams: { sharedMs: 200, leaseMs: { lasts: 30_000, claim: 1000 }, closerCheckMs: 50 },
      clock: () => clock.day * 86_400_000 + 60_000,
      ...clickhouse,
    });
  const onStorage = async (work: (storage: Storage) => Promise<void>) => {
    const storage = await openStorage({ dataDir: data, onFault: (fault) => expect.unreachable(fault), ...clickhouse });
    await work(storage).finally(() => storage.close());
  };
  const collector = await start();
  const [gone = someInstallation(), ...others] = Array.from({ length: 6 }, () => someInstallation());
  for (const who of [gone, ...others]) await deliver(collector.url, batchOf(who));
  clock.day += 1;
  await collector.settled();
  await closedOf(collector, 6);
  const settings = {
    data,
    clickhouse: url,
    'clickhouse-user': undefined,
    'clickhouse-password': undefined,
    cluster: undefined,
  };
  return { settings, start, onStorage, collector, gone };
}

const SAVED = 'saved';

const TABLES = `SELECT name FROM system.tables WHERE database = 'candor' AND engine != 'View'`;

/** What a server's own BACKUP has. */
async function save(storage: Storage): Promise<void> {
  await storage.run(`DROP DATABASE IF EXISTS ${SAVED} SYNC`);
  await storage.run(`CREATE DATABASE ${SAVED}`);
  for (const { name } of await storage.query<{ name: string }>(TABLES))
    await storage.run(
      `CREATE TABLE ${SAVED}.${name} ENGINE = MergeTree ORDER BY tuple() AS SELECT * FROM candor.${name}`,
    );
}

/** As its RESTORE over tables that were emptied. */
async function restore(storage: Storage): Promise<void> {
  for (const { name } of await storage.query<{ name: string }>(TABLES)) {
    await storage.run(`TRUNCATE TABLE candor.${name}`);
    await storage.run(`INSERT INTO candor.${name} SELECT * FROM ${SAVED}.${name}`);
  }
}

const rowsOf = async (storage: Storage, installation: string) =>
  await storage.query(
    `SELECT (SELECT toUInt32(count()) FROM candor.batches WHERE installation = {installation:UUID}) AS batches,
       (SELECT toUInt32(count()) FROM candor.numbers WHERE installation = {installation:UUID}) AS numbers,
       (SELECT toUInt32(count()) FROM candor.installation_days) AS days`,
    { installation },
  );

describe('what was erased', () => {
  it('and has come back with the RESTORE of a server is erased again, from rows and from closed days', async () => {
    const { settings, start, onStorage, collector, gone } = await closedDay('server');
    await collector.close();
    await onStorage(save);
    onTestFinished(() => onStorage((storage) => storage.run(`DROP DATABASE ${SAVED} SYNC`)));
    const erasing = await start();
    await erase(erasing.url, gone);
    await closedOf(erasing, 5);
    await erasing.close();

    await onStorage(restore);
    await onStorage(async (storage) => {
      expect(await rowsOf(storage, gone.installation)).toEqual([{ batches: 1, numbers: 1, days: 6 }]);
    });
    // As after more days than the list of erasures remembers: the log does, for as long as rows are kept.
    writeFileSync(path.join(settings.data, 'erased'), '');
    expect(await eraseAgainIn(settings)).toContain('1 installations are known as erased; 1 rows of them had come back');
    await onStorage(async (storage) => {
      expect(await rowsOf(storage, gone.installation)).toEqual([{ batches: 0, numbers: 0, days: 5 }]);
    });
    expect(await eraseAgainIn(settings)).toContain('; 0 rows of them');

    const again = await start();
    await closedOf(again, 5);
    expect((await askHeld(again.url, 'GET', gone)).status).toBe(404);
  });

  it.each(['server', 'embedded'] as const)(
    'does not come back with an older export that is imported (%s)',
    async (kind) => {
      const { settings, start, onStorage, collector, gone } = await closedDay(kind);
      await collector.close();
      const before = path.join(temporaryFolder(), 'before');
      await exportTo(before, settings);
      const erasing = await start();
      await erase(erasing.url, gone);
      await erasing.close();

      await importFrom(before, settings);
      await onStorage(async (storage) => {
        expect(await rowsOf(storage, gone.installation)).toMatchObject([{ batches: 0, numbers: 0 }]);
      });
      const again = await start();
      await closedOf(again, 5);
      expect((await askHeld(again.url, 'GET', gone)).status).toBe(404);
    },
  );
});
