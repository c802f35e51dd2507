import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Database } from '../../../engine/store/database.ts';
import { BLOCK_BYTES } from '../../../engine/store/limits.ts';
import { SCHEMA_VERSION } from '../../../engine/store/schema.ts';
import { NoHistory } from '../../../engine/store/store.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { SmallDisk } from '../../support/small-disk.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { DAY, HOUR, MINUTE, NOON, SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';
import { ask, found, limits, live, storeOf, threeDays, tick } from './store-setup.ts';

const history = (folder: string) => path.join(folder, 'history.duckdb');
const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);
const always = { from: 0, to: NOON + 100 * DAY };

/** Letters and digits that hardly can be packed, the same for each number. */
const randomText = (number: number, length: number): string =>
  createHash('shake256', { outputLength: length / 2 })
    .update(String(number))
    .digest('hex');

/** Where a block of a column of the newest such table begins in the file; if there is one, one that holds nothing else. */
async function blockOf(folder: string, table: string, column: string): Promise<number> {
  const database = await Database.open(history(folder), { folder, memoryMB: 128 });
  const rows = (sql: string) => database.rows({ sql, parameters: [] });
  const names = (await rows('SELECT table_name AS name FROM duckdb_tables() WHERE NOT temporary')).map(({ name }) =>
    String(name),
  );
  const chosen = names
    .filter((name) => name.startsWith(`${table}_`))
    .sort()
    .at(-1);
  const stored = names.map(
    (name) => `SELECT '${name}' AS t, column_name AS c, block_id, segment_type FROM pragma_storage_info('${name}')`,
  );
  const [block] = await rows(
    `SELECT block_id AS id FROM (${stored.join(' UNION ALL ')}) WHERE block_id >= 0 GROUP BY block_id
     HAVING bool_or(t = '${chosen}' AND c = '${column}' AND segment_type <> 'VALIDITY')
     ORDER BY count(DISTINCT t || '.' || c), block_id LIMIT 1`,
  );
  database.close();
  // Behind three headers.
  return 3 * 4096 + Number(block?.['id']) * BLOCK_BYTES + 1000;
}

const namesOf = (rows: readonly { [property: string]: unknown }[]) =>
  [...new Set(rows.map((row) => row['name']))].sort();

describe('the files of the history', () => {
  it('can be opened by their owner alone, the log and what is set down for a while too', async () => {
    const folder = path.join(temporaryFolder(), 'history');
    mkdirSync(folder, { mode: 0o755 });
    const computer = new SimulatedComputer();
    const store = await storeOf(computer, folder);
    computer.start('init');
    await live(computer, store, 2 * MINUTE);
    expect(modeOf(folder)).toBe('700');
    const names = readdirSync(folder);
    expect(names).toContain('history.duckdb.wal');
    for (const name of names) expect([name, modeOf(path.join(folder, name))]).toEqual([name, '600']);
    await store.query(() => ({
      sql: "SELECT max(md5(a::VARCHAR || b)) OVER (ORDER BY b) FROM (SELECT i AS a, repeat('x', 200) || hash(i) AS b FROM range(1500000) r(i)) LIMIT 1",
      parameters: [],
    }));
    const spilled = path.join(folder, 'temp');
    if (readdirSync(folder).includes('temp')) expect(modeOf(spilled)).toBe('700');
  });

  it.each([
    ["SELECT * FROM read_csv('/etc/passwd')", /disabled by configuration/],
    ["SELECT * FROM read_text('/etc/hostname')", /disabled by configuration/],
    ["ATTACH '/tmp/other.duckdb' AS other", /disabled by configuration/],
    ["COPY (SELECT 1) TO '/tmp/candor-copy.csv'", /disabled by configuration/],
    ['INSTALL httpfs', /disabled by configuration|disabled/],
    ["LOAD '/tmp/x.duckdb_extension'", /disabled/],
    ["SELECT * FROM 'https://example.com/x.parquet'", /disabled|does not exist|not be loaded|requires/],
    ["SET memory_limit = '10GB'", /locked/],
    ['SET enable_external_access = true', /locked|cannot be enabled/i],
  ])('nothing else is read, written or loaded: %s', async (sql, refusal) => {
    const store = await storeOf(new SimulatedComputer(), temporaryFolder());
    await expect(store.query(() => ({ sql, parameters: [] }))).rejects.toThrow(refusal);
  });

  it('hold after a kill what was written a moment before', async () => {
    const folder = temporaryFolder();
    const script = `
      import { SimulatedComputer } from '${projectRoot}/tests/unit/engine/store/simulated-computer.ts';
      import { openStore } from '${projectRoot}/engine/store/store.ts';
      const computer = new SimulatedComputer();
      const store = await openStore({ folder: ${JSON.stringify(folder)}, clock: computer.time, timers: computer.time,
        limits: ${JSON.stringify(limits)}, excluded: [], recording: true });
      computer.start('survivor');
      computer.run(120000, (observation) => store.observe(observation));
      await store.flush();
      process.kill(process.pid, 'SIGKILL');`;
    expect(() => execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: projectRoot })).toThrow();
    expect(readdirSync(folder)).toContain('history.duckdb.wal');
    const computer = new SimulatedComputer(NOON + HOUR);
    const store = await storeOf(computer, folder);
    expect(namesOf(await ask(store, 'process', always, ['name']))).toEqual(['survivor']);
    expect((await store.status()).setAside).toEqual([]);
  }, 30_000);
});

