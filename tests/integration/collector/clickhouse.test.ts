import { describe, expect, it, onTestFinished } from 'vitest';
import { queryInstallation } from '../../../collector/queries/installation-query.ts';
import { queryOverview } from '../../../collector/queries/overview-query.ts';
import { ClickhouseStorage } from '../../../collector/storage/clickhouse/clickhouse-storage.ts';
import { RowsRefused, StorageOverrun, StorageUnavailable, StoreRefused } from '../../../collector/storage/storage.ts';
import { ClickhouseServer } from '../../support/clickhouse/clickhouse-server.ts';
import { rowOf, someBatch } from './support/batches.ts';
import { until } from './support/collectors.ts';
import { addressOf, endServers, serverOf } from './support/servers.ts';
import { TODAY } from './support/storages.ts';

endServers();

type Options = Partial<Parameters<typeof ClickhouseStorage.open>[0]>;

async function opened(url: string, options: Options = {}) {
  const faults: string[] = [];
  const storage = await ClickhouseStorage.open({
    address: addressOf(url),
    onFault: (fault) => faults.push(fault),
    ...options,
  });
  onTestFinished(() => storage.close());
  return { storage, faults };
}

/** A server without data, and a storage in it. */
async function onServer(options: Options = {}) {
  const server = await serverOf('store');
  return { server, ...(await opened(server.url, options)) };
}

const count = async (storage: ClickhouseStorage) => {
  const [row] = await storage.query<{ rows: number }>('SELECT count() AS rows FROM candor.batches FINAL');
  return row?.rows;
};

