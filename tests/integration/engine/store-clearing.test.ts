import { spawn } from 'node:child_process';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { NoHistory } from '../../../engine/store/store.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { DAY, HOUR, MINUTE, NOON, SECOND, SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';
import { ask, holds, limits, live, storeOf, threeDays, tick } from './store-setup.ts';

const history = (folder: string) => path.join(folder, 'history.duckdb');
const always = { from: 0, to: NOON + 100 * DAY };

const namesOf = (rows: readonly { [property: string]: unknown }[]) =>
  [...new Set(rows.map((row) => row['name']))].sort();

describe('a file', () => {
  it('that vanishes while it is open is begun anew, and what it held is a gap', async () => {
    const folder = temporaryFolder();
    const computer = new SimulatedComputer();
    const store = await storeOf(computer, folder);
    computer.start('init');
    await live(computer, store, 10 * MINUTE);
    for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true });
    await live(computer, store, 2 * MINUTE);
    const now = computer.time.now();
    expect(namesOf(await ask(store, 'process', { from: now - MINUTE, to: now }, ['name']))).toEqual(['init']);
    expect(readdirSync(folder)).toContain('history.duckdb');
    expect(await store.gaps({ from: NOON + 2 * MINUTE, to: NOON + 8 * MINUTE })).toMatchObject([{ reason: 'damaged' }]);
  });

  it('that another process has open is left to it, and said', async () => {
    const folder = temporaryFolder();
    const computer = new SimulatedComputer();
    const script = `
      import { openStore } from '${projectRoot}/engine/store/store.ts';
      import { systemClock, systemTimers } from '${projectRoot}/client/node/platform.ts';
      await openStore({ folder: ${JSON.stringify(folder)}, clock: systemClock, timers: systemTimers,
        limits: ${JSON.stringify(limits)}, excluded: [], recording: true });
      process.stdout.write('open');
      setInterval(() => {}, 1000);`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: projectRoot });
    try {
      await new Promise((resolve) => other.stdout.once('data', resolve));
      const store = await storeOf(computer, folder);
      computer.start('init');
      await live(computer, store, 2 * MINUTE);
      expect((await store.status()).failure).toBe('locked');
      await expect(store.clear('all')).rejects.toBeInstanceOf(NoHistory);
      expect(await store.gaps({ from: NOON, to: NOON + MINUTE })).toMatchObject([{ reason: 'off' }]);
      const ended = new Promise((resolve) => other.once('exit', resolve));
      other.kill('SIGKILL');
      await ended;
      await tick(computer, store);
      await live(computer, store, 2 * MINUTE);
      expect((await store.status()).failure).toBeNull();
      expect(namesOf(await ask(store, 'process', always, ['name']))).toEqual(['init']);
    } finally {
      other.kill('SIGKILL');
    }
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
    await store.setExcluded([MARKER.toUpperCase()]);
    expect(holds(folder, MARKER)).toBe(false);
    await live(computer, store, 3 * MINUTE);
    await store.status();
    expect(holds(folder, MARKER)).toBe(false);
    expect((await store.status()).excluded).toEqual([MARKER.toUpperCase()]);
    await store.setExcluded([]);
    await live(computer, store, 3 * MINUTE);
    expect(namesOf(await ask(store, 'process', always, ['name']))).toContain(MARKER);
  }, 30_000);

  it('stays left out when a list in other letters takes the place of the one before', async () => {
    const folder = temporaryFolder();
    const computer = new SimulatedComputer();
    const store = await storeOf(computer, folder);
    computer.start('init');
    computer.start(MARKER);
    await live(computer, store, 3 * MINUTE);
    await store.setExcluded([MARKER, MARKER.toUpperCase()]);
    await store.setExcluded([MARKER.toUpperCase()]);
    await live(computer, store, 3 * MINUTE);
    expect(holds(folder, MARKER)).toBe(false);
    expect((await store.status()).excluded).toEqual([MARKER.toUpperCase()]);
  }, 30_000);

  it('is removed once the file can be opened again, where it could not be when it was left out', async () => {
    const folder = temporaryFolder();
    const computer = new SimulatedComputer();
    const first = await storeOf(computer, folder);
    computer.start(MARKER);
    await live(computer, first, 3 * MINUTE);
    await first.close();
    const held = `${folder}-held`;
    renameSync(folder, held);
    writeFileSync(folder, 'in the way');
    const store = await storeOf(computer, folder);
    await expect(store.setExcluded([MARKER])).rejects.toThrow(NoHistory);
    rmSync(folder);
    renameSync(held, folder);
    expect(holds(folder, MARKER)).toBe(true);
    await tick(computer, store);
    await tick(computer, store);
    expect(holds(folder, MARKER)).toBe(false);
  }, 30_000);

  it('is not opened again after the end, and questions that wait are not asked any more', async () => {
    const folder = temporaryFolder();
    const computer = new SimulatedComputer();
    const store = await storeOf(computer, folder);
    computer.start('init');
    await live(computer, store, 3 * MINUTE);
    const slow = store.query(() => ({
      sql: 'SELECT count(*) AS "key" FROM range(1000000) AS a, range(100000) AS b WHERE a.range % 7 = b.range % 11',
      parameters: [],
    }));
    const waiting = [store.status(), ask(store, 'process', always, ['name']), store.clear('all')].map((one) =>
      one.then(
        () => 'answered',
        () => 'refused',
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    const began = performance.now();
    await Promise.all([store.close(), expect(slow).rejects.toThrow(/interrupt/i)]);
    expect(performance.now() - began).toBeLessThan(2000);
    expect(await Promise.all(waiting)).toEqual(['answered', 'refused', 'refused']);
    await expect(store.clear('all')).rejects.toThrow(NoHistory);
  }, 30_000);
});
