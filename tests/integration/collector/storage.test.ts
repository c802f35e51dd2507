import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { noReports } from '../../../client/core/batch/batch.ts';
import { MAX_BATCH_EVENTS } from '../../../client/core/batch/limits.ts';
import { registry } from '../../../client/core/registry/registry.ts';
import { fingerprint } from '../../../collector/erasure/erasures.ts';
import { SENDER_DIGITS } from '../../../collector/intake/known-batches.ts';
import { queryInstallation } from '../../../collector/queries/installation-query.ts';
import { queryOverview } from '../../../collector/queries/overview-query.ts';
import { queryRecentBatches } from '../../../collector/queries/recent-batches-query.ts';
import { ChdbStorage } from '../../../collector/storage/chdb/chdb-storage.ts';
import { columns } from '../../../collector/storage/columns.ts';
import type { Storage } from '../../../collector/storage/storage.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { bytesOf, someBatch } from './support/batches.ts';
import { until } from './support/collectors.ts';
import { someReports } from './support/reports.ts';
import { openStorage, TODAY } from './support/storages.ts';

describe('the storage', () => {
  it('counts a batch once that came through two collectors, even in two months', async () => {
    const storage = await openStorage();
    const body = bytesOf(someBatch());
    await storage.insert([{ day: TODAY, body }]);
    await storage.insert([{ day: TODAY - 40, body }]);
    const overview = await queryOverview(storage, 1);
    expect(overview).toMatchObject({ sessions: 1, completeness: { received: 1 } });
    expect(overview.usage.map(({ count }) => count)).toEqual([1, 1, 1]);
  });

  it('deletes a batch when the time is over for which the registry allows to keep it', async () => {
    const storage = await openStorage();
    const kept = registry.envelope.batch.retentionDays;
    const body = () => bytesOf(someBatch({ envelope: { level: 'enhanced' }, reports: someReports }));
    const batches = [TODAY, TODAY - kept + 1, TODAY - kept - 1].map((day) => ({ day, body: body() }));
    await storage.insert(batches);
    await until(async () => (await queryOverview(storage, 1)).sessions === 2, 'the oldest batch is gone');
    const left = await storage.query(
      'SELECT count(domain) AS domains, sum(length(logs.code)) AS lines FROM candor.batches',
    );
    expect(left).toEqual([{ domains: 2, lines: 2 * someReports.logs.length }]);
  });

  it('takes values as parameters only, and says what is wrong with a query', async () => {
    const storage = await openStorage();
    const text = "'; DROP TABLE candor.batches; --\\\n\t";
    expect(await storage.query('SELECT {text:String} AS text', { text })).toEqual([{ text }]);
    await expect(storage.query('SELECT {number:UInt8}', { number: text })).rejects.toThrow('cannot be parsed as UInt8');
    await expect(storage.query('SELECT nothing FROM nowhere')).rejects.toThrow('UNKNOWN_TABLE');
  });

  it('loads a block far larger than those that the loader makes', async () => {
    const storage = await openStorage();
    const usage = Array.from(
      { length: MAX_BATCH_EVENTS },
      () => ({ command: 'go.search', source: 'menu', time: 1 }) as const,
    );
    const batches = Array.from({ length: 60 }, () => ({ day: TODAY, body: bytesOf(someBatch({ usage })) }));
    expect(await storage.insert(batches)).toEqual({ unreadable: [] });
    const { usage: figures } = await queryOverview(storage, 1);
    expect(figures).toEqual([{ command: 'go.search', source: 'menu', count: 600_000, installations: 60 }]);
  });

  it('goes on loading while a long query runs', async () => {
    const storage = await openStorage();
    let isDone = false;
    const long = storage.query('SELECT max(sipHash64(number)) AS most FROM numbers(200000000)').then(() => {
      isDone = true;
    });
    await storage.insert([{ day: TODAY, body: bytesOf(someBatch()) }]);
    expect(isDone).toBe(false);
    await long;
  });

  it('knows the newest batches of the last days, oldest first', async () => {
    const directory = path.join(temporaryFolder(), 'store');
    const storage = await openStorage(directory);
    const sent = [TODAY - 40, TODAY - 2, TODAY - 1, TODAY].map((day) => ({ day, batch: someBatch() }));
    await storage.insert(sent.map(({ day, batch }) => ({ day, body: bytesOf(batch) })));
    const known = sent.map(({ batch: { envelope } }) => ({
      batch: envelope.batch,
      sender: fingerprint(envelope).slice(0, SENDER_DIGITS),
    }));
    expect(await queryRecentBatches(storage, TODAY - 31, 100)).toEqual(known.slice(1));
    expect(await queryRecentBatches(storage, TODAY - 31, 2)).toEqual(known.slice(2));
    await storage.close();

    const again = await openStorage(directory);
    expect(await queryRecentBatches(again, TODAY - 31, 100)).toEqual(known.slice(1));
    expect(await queryInstallation(again, sent[0]?.batch.envelope.installation ?? '')).toEqual([sent[0]?.batch]);
  });

  it('reads what was stored before the table had all of its columns, as batches without what is in the others', async () => {
    const directory = path.join(temporaryFolder(), 'store');
    const older = await openStorage(directory);
    const before = someBatch({ envelope: { level: 'enhanced' }, dropped: { refused: 1 }, reports: someReports });
    const { installation } = before.envelope;
    await older.insert([{ day: TODAY, body: bytesOf(before) }]);
    // The table as an earlier build made it, which had neither these groups nor how much of a stack is foreign.
    const later = columns.filter(({ name }) => LATER.test(name));
    expect(later.length).toBeGreaterThan(15);
    for (const { name } of later) await older.run(`ALTER TABLE candor.batches DROP COLUMN \`${name}\``);
    await older.close();

    const storage = await openStorage(directory);
    const after = someBatch({
      envelope: { ...before.envelope, batch: randomUUID(), session: 2 },
      reports: someReports,
    });
    await storage.insert([{ day: TODAY, body: bytesOf(after) }]);
    const { errors } = someReports;
    const unknown = errors.map(({ report, count }) => ({ report: { ...report, foreign: 0 }, count }));
    expect(await queryInstallation(storage, installation)).toEqual([
      { ...before, ...noReports, errors: unknown },
      after,
    ]);
  });
});

