import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { queryInstallation } from '../../../collector/queries/installation-query.ts';
import { queryOverview } from '../../../collector/queries/overview-query.ts';
import { ChdbStorage } from '../../../collector/storage/chdb/chdb-storage.ts';
import { type Column, columns } from '../../../collector/storage/columns.ts';
import type { Storage } from '../../../collector/storage/storage.ts';
import { SORTING_KEY } from '../../../collector/storage/table.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rowOf, someBatch } from './support/batches.ts';
import { until } from './support/collectors.ts';
import { openDirectly } from './support/direct-store.ts';
import { someReports } from './support/reports.ts';
import { openStorage, TODAY } from './support/storages.ts';

const DYING = fileURLToPath(new URL('./support/dying-migration.ts', import.meta.url));

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
    const block = batches.map(({ day, batch }) => rowOf(batch, day));
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

  it('is copied whole, whatever ends the collector meanwhile', async () => {
    const original = path.join(temporaryFolder(), 'store');
    const batches = await earlierStore(original, []);
    // The fifth gives it a column; the sixth removes a copy that there is none of, the seventh makes one, the eighth fills it, the
    // ninth exchanges both and the tenth removes the other; what follows makes other tables. A start on the store as it was is what
    // the tests above are.
    for (const when of ['before', 'during'] as const) {
      for (const statement of { before: [6, 8, 9, 10, 11], during: [8] }[when]) {
        const directory = path.join(temporaryFolder(), 'store');
        cpSync(original, directory, { recursive: true });
        const { signal } = spawnSync(process.execPath, [DYING, directory, String(statement), when]);
        expect(signal).toBe('SIGKILL');
        const storage = await openStorage(directory);
        expect([statement, when, await sortingKeys(storage)]).toEqual([statement, when, [NEWEST]]);
        const stored = await Promise.all(
          batches.map(({ envelope: { installation } }) => queryInstallation(storage, installation)),
        );
        expect(stored.flat()).toEqual(batches);
        await storage.close();
      }
    }
  }, 240_000);

  it('loses none of two senders that have used one id, which its table had not merged yet', async () => {
    const directory = path.join(temporaryFolder(), 'store');
    const one = someBatch();
    const other = { ...one, envelope: { ...one.envelope, keyHash: 'cd'.repeat(32) } };
    const storage = await openStorage(directory);
    await storage.insert([one, other].map((batch) => rowOf(batch, TODAY)));
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

  it('of before its columns were packed, in parts of LZ4, is written anew and holds the same', async () => {
    const directory = path.join(temporaryFolder(), 'store');
    const storage = await openStorage(directory);
    const full = { envelope: { level: 'enhanced' }, reports: someReports } as const;
    const batches = Array.from({ length: 300 }, (_, at) => ({ day: TODAY - (at % 25), batch: someBatch(full) }));
    await storage.insert(batches.map(({ day, batch }) => rowOf(batch, day)));
    const packed = columns.filter(({ codec }) => codec).map(({ name }) => `MODIFY COLUMN \`${name}\` REMOVE CODEC`);
    expect(packed.length).toBeGreaterThan(0);
    await makeFirst(storage, [
      `ALTER TABLE candor.first ${packed.join(', ')}`,
      'INSERT INTO candor.first SELECT * FROM candor.batches',
    ]);
    await storage.run('TRUNCATE TABLE candor.schema');
    await storage.run('INSERT INTO candor.schema VALUES (2)');
    const ALL = 'SELECT * FROM candor.batches FINAL ORDER BY installation';
    const CODECS = `SELECT DISTINCT default_compression_codec AS codec FROM system.parts
      WHERE active AND database = 'candor' AND table = 'batches'`;
    const before = await storage.query(ALL);
    expect(before).toHaveLength(300);
    expect(await storage.query(CODECS)).toEqual([{ codec: 'LZ4' }]);
    await storage.close();

    const again = await openStorage(directory);
    expect(await again.query(ALL)).toEqual(before);
    expect(await again.query(CODECS)).toEqual([{ codec: 'ZSTD(1)' }]);
    const [made] = await again.query<{ statement: string }>(
      "SELECT create_table_query AS statement FROM system.tables WHERE database = 'candor' AND name = 'batches'",
    );
    for (const { name } of columns.filter(({ codec }) => codec)) {
      expect(made?.statement).toMatch(new RegExp(`\`${name}\` [^\`]*CODEC`));
    }
    for (const { batch } of batches.slice(0, 5)) {
      expect(await queryInstallation(again, batch.envelope.installation)).toEqual([batch]);
    }
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
    await storage.insert([one, other, one].map((batch) => rowOf(batch, TODAY)));
    const [rows] = await storage.query<{ rows: number }>('SELECT count() AS rows FROM candor.batches FINAL');
    expect(rows?.rows).toBe(2);
  });
});

