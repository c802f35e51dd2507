import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createToken } from '../../../collector/commands/access.ts';
import { exportTo, importFrom } from '../../../collector/commands/transfer.ts';
import { fingerprint } from '../../../collector/erasure/erasures.ts';
import { addManifest, endVersion } from '../../../collector/products/changes.ts';
import { openStorage, type StorageOptions } from '../../../collector/storage/open-storage.ts';
import { isoDay } from '../../../collector/storage/rows.ts';
import type { Storage } from '../../../collector/storage/storage.ts';
import { exportRows } from '../../../collector/transfer/export-rows.ts';
import { importRows } from '../../../collector/transfer/import-rows.ts';
import { embeddedRowFiles } from '../../../collector/transfer/row-files.ts';
import { someManifest } from '../../support/some-manifest.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { deliver, rowOf, someBatch } from './support/batches.ts';
import { startTestCollector, until } from './support/collectors.ts';
import { someReports } from './support/reports.ts';
import { addressOf, endServers, serverUrl } from './support/servers.ts';
import { TODAY } from './support/storages.ts';
import { batchOf, someInstallation } from './support/user-data.ts';

endServers();

const full = () => someBatch({ envelope: { level: 'enhanced' }, dropped: { refused: 4 }, reports: someReports });

const settingsOf = (data: string, clickhouse?: string) => ({
  data,
  clickhouse,
  'clickhouse-user': undefined,
  'clickhouse-password': undefined,
  cluster: undefined,
});

async function opened(dataDir: string, clickhouse?: string): Promise<Storage> {
  const options: StorageOptions = {
    dataDir,
    onFault: (fault) => expect.unreachable(fault),
    ...(clickhouse === undefined ? {} : { clickhouse: { address: addressOf(clickhouse) } }),
  };
  const storage = await openStorage(options);
  onTestFinished(() => storage.close());
  return storage;
}

const ALL = 'SELECT * FROM candor.batches FINAL ORDER BY installation, keyHash, session, sequence, batch';

async function rowsIn(dataDir: string, clickhouse?: string): Promise<unknown[]> {
  const storage = await opened(dataDir, clickhouse);
  const rows = await storage.query(ALL);
  await storage.close();
  return rows;
}

/** A data folder with batches of several days, some of them received twice. */
async function filled(): Promise<{ dataDir: string; rows: unknown[] }> {
  const dataDir = temporaryFolder();
  const storage = await opened(dataDir);
  const batches = Array.from({ length: 40 }, (_, at) => ({ day: TODAY - (at % 5) * 9, batch: full() }));
  await storage.insert(batches.map(({ batch, day }) => rowOf(batch, day)));
  await storage.insert(batches.slice(0, 3).map(({ batch }) => rowOf(batch, TODAY)));
  const rows = await storage.query(ALL);
  await storage.close();
  return { dataDir, rows };
}

/** What a collector knows, of two places the same. */
async function knownIn(dataDir: string, clickhouse?: string): Promise<Record<string, unknown>> {
  const directory = path.join(temporaryFolder(), 'known');
  await exportTo(directory, settingsOf(dataDir, clickhouse));
  return JSON.parse(readFileSync(path.join(directory, 'known.json'), 'utf8')) as Record<string, unknown>;
}

/** What an engine has made in a folder; what goes while it is looked at is passed over. */
function namesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}

const today = isoDay(TODAY);
const beforeInsert = async () => {};

