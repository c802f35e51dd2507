import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { DAY, HOUR, MINUTE, NOON, SECOND, SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';
import { ask, holds, limits, live, storeOf, tick } from './store-setup.ts';

const history = (folder: string) => path.join(folder, 'history.duckdb');

/** A history of three days, closed; with the names of what ran on each. */
async function threeDays(folder: string): Promise<SimulatedComputer> {
  const computer = new SimulatedComputer(NOON);
  computer.cadence = MINUTE;
  const store = await storeOf(computer, folder);
  computer.start('init');
  for (const name of ['first-day', 'second-day', 'third-day']) {
    for (let count = 0; count < 400; count++) {
      const process = computer.start(name, { commandLine: `${name} --number ${count * 7919}`, cpu: count % 50 });
      if (count % 20 === 0) computer.run(2 * MINUTE, store.observe.bind(store));
      if (count >= 20) computer.end(process);
    }
    await live(computer, store, HOUR);
    computer.time.advance(21 * HOUR);
    await live(computer, store, HOUR);
  }
  await store.close();
  return computer;
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

describe('the size', () => {
  it('is held by giving up the oldest days, and then is that of the file', async () => {
    const folder = temporaryFolder();
    const computer = await threeDays(folder);
    const store = await storeOf(computer, folder);
    const before = await store.status();
    await store.setLimits({ ...limits, sizeMB: (0.75 * before.size) / 1024 ** 2 });
    const after = await store.status();
    expect(after.size).toBeLessThanOrEqual(0.75 * before.size);
    expect(after.days).toBeLessThan(before.days);
    expect(namesOf(await ask(store, 'process', always, ['name', 'is:gone'], '"is:gone"'))).not.toContain('first-day');
    expect(after.from).toBeGreaterThan(Number(before.from));
  }, 30_000);

  it('is not what a clock that is wrong for a moment decides: days are dropped when it was left alone', async () => {
    const folder = temporaryFolder();
    const computer = await threeDays(folder);
    const store = await storeOf(computer, folder);
    const real = computer.time.now();
    await live(computer, store, 2 * MINUTE);
    computer.time.setClock(real + 20 * 365 * DAY);
    await live(computer, store, 2 * MINUTE);
    await tick(computer, store);
    computer.time.setClock(real + 5 * MINUTE);
    await live(computer, store, 12 * MINUTE);
    await tick(computer, store);
    expect(namesOf(await ask(store, 'process', always, ['name', 'is:gone'], '"is:gone"'))).toContain('first-day');
    computer.time.setClock(real + 31 * DAY);
    await live(computer, store, 12 * MINUTE);
    await tick(computer, store);
    expect(namesOf(await ask(store, 'process', { from: NOON, to: NOON + 4 * DAY }, ['name']))).not.toContain(
      'first-day',
    );
  }, 30_000);
});

describe('clearing', () => {
  const MARKER = 'zaphod-quux-7421';

  it.each(['hour', 'day', 'all'] as const)(
    'of %s leaves no byte of it, and what is older as it was',
    async (span) => {
      const folder = temporaryFolder();
      const computer = new SimulatedComputer();
      computer.cadence = 10 * SECOND;
      const store = await storeOf(computer, folder);
      computer.start('init');
      computer.start('old-program');
      await live(computer, store, HOUR);
      computer.time.advance(30 * HOUR);
      await live(computer, store, MINUTE);
      const secret = computer.start('secret', { commandLine: MARKER, path: `/opt/${MARKER}` });
      computer.ports = [];
      await live(computer, store, 10 * MINUTE);
      computer.end(secret);
      await live(computer, store, 10 * MINUTE);
      expect(holds(folder, MARKER)).toBe(true);
      const now = computer.time.now();
      await store.clear(span);
      expect(holds(folder, MARKER)).toBe(false);
      const names = namesOf(await ask(store, 'process', { from: NOON, to: NOON + HOUR }, ['name']));
      expect(names).toEqual(span === 'all' ? [] : ['init', 'old-program']);
      const gaps = await store.gaps({ from: now - 10 * MINUTE, to: now });
      expect(gaps).toMatchObject([{ reason: span === 'all' ? 'off' : 'cleared' }]);
      expect(await ask(store, 'device', { from: now - 30 * MINUTE, to: now }, ['time'])).toEqual([]);
      await live(computer, store, 2 * MINUTE);
      const later = computer.time.now();
      expect(namesOf(await ask(store, 'process', { from: later - MINUTE, to: later }, ['name']))).toEqual([
        'init',
        'old-program',
      ]);
    },
    30_000,
  );

  it('of everything removes what was set aside too', async () => {
    const folder = temporaryFolder();
    writeFileSync(history(folder), MARKER);
    const store = await storeOf(new SimulatedComputer(Date.now()), folder);
    expect(holds(folder, MARKER)).toBe(true);
    await store.clear('all');
    expect(holds(folder, MARKER)).toBe(false);
    expect((await store.status()).setAside).toEqual([]);
  });

  it('of a program removes it and its name with its children, and leaves it out from then on', async () => {
    const folder = temporaryFolder();
    const computer = new SimulatedComputer();
    const store = await storeOf(computer, folder);
    computer.start('init');
    const secret = computer.start(MARKER, { cpu: 50, commandLine: 'x' });
    computer.start('child', { parentName: MARKER, parentKey: secret.key });
    await live(computer, store, 3 * MINUTE);
    expect(holds(folder, MARKER)).toBe(true);
    await store.exclude(MARKER.toUpperCase(), true);
    expect(holds(folder, MARKER)).toBe(false);
    await live(computer, store, 3 * MINUTE);
    await store.status();
    expect(holds(folder, MARKER)).toBe(false);
    expect((await store.status()).excluded).toEqual([MARKER.toUpperCase()]);
    await store.exclude(MARKER, false);
    await live(computer, store, 3 * MINUTE);
    expect(namesOf(await ask(store, 'process', always, ['name']))).toContain(MARKER);
  }, 30_000);
});