describe('a store that holds data', () => {
  /** The columns of a registry in which some are otherwise. */
  const otherwise = (names: RegExp, change: Partial<Column>): readonly Column[] =>
    columns.map((column) => (names.test(column.name) ? { ...column, ...change } : column));

  /** Opens a store as collectors with other registries would, one after the other. */
  function stores() {
    const directory = path.join(temporaryFolder(), 'store');
    return async (declared: readonly Column[] = columns) => {
      const store = await openDirectly(directory, declared);
      onTestFinished(store.close);
      return store;
    };
  }

  const batchOf = (change: Parameters<typeof someBatch>[0] = {}) =>
    someBatch({ envelope: { level: 'enhanced' }, dropped: { refused: 1 }, reports: someReports, ...change });

  it('gets a new field with the value that batches from before it have', async () => {
    const open = stores();
    const earlier = await open(columns.filter(({ name }) => !['packaged', 'cores', 'usage.time'].includes(name)));
    const batch = batchOf();
    await earlier.insert(TODAY, batch);
    earlier.close();
    const declared = otherwise(/^packaged$/, { before: 'yes' }).map((column) =>
      column.name === 'cores' ? { ...column, before: 7 } : column,
    );
    const { storage } = await open(declared);
    const [row] = await storage.query('SELECT packaged, cores, usage.time AS time FROM candor.kept');
    expect(row).toEqual({ packaged: 'yes', cores: 7, time: [0, 0, 0] });
  });

  it('has fields, lists and lists of lists widened, and nothing narrowed', async () => {
    const open = stores();
    const narrow = (column: Column) => ({ ...column, type: column.type.replaceAll(/UInt(16|32)/g, 'UInt8') });
    const NARROW = /^(cores|usage\.time|operations\.bucket|errors\.foreign)$/;
    const small = columns.map((column) => (NARROW.test(column.name) ? narrow(column) : column));
    const earlier = await open(small);
    const batch = batchOf({
      reports: { ...someReports, operations: { operation: [], outcome: [], buckets: [], bucket: [], count: [] } },
    });
    await earlier.insert(TODAY, batch);
    earlier.close();
    const later = await open();
    expect(await queryInstallation(later.storage, batch.envelope.installation)).toEqual([batch]);
    later.close();
    await expect(open(small)).rejects.toThrow(
      /^the data's column cores is of type Nullable\(UInt16\), which this collector cannot make Nullable\(UInt8\)$/,
    );
  });

  const SHORT = /^(os|osVersion|distribution|domain|usage\..*|errors\..*)$/;
  const shorter = otherwise(SHORT, { keptDays: 20 });

  it('is emptied of fields and lists whose retention has become shorter, and no answer takes that for nothing', async () => {
    const open = stores();
    const earlier = await open();
    const [old, fresh] = [batchOf(), batchOf()];
    await earlier.insert(TODAY - 20, old);
    await earlier.insert(TODAY - 19, fresh);
    earlier.close();

    const { storage } = await open(shorter);
    await until(async () => {
      const [left] = await storage.query<{ rows: number }>(
        'SELECT count() AS rows FROM candor.batches WHERE os IS NOT NULL OR domain IS NOT NULL OR notEmpty(usage.command) OR notEmpty(errors.class)',
      );
      return left?.rows === 1;
    }, 'the older batch is emptied');
    const [user] = await storage.query('SELECT batch, user, counts.id AS ids FROM candor.batches WHERE os IS NULL');
    const { user: itsUser } = old.organisation;
    expect(user).toEqual({ batch: old.envelope.batch, user: itsUser, ids: Object.keys(old.counts) });

    const overview = await queryOverview(storage, 1);
    expect(overview).toMatchObject({ sessions: 2, installations: 2, versions: [{ sessions: 2 }] });
    expect(overview.platforms).toMatchObject([{ os: 'linux', sessions: 1, installations: 1 }]);
    expect(overview.usage.map(({ count }) => count)).toEqual(fresh.usage.map(() => 1));
    const ofOld = { batch: old.envelope.batch };
    const readOf = (view: string) => storage.query(`SELECT os FROM candor.${view} WHERE batch = {batch:UUID}`, ofOld);
    expect(await readOf('usage')).toEqual([]);
    expect(await readOf('errors')).toEqual([]);
    expect(await readOf('counts')).toEqual(Object.keys(old.counts).map(() => ({ os: null })));

    const { os: _os, osVersion: _version, distribution: _distribution, ...context } = old.context;
    const { domain: _domain, ...organisation } = old.organisation;
    expect(await queryInstallation(storage, old.envelope.installation)).toEqual([
      { ...old, context, organisation, usage: [], errors: [] },
    ]);
    expect(await queryInstallation(storage, fresh.envelope.installation)).toEqual([fresh]);
  });

  it('does not give out as nothing what was emptied, when the retention becomes longer again', async () => {
    const open = stores();
    const earlier = await open(shorter);
    const [old, fresh] = [batchOf(), batchOf()];
    await earlier.insert(TODAY - 20, old);
    await earlier.insert(TODAY - 19, fresh);
    await earlier.storage.run('OPTIMIZE TABLE candor.batches FINAL');
    earlier.close();
    // Twice: what was emptied once stays known.
    for (const declared of [otherwise(SHORT, { keptDays: 60 }), columns]) {
      const { storage, close } = await open(declared);
      const expired = await storage.query('SELECT batch, os, expired FROM candor.kept ORDER BY received');
      expect(expired).toEqual([
        {
          batch: old.envelope.batch,
          os: null,
          expired: columns.map(({ name }) => name).filter((name) => SHORT.test(name)),
        },
        { batch: fresh.envelope.batch, os: 'linux', expired: [] },
      ]);
      const { platforms, usage } = await queryOverview(storage, 1);
      expect(platforms.map(({ sessions }) => sessions)).toEqual([1]);
      expect(usage.map(({ count }) => count)).toEqual(fresh.usage.map(() => 1));
      close();
    }
  });

  it('gives a list that was emptied another field, and shows neither the list nor the field of such rows', async () => {
    const open = stores();
    const without = (declared: readonly Column[]) => declared.filter(({ name }) => name !== 'usage.time');
    (await open(without(shorter))).close();
    const earlier = await open(without(columns));
    const [old, fresh] = [batchOf(), batchOf()];
    // Received while the retention was shorter, and loaded only now.
    await earlier.insert(TODAY - 20, old);
    await earlier.insert(TODAY - 19, fresh);
    earlier.close();
    const { storage } = await open();
    expect(await storage.query('SELECT batch, row, time FROM candor.usage ORDER BY row')).toEqual(
      fresh.usage.map((_, at) => ({ batch: fresh.envelope.batch, row: at + 1, time: 0 })),
    );
  });

  it('has no answer and no view that reads a field past its retention, also while its values are still there', async () => {
    const open = stores();
    const earlier = await open();
    const batch = batchOf();
    await earlier.insert(TODAY - 30, batch);
    const viewNames = async ({ storage }: typeof earlier) =>
      (
        await storage.query<{ name: string }>(
          "SELECT name FROM system.tables WHERE database = 'candor' AND engine = 'View'",
        )
      ).map(({ name }) => name);
    const views = await viewNames(earlier);
    expect(views.length).toBeGreaterThan(7);
    for (const view of views)
      expect((await earlier.storage.query(`SELECT * FROM candor.${view}`)).length).toBeGreaterThan(0);
    earlier.close();

    const isItsRows = (name: string) => name === 'received' || SORTING_KEY.includes(name);
    const later = await open(columns.map((column) => (isItsRows(column.name) ? column : { ...column, keptDays: 20 })));
    await later.storage.run('SYSTEM STOP MERGES candor.batches');
    await later.insert(TODAY - 20, batchOf());
    const [there] = await later.storage.query("SELECT count() AS rows FROM candor.batches WHERE os != ''");
    expect(there).toEqual({ rows: 1 });
    for (const view of views.filter((name) => name !== 'kept')) {
      expect([view, await later.storage.query(`SELECT * FROM candor.${view}`)]).toEqual([view, []]);
    }
    const rows = await later.storage.query<Record<string, unknown>>(
      'SELECT * EXCEPT(received, expired) FROM candor.kept',
    );
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      const read = Object.entries(row).filter(
        ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
      );
      expect(read.map(([name]) => name).sort()).toEqual([...SORTING_KEY].sort());
    }
    const nothing = {
      sessions: 0,
      usage: [],
      platforms: [],
      versions: [],
      completeness: { received: 0, waiting: 0, lost: [] },
    };
    expect(await queryOverview(later.storage, 1)).toMatchObject(nothing);
    expect(await queryOverview(later.storage, 1, 'all')).toMatchObject(nothing);
  });

  it('has rows in no answer that are past their own retention', async () => {
    const { insert, storage } = await stores()();
    await storage.run('SYSTEM STOP MERGES candor.batches');
    await insert(TODAY - 400, batchOf());
    await insert(TODAY - 399, batchOf());
    expect(await storage.query('SELECT count() AS rows FROM candor.batches')).toEqual([{ rows: 2 }]);
    expect(await queryOverview(storage, 1)).toMatchObject({ sessions: 1, completeness: { received: 1 } });
  });
});