describe('a ClickHouse server', () => {
  it('stores blocks and answers, with the settings that a receipt relies on and compressed rows', async () => {
    const { server, storage } = await onServer();
    await server.seen();
    const batch = someBatch();
    await storage.insert([rowOf(batch, TODAY), rowOf(someBatch(), TODAY)]);
    expect(await queryInstallation(storage, batch.envelope.installation)).toEqual([batch]);
    expect(await queryOverview(storage, 1)).toMatchObject({ sessions: 2, completeness: { received: 2 } });
    const [insert, ...queries] = await server.seen();
    expect(insert).toMatchObject({ sql: expect.stringMatching(/^INSERT INTO candor\.batches/), encoding: 'zstd' });
    for (const { settings } of [insert, ...queries].flatMap((one) => one ?? [])) {
      expect(settings).toMatchObject({
        async_insert: '0',
        insert_deduplicate: '0',
        defer_partition_pruning_after_final: '1',
        session_timezone: 'UTC',
        alter_sync: '2',
      });
      expect(settings).not.toHaveProperty('insert_quorum');
    }
  });

  it('is not asked again with a password that it refuses, which is said without the password', async () => {
    const server = await ClickhouseServer.start({ user: 'collector', password: 'p@ss:w/ord' });
    onTestFinished(() => server.remove());
    const as = (password: string) => server.url.replace('http://', `http://collector:${encodeURIComponent(password)}@`);
    const error = await opened(as('wrong-one')).catch((refused: unknown) => refused);
    expect(String(error)).toContain('AUTHENTICATION_FAILED');
    expect(JSON.stringify([String(error), (error as Error).stack, (error as Error).cause])).not.toContain('wrong-one');
    const { storage } = await opened(as('p@ss:w/ord'));
    expect(await storage.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('that is not there ends the start with its address', async () => {
    await expect(opened('http://user:hidden@127.0.0.1:9', { openMs: 0 })).rejects.toThrow(
      /^http:\/\/127\.0\.0\.1:9: no answer of ClickHouse: .*ECONNREFUSED/,
    );
  });

  it('that does not know the cluster is refused', async () => {
    const server = await serverOf('store');
    await expect(opened(server.url, { cluster: 'candor' })).rejects.toThrow(StoreRefused);
    await expect(opened(server.url, { cluster: "x' ON" })).rejects.toThrow("x' ON names no cluster");
  });
});

describe('an insert', () => {
  it('that was committed and whose answer was lost is unavailable, and counted once when it is repeated', async () => {
    const { server, storage } = await onServer();
    const rows = [someBatch(), someBatch()].map((batch) => rowOf(batch, TODAY));
    await server.fault({ kind: 'lost-answer', of: 'INSERT INTO candor.batches', times: 2 });
    for (let time = 0; time < 2; time++) await expect(storage.insert(rows)).rejects.toThrow(StorageUnavailable);
    await storage.insert(rows);
    expect(await count(storage)).toBe(2);
    const [raw] = await storage.query<{ rows: number }>('SELECT count() AS rows FROM candor.batches');
    expect(raw?.rows).toBeGreaterThan(2);
  });

  it('that goes on after its time is over is ended before anything is erased', async () => {
    const { server, storage } = await onServer({ limits: { answerMs: 1500, questionMs: 1500 } });
    const batch = someBatch();
    await server.fault({ kind: 'stalled', of: 'INSERT INTO candor.batches', times: 1 });
    await expect(storage.insert([rowOf(batch, TODAY)])).rejects.toThrow(StorageOverrun);
    await server.seen();
    const erasing = storage.run('ALTER TABLE candor.batches DELETE WHERE 1 SETTINGS mutations_sync = 2');
    await server.lift();
    await erasing;
    expect(await count(storage)).toBe(0);
    const statements = (await server.seen()).map(({ sql }) => sql.slice(0, 10));
    expect(statements.slice(0, 2)).toEqual(['KILL QUERY', 'ALTER TABL']);
  });

  it('that the server refuses for its rows is an error, and one for want of a keeper is unavailable', async () => {
    const { server, storage } = await onServer();
    await storage.run('ALTER TABLE candor.batches ADD CONSTRAINT no_such CHECK session != 7');
    const bad = storage.insert([rowOf(someBatch({ envelope: { session: 7 } }), TODAY)]);
    await expect(bad).rejects.toThrow(/VIOLATED_CONSTRAINT/);
    await expect(bad).rejects.toThrow(RowsRefused);
    expect(await storage.isWritable()).toBe(true);
    await server.fault({ kind: 'exception', of: 'INSERT INTO candor.batches', times: 1 });
    await expect(storage.insert([rowOf(someBatch(), TODAY)])).rejects.toThrow(StorageUnavailable);
  });
});

describe('a question', () => {
  it('whose answer is late is over, and others are answered meanwhile', async () => {
    const { server, storage } = await onServer({ limits: { answerMs: 1500, questionMs: 1500 } });
    await server.fault({ kind: 'late-answer', of: 'SELECT 7', times: 1 });
    const late = expect(storage.query('SELECT 7')).rejects.toThrow(StorageOverrun);
    expect(await storage.query('SELECT 8 AS eight')).toEqual([{ eight: 8 }]);
    await late;
    expect(storage.isReady()).toBe(true);
  });

  it('is asked once more when its answer was lost, or came from a proxy', async () => {
    const { server, storage } = await onServer();
    for (const kind of ['lost-answer', 'bad-gateway'] as const) {
      await server.fault({ kind, of: 'SELECT 9', times: 1 });
      expect(await storage.query('SELECT 9 AS nine')).toEqual([{ nine: 9 }]);
    }
  });

  it('may name more batches than an address has room for', async () => {
    const { storage } = await onServer();
    const ids = Array.from({ length: 10_000 }, () => someBatch().envelope.batch);
    const [row] = await storage.query<{ most: number }>('SELECT length({ids:Array(UUID)}) AS most', { ids });
    expect(row?.most).toBe(10_000);
  });
});

it('a server that goes away is noticed by the next request, and when it is back', async () => {
  const { server, storage, faults } = await onServer();
  await server.down();
  await expect(storage.insert([rowOf(someBatch(), TODAY)])).rejects.toThrow(StorageUnavailable);
  expect(storage.isReady()).toBe(false);
  expect(faults).toEqual([expect.stringContaining('ECONNREFUSED')]);
  await server.up();
  await until(() => storage.isReady(), 'the server is back');
  await storage.insert([rowOf(someBatch(), TODAY)]);
  expect(await count(storage)).toBe(1);
});

it('several collectors that start at once bring an older table to their structure', async () => {
  const { server, storage } = await onServer();
  const batch = someBatch();
  for (const column of ['language', 'usage.time', 'domain']) {
    await storage.run(`ALTER TABLE candor.batches DROP COLUMN \`${column}\``);
  }
  await storage.run('ALTER TABLE candor.batches MODIFY TTL received + toIntervalDay(30)');
  await storage.run('DROP VIEW candor.usage');
  const others = await Promise.all(Array.from({ length: 4 }, () => opened(server.url)));
  for (const { storage: other, faults } of others) {
    await other.insert([rowOf(batch, TODAY)]);
    expect(await queryInstallation(other, batch.envelope.installation)).toEqual([batch]);
    expect(faults).toEqual([]);
  }
  expect(await count(storage)).toBe(1);
  const [table] = await storage.query<{ sql: string }>('SHOW CREATE TABLE candor.batches');
  expect(JSON.stringify(table)).toContain('TTL received + toIntervalDay(400)');
});