describe('a store of the first structure, whose sorting key had no hash of the key', () => {
  const FIRST = `ENGINE = ReplacingMergeTree PARTITION BY toYYYYMM(received)
    ORDER BY (installation, session, sequence, batch) TTL received + INTERVAL 30 DAY`;

  const NEWEST = { name: 'batches', sorting_key: 'installation, keyHash, session, sequence, batch' };

  const sortingKeys = (storage: Storage) =>
    storage.query("SELECT name, sorting_key FROM system.tables WHERE name LIKE 'batches%' AND database = 'candor'");

  /** Makes an open store one of that structure, with what `filling` puts into its table. */
  async function makeFirst(storage: Storage, filling: readonly string[]) {
    for (const statement of [
      `CREATE TABLE candor.first AS candor.batches ${FIRST}`,
      'SYSTEM STOP MERGES candor.first',
      ...filling,
      'EXCHANGE TABLES candor.batches AND candor.first',
      'DROP TABLE candor.first SYNC',
      'TRUNCATE TABLE candor.schema',
      'INSERT INTO candor.schema VALUES (1)',
    ]) {
      await storage.run(statement);
    }
  }

  /** Makes a store of it that holds batches, one of them twice, and leaves it as `interrupted` says. */
  async function earlierStore(directory: string, interrupted: readonly string[]) {
    const storage = await openStorage(directory);
    const batches = [TODAY, TODAY - 1, TODAY - 20].map((day) => ({ day, batch: someBatch() }));
    const block = batches.map(({ day, batch }) => ({ day, body: bytesOf(batch) }));
    await storage.insert([...block, ...block.slice(0, 1)]);
    await makeFirst(storage, ['INSERT INTO candor.first SELECT * FROM candor.batches']);
    for (const statement of interrupted) await storage.run(statement);
    await storage.close();
    return batches.map(({ batch }) => batch);
  }

  it.each([
    ['that nobody has opened since', []],
    [
      'of which half was copied',
      [
        `CREATE TABLE candor.batches_copy AS candor.batches ${FIRST}`,
        'INSERT INTO candor.batches_copy SELECT * FROM candor.batches LIMIT 1',
      ],
    ],
    [
      'of which all was copied, and nobody has said so',
      [
        `CREATE TABLE candor.batches_copy AS candor.batches ${FIRST}`,
        'INSERT INTO candor.batches_copy SELECT * FROM candor.batches',
        'EXCHANGE TABLES candor.batches AND candor.batches_copy',
        'TRUNCATE TABLE candor.batches_copy',
      ],
    ],
  ])('is copied: one %s', async (_what, interrupted) => {
    const directory = path.join(temporaryFolder(), 'store');
    const batches = await earlierStore(directory, interrupted);
    for (let time = 0; time < 2; time++) {
      const storage = await openStorage(directory);
      expect(await sortingKeys(storage)).toEqual([NEWEST]);
      expect(await queryOverview(storage, 1)).toMatchObject({ sessions: 3, completeness: { received: 3 } });
      for (const batch of batches) {
        expect(await queryInstallation(storage, batch.envelope.installation)).toEqual([batch]);
      }
      await storage.close();
    }
  });

  it('loses none of two senders that have used one id, which its table had not merged yet', async () => {
    const directory = path.join(temporaryFolder(), 'store');
    const one = someBatch();
    const other = { ...one, envelope: { ...one.envelope, keyHash: 'cd'.repeat(32) } };
    const storage = await openStorage(directory);
    await storage.insert([one, other].map((batch) => ({ day: TODAY, body: bytesOf(batch) })));
    await makeFirst(storage, [
      `INSERT INTO candor.first SELECT * FROM candor.batches WHERE keyHash = '${one.envelope.keyHash}'`,
      `INSERT INTO candor.first SELECT * FROM candor.batches WHERE keyHash = '${other.envelope.keyHash}'`,
    ]);
    await storage.close();

    const again = await openStorage(directory);
    expect(await again.query('SELECT keyHash FROM candor.batches FINAL ORDER BY keyHash')).toEqual([
      { keyHash: one.envelope.keyHash },
      { keyHash: other.envelope.keyHash },
    ]);
  });

  it('that died before it said of which structure it is, gets the newest sorting key as well', async () => {
    const directory = path.join(temporaryFolder(), 'store');
    const storage = await openStorage(directory);
    await makeFirst(storage, []);
    await storage.run('TRUNCATE TABLE candor.schema');
    await storage.close();
    const again = await openStorage(directory);
    expect(await sortingKeys(again)).toEqual([NEWEST]);
  });

  it('keeps two batches of two senders apart that have all but the key in common', async () => {
    const storage = await openStorage();
    const one = someBatch();
    const other = { ...one, envelope: { ...one.envelope, keyHash: 'cd'.repeat(32) } };
    await storage.insert([one, other, one].map((batch) => ({ day: TODAY, body: bytesOf(batch) })));
    const [rows] = await storage.query<{ rows: number }>('SELECT count() AS rows FROM candor.batches FINAL');
    expect(rows?.rows).toBe(2);
  });
});