describe('a history that is damaged', () => {
  it('only in its log opens without it, and says so', async () => {
    const folder = temporaryFolder();
    const computer = await threeDays(folder);
    const writing = await storeOf(computer, folder);
    await live(computer, writing, 5 * MINUTE);
    const seen = computer.time.now();
    computer.time.advance(10 * MINUTE);
    const damaged = temporaryFolder();
    copyFileSync(history(folder), history(damaged));
    const log = readFileSync(`${history(folder)}.wal`);
    log.fill(0x55, 2000, 2100);
    writeFileSync(`${history(damaged)}.wal`, log);
    let told = 0;
    const asideThen: string[][] = [];
    const store = await storeOf(computer, damaged, {
      onStatus: () => told++,
      onMends: () => asideThen.push(readdirSync(damaged).filter((name) => name.includes('set-aside'))),
    });
    // Before anything was moved.
    expect(asideThen).toEqual([[]]);
    const status = await store.status();
    expect(status.setAside).toHaveLength(1);
    expect(status.setAside.map((file) => readFileSync(file).equals(log))).toEqual([true]);
    expect(await store.gaps({ from: seen - 4 * MINUTE, to: seen })).toMatchObject([{ reason: 'damaged' }]);
    expect(told).toBeGreaterThan(0);
    expect(namesOf(await ask(store, 'process', always, ['name']))).toEqual([
      'first-day',
      'init',
      'second-day',
      'third-day',
    ]);
  }, 30_000);

  it('altogether is set aside unchanged, a new one begins, and the lost time is a gap', async () => {
    const folder = temporaryFolder();
    const rubbish = Buffer.alloc(100_000, 'rubbish');
    writeFileSync(history(folder), rubbish);
    const computer = new SimulatedComputer(Date.now() + HOUR);
    const store = await storeOf(computer, folder);
    computer.start('init');
    await live(computer, store, 2 * MINUTE);
    const { setAside, failure } = await store.status();
    expect(failure).toBeNull();
    expect(setAside.map((file) => readFileSync(file).equals(rubbish))).toEqual([true]);
    expect(namesOf(await ask(store, 'process', always, ['name']))).toEqual(['init']);
    const now = computer.time.now();
    expect(await store.gaps({ from: now - 30 * MINUTE, to: now - 10 * MINUTE })).toMatchObject([{ reason: 'damaged' }]);
  });

  it.each([
    { table: 'texts', column: 'search', whole: true },
    { table: 'texts', column: 'command', whole: true },
    { table: 'weeks', column: 'command', whole: true },
    { table: 'weeks', column: 'last', whole: false },
  ])(
    'in the $column of $table keeps what can still be read, and goes on',
    async ({ table, column, whole }) => {
      const folder = temporaryFolder();
      // Long enough for blocks that hold nothing else.
      const computer = await threeDays(folder, (number) => ` ${randomText(number, 8000)}`);
      const at = await blockOf(folder, table, column);
      const damage = () => {
        const file = openSync(history(folder), 'r+');
        writeSync(file, Buffer.alloc(200, 0xff), 0, 200, at);
        closeSync(file);
      };
      // Small columns share blocks, of which some are read when the file is opened.
      if (!whole) damage();
      const store = await storeOf(computer, folder);
      // Into the very file that is open, as a bad disk would.
      if (whole) damage();
      const word = await found(store, computer, 'process first-day during 30d');
      const pattern = await found(store, computer, 'process command~"^first-day --number [0-9]+ " during 30d');
      const rows = await ask(store, 'process', always, ['name', 'commandLine', 'unit', 'path', 'last']);
      const { setAside, failure } = await store.status();
      expect(failure).toBeNull();
      expect(setAside).toHaveLength(1);
      expect(namesOf(rows)).toEqual(['first-day', 'init', 'second-day', 'third-day']);
      // Those that still go on are of the last day as well.
      const ofFirst = rows.filter(({ name }) => name === 'first-day').length;
      expect([ofFirst, word.length, pattern.length]).toEqual(whole ? [39, 39, 39] : [20, 20, 20]);
      await live(computer, store, 2 * MINUTE);
      const now = computer.time.now();
      expect(await ask(store, 'process', { from: now - MINUTE, to: now }, ['name'])).not.toEqual([]);
      const known = await store.gaps({ from: NOON + 70 * MINUTE, to: NOON + 80 * MINUTE });
      expect(known.map(({ reason }) => reason)).toEqual(whole ? [] : ['damaged']);
    },
    60_000,
  );

  it('keeps two of the files that were set aside', async () => {
    const folder = temporaryFolder();
    const computer = new SimulatedComputer();
    for (let count = 0; count < 5; count++) {
      writeFileSync(history(folder), `rubbish ${count}`);
      const store = await storeOf(computer, folder);
      await store.close();
      computer.time.advance(MINUTE);
    }
    const aside = readdirSync(folder).filter((name) => name.endsWith('.set-aside'));
    expect(aside.length).toBeGreaterThanOrEqual(2);
    expect(aside.length).toBeLessThanOrEqual(4);
    expect(aside.map((name) => readFileSync(path.join(folder, name), 'utf8'))).toContain('rubbish 4');
  });

  it('of a newer version is set aside untouched', async () => {
    const folder = temporaryFolder();
    const computer = new SimulatedComputer();
    const store = await storeOf(computer, folder);
    computer.start('init');
    await live(computer, store, 2 * MINUTE);
    await store.query(() => ({ sql: 'UPDATE state SET version = 99', parameters: [] }));
    await store.close();
    const again = await storeOf(computer, folder);
    expect((await again.status()).setAside).toHaveLength(1);
    expect(await ask(again, 'process', always, ['name'])).toEqual([]);
  });
});