describe('an export', () => {
  it('moves what is embedded to a server, and back, row for row, with what is known besides', async () => {
    const { dataDir, rows } = await filled();
    const url = await serverUrl('transfer');
    const products = { directory: path.join(dataDir, 'products'), onFault: () => {} };
    await addManifest(products, someManifest({ commands: ['view.refresh', 'go.search'] }));
    await endVersion(products, { product: 'candor-example', version: '1.2' }, false);
    await createToken({ data: dataDir }, 'anna', 'support');
    const erased = fingerprint(someInstallation());
    appendFileSync(path.join(dataDir, 'erased'), `\n${erased} ${isoDay(TODAY - 3)} done\n`);
    const known = await knownIn(dataDir);
    expect(known).toMatchObject({ erased: { [erased]: isoDay(TODAY - 3) }, ended: [{ version: '1.2' }] });
    expect([known['manifests'], Object.keys(known['token'] as object), Object.keys(known['audit'] as object)]).toEqual(
      [1, 1, 1].map((length) => expect.objectContaining({ length })),
    );

    const there = path.join(temporaryFolder(), 'there');
    expect(await exportTo(there, settingsOf(dataDir))).toContain('40 batches are in');
    const beside = temporaryFolder();
    expect(await importFrom(there, settingsOf(beside, url))).toContain('40 batches of');
    expect(await rowsIn(beside, url)).toEqual(rows);
    expect(await knownIn(beside, url)).toEqual(known);
    const collector = await startTestCollector({ clickhouse: { address: addressOf(url) } });
    expect(readFileSync(path.join(collector.dataDir, 'erased'), 'utf8')).toContain(erased);
    await collector.close();

    const back = path.join(temporaryFolder(), 'back');
    await exportTo(back, settingsOf(beside, url));
    const again = temporaryFolder();
    await importFrom(back, settingsOf(again));
    await importFrom(back, settingsOf(again));
    expect(await rowsIn(again)).toEqual(rows);
    const { token: _, audit: __, ...rest } = known;
    expect(await knownIn(again)).toMatchObject(rest);
  }, 180_000);

  it('has closed days close to the same answers, digit for digit', async () => {
    const dataDir = temporaryFolder();
    const clock = { day: TODAY - 3 };
    const start = (folder: string) =>
      startTestCollector({ dataDir: folder, k: 2, unpackaged: true, clock: () => clock.day * 86_400_000 + 60_000 });
    const collector = await start(dataDir);
    const installations = Array.from({ length: 8 }, () => someInstallation());
    for (const who of installations) await deliver(collector.url, batchOf(who));
    clock.day += 1;
    for (const who of installations.slice(3)) await deliver(collector.url, batchOf(who, { envelope: { session: 2 } }));
    clock.day += 1;
    await collector.settled();
    await collector.closed();
    const answers = await collector.overview();
    expect(answers.sessions).toBeGreaterThan(0);
    await collector.close();

    const url = await serverUrl('transfer');
    const [there, back] = [path.join(temporaryFolder(), 'there'), path.join(temporaryFolder(), 'back')];
    await exportTo(there, settingsOf(dataDir));
    const beside = temporaryFolder();
    await importFrom(there, settingsOf(beside, url));
    await exportTo(back, settingsOf(beside, url));
    const again = temporaryFolder();
    await importFrom(back, settingsOf(again));
    const moved = await start(again);
    await moved.closed();
    expect(await moved.overview()).toEqual(answers);
    await moved.close();

    // Into a store in which these days are closed already, of fewer batches.
    const fewer = temporaryFolder();
    const own = await start(fewer);
    clock.day -= 1;
    await deliver(own.url, batchOf(someInstallation()));
    clock.day += 1;
    await own.settled();
    await own.closed();
    await own.close();
    await importFrom(back, settingsOf(fewer));
    const joined = await start(fewer);
    await joined.closed();
    await joined.close();
    const store = await opened(fewer);
    expect(await store.query('SELECT toString(day) AS day, batches FROM candor.closings FINAL ORDER BY day')).toEqual([
      { day: isoDay(TODAY - 3), batches: 8 },
      { day: isoDay(TODAY - 2), batches: 6 },
    ]);
  }, 180_000);

  it('that was ended goes on where it was, and so does an import', async () => {
    const { dataDir, rows } = await filled();
    const from = await opened(dataDir);
    const directory = temporaryFolder();
    const rowFiles = embeddedRowFiles(from);
    let written = 0;
    const dying = (most: number) => ({
      ...rowFiles,
      write: async (sql: string, file: string) => {
        if (written >= most) throw new Error('ended');
        written++;
        await rowFiles.write(sql, file);
      },
    });
    await expect(exportRows(from, dying(2), directory)).rejects.toThrow('ended');
    await expect(importRows({ storage: from, rowFiles, today, beforeInsert }, directory)).rejects.toThrow(
      'holds no export that was finished',
    );
    const days = new Set(rows.map((row) => (row as { received: string }).received)).size;
    expect(await exportRows(from, dying(Number.POSITIVE_INFINITY), directory)).toBe(40);
    expect(written).toBe(days);

    const storage = await opened(temporaryFolder());
    const target = embeddedRowFiles(storage);
    let inserted = 0;
    const failing = (most: number) => ({
      ...target,
      insert: async (...[file, columns]: Parameters<typeof target.insert>) => {
        if (inserted >= most) throw new Error('ended');
        inserted++;
        await target.insert(file, columns);
      },
    });
    const into = (most: number) => ({ storage, rowFiles: failing(most), today, beforeInsert });
    await expect(importRows(into(2), directory)).rejects.toThrow('ended');
    expect(await importRows(into(Number.POSITIVE_INFINITY), directory)).toBe(40);
    expect(inserted).toBe(days);
    expect(await storage.query(ALL)).toEqual(rows);
  });

  it('that was killed goes on where it was, with what has changed since', async () => {
    const { dataDir } = await filled();
    const directory = path.join(temporaryFolder(), 'export');
    const child = spawn(process.execPath, ['collector/cli.ts', 'export', directory, '--data', dataDir], {
      stdio: 'ignore',
    });
    const ended = once(child, 'close');
    const files = () => {
      try {
        return readdirSync(directory).filter((name) => name.endsWith('.zst')).length;
      } catch {
        return 0;
      }
    };
    await until(() => files() > 0 || child.exitCode !== null, 'a file is written');
    child.kill('SIGKILL');
    await ended;
    const storage = await opened(dataDir);
    await storage.insert([rowOf(full(), TODAY)]);
    const rows = await storage.query(ALL);
    await storage.close();
    expect(await exportTo(directory, settingsOf(dataDir))).toContain('41 batches are in');
    const to = temporaryFolder();
    await importFrom(directory, settingsOf(to));
    expect(await rowsIn(to)).toEqual(rows);
  });

  it('that is read by an import that was killed is read on by the next one', async () => {
    const { dataDir, rows } = await filled();
    const directory = path.join(temporaryFolder(), 'export');
    await exportTo(directory, settingsOf(dataDir));
    const to = temporaryFolder();
    expect(await rowsIn(to)).toEqual([]);
    const parts = () => namesBelow(path.join(to, 'store')).filter((file) => file.endsWith('data.bin')).length;
    const before = parts();
    const importing = ['collector/cli.ts', 'import', directory, '--data', to];
    // As soon as the first of its rows are there: an engine that is killed meanwhile leaves a day in part, or none of it.
    const child = spawn(process.execPath, importing, { stdio: 'ignore', detached: true });
    const ended = once(child, 'close');
    await until(() => parts() > before || child.exitCode !== null, 'rows are stored', 60_000);
    // The storage process as well: else it would end in order.
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await ended;
    expect(child.signalCode).toBe('SIGKILL');
    expect(await importFrom(directory, settingsOf(to))).toContain('40 batches of');
    expect(await rowsIn(to)).toEqual(rows);
  });

  it('that is read into a server by an import that was killed is read on by the next one', async () => {
    const { dataDir, rows } = await filled();
    const directory = path.join(temporaryFolder(), 'export');
    await exportTo(directory, settingsOf(dataDir));
    const [to, url] = [temporaryFolder(), await serverUrl('transfer')];
    const there = await opened(temporaryFolder(), url);
    const stored = async () => {
      const [row] = await there.query<{ rows: number }>('SELECT toUInt32(count()) AS rows FROM candor.batches');
      return row?.rows ?? 0;
    };
    const importing = ['collector/cli.ts', 'import', directory, '--data', to, '--clickhouse', url];
    const child = spawn(process.execPath, importing, { stdio: 'ignore', detached: true });
    const ended = once(child, 'close');
    await until(async () => (await stored()) > 0 || child.exitCode !== null, 'rows are stored', 60_000);
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await ended;
    expect(child.signalCode).toBe('SIGKILL');
    await there.close();
    expect(await importFrom(directory, settingsOf(to, url))).toContain('40 batches of');
    expect(await rowsIn(to, url)).toEqual(rows);
  });

  it('is none while batches are loaded meanwhile, or wait to be loaded', async () => {
    const { dataDir } = await filled();
    const storage = await opened(dataDir);
    const rowFiles = embeddedRowFiles(storage);
    let isFirst = true;
    const growing = {
      ...rowFiles,
      write: async (sql: string, file: string) => {
        if (isFirst) await storage.insert([rowOf(full(), TODAY)]);
        isFirst = false;
        await rowFiles.write(sql, file);
      },
    };
    const directory = temporaryFolder();
    await expect(exportRows(storage, growing, directory)).rejects.toThrow('loaded or erased meanwhile');
    expect(await exportRows(storage, growing, directory)).toBe(41);
    await storage.close();
    mkdirSync(path.join(dataDir, 'journal'));
    writeFileSync(path.join(dataDir, 'journal', '00000001.journal'), '');
    await expect(exportTo(directory, settingsOf(dataDir))).rejects.toThrow('batches wait in');
  });
});