it('what the registry says of columns and retention now reaches a store that holds data', async () => {
  const directory = path.join(temporaryFolder(), 'store');
  const earlier = await openStorage(directory);
  const batch = someBatch();
  await earlier.insert([{ day: TODAY, body: bytesOf(batch) }]);
  await earlier.run('ALTER TABLE candor.batches MODIFY COLUMN `cores` UInt8');
  await earlier.run('ALTER TABLE candor.batches MODIFY TTL received + INTERVAL 30 DAY');
  await earlier.close();

  const storage = await openStorage(directory);
  const [table] = await storage.query<{ type: string; ttl: string }>(
    `SELECT type, extract(create_table_query, 'toIntervalDay\\\\((\\\\d+)\\\\)') AS ttl FROM system.columns AS c
     JOIN system.tables AS t ON t.name = c.table AND t.database = c.database
     WHERE c.database = 'candor' AND c.table = 'batches' AND c.name = 'cores'`,
  );
  expect(table).toEqual({ type: 'UInt16', ttl: '400' });
  expect(await queryInstallation(storage, batch.envelope.installation)).toEqual([batch]);
  await storage.run('ALTER TABLE candor.batches MODIFY COLUMN `cores` UInt64');
  await storage.close();
  await expect(ChdbStorage.open(directory, () => {})).rejects.toThrow(
    /^the data's column cores is of type UInt64, which this collector cannot make UInt16$/,
  );
});

const LATER =
  /^(user|domain|role|customer|licence|errors\.foreign|(operations|counts|throughput|logs|configuration)\..*)$/;