describe('a history of an older version', () => {
  it('is moved into a new file, with what that version did not have as missing', async () => {
    const folder = temporaryFolder();
    const computer = await threeDays(folder);
    const store = await storeOf(computer, folder);
    const before = await ask(store, 'process', always, ['name', 'duration', 'commandLine']);
    await store.query(() => ({ sql: 'UPDATE state SET version = 0', parameters: [] }));
    await store.query(() => ({ sql: 'ALTER TABLE gaps DROP COLUMN source', parameters: [] }));
    await store.query(() => ({ sql: 'ALTER TABLE gaps ADD COLUMN omen VARCHAR', parameters: [] }));
    await store.close();
    const again = await storeOf(computer, folder);
    expect((await again.status()).setAside).toEqual([]);
    expect(await ask(again, 'process', always, ['name', 'duration', 'commandLine'])).toEqual(before);
    const [state] = await again.query(() => ({ sql: 'SELECT version FROM state', parameters: [] }));
    expect(state).toEqual({ version: SCHEMA_VERSION });
    expect(readdirSync(folder).filter((name) => name.includes('next'))).toEqual([]);
  }, 30_000);

  it('stays as it is until the new one is whole', async () => {
    const folder = temporaryFolder();
    const computer = await threeDays(folder);
    // What a move that was broken off leaves behind.
    copyFileSync(history(folder), path.join(folder, 'history.next.duckdb'));
    writeFileSync(path.join(folder, 'history.next.duckdb.wal'), 'half');
    const store = await storeOf(computer, folder);
    expect(await ask(store, 'process', always, ['name'])).not.toEqual([]);
    await store.clear('hour');
    expect(readdirSync(folder).filter((name) => name.includes('next'))).toEqual([]);
  }, 30_000);
});

describe('a disk that refuses', () => {
  it('because it is full pauses the recording, says so, and loses nothing when there is room again', async (context) => {
    const disk = SmallDisk.mount(6 * 1024 * 1024);
    if (!disk) return context.skip();
    const folder = path.join(disk.folder, 'history');
    const computer = new SimulatedComputer();
    let told = 0;
    const store = await storeOf(computer, folder, { onStatus: () => told++ });
    computer.start('init');
    await live(computer, store, 2 * MINUTE);
    disk.fill();
    computer.start('in-need', { commandLine: 'x'.repeat(4000) });
    await live(computer, store, 3 * MINUTE);
    expect((await store.status()).failure).toBe('full');
    expect(told).toBe(1);
    const now = computer.time.now();
    expect(namesOf(await ask(store, 'process', { from: NOON, to: now }, ['name']))).toContain('init');
    disk.empty();
    await live(computer, store, MINUTE);
    expect((await store.status()).failure).toBeNull();
    expect(namesOf(await ask(store, 'process', { from: NOON, to: now }, ['name']))).toEqual(['in-need', 'init']);
    const minutes = await ask(store, 'device', { from: NOON, to: now }, ['time']);
    expect(minutes).toHaveLength(5);
  });

  it('because it may only be read says so, and works again by itself', async (context) => {
    const disk = SmallDisk.mount(6 * 1024 * 1024);
    if (!disk) return context.skip();
    const folder = path.join(disk.folder, 'history');
    mkdirSync(folder);
    disk.protect();
    const computer = new SimulatedComputer();
    const store = await storeOf(computer, folder);
    computer.start('init');
    computer.run(MINUTE, store.observe.bind(store));
    expect((await store.status()).failure).toBe('read-only');
    await expect(ask(store, 'process', always, ['name'])).rejects.toBeInstanceOf(NoHistory);
    disk.repair();
    await tick(computer, store);
    await live(computer, store, MINUTE);
    expect((await store.status()).failure).toBeNull();
    expect(namesOf(await ask(store, 'process', always, ['name']))).toEqual(['init']);
  });
});