it('what the registry says of columns and retention now reaches a store that holds data', async () => {
  const directory = path.join(temporaryFolder(), 'store');
  const earlier = await openStorage(directory);
  const batch = someBatch();
  await earlier.insert([rowOf(batch, TODAY)]);
  await earlier.run('ALTER TABLE candor.batches MODIFY COLUMN `notice` UInt8');
  await earlier.run('ALTER TABLE candor.batches MODIFY TTL received + INTERVAL 30 DAY');
  await earlier.close();

  const storage = await openStorage(directory);
  const [table] = await storage.query<{ type: string; ttl: string }>(
    `SELECT type, extract(create_table_query, 'toIntervalDay\\\\((\\\\d+)\\\\)') AS ttl FROM system.columns AS c
     JOIN system.tables AS t ON t.name = c.table AND t.database = c.database
     WHERE c.database = 'candor' AND c.table = 'batches' AND c.name = 'notice'`,
  );
  expect(table).toEqual({ type: 'UInt16', ttl: '400' });
  expect(await queryInstallation(storage, batch.envelope.installation)).toEqual([batch]);
  await storage.run('ALTER TABLE candor.batches MODIFY COLUMN `cores` Nullable(UInt64)');
  await storage.close();
  await expect(ChdbStorage.open(directory, () => {})).rejects.toThrow(
    /^the data's column cores is of type Nullable\(UInt64\), which this collector cannot make Nullable\(UInt16\)$/,
  );
});
