import { statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPastAnswers } from '../../../engine/asking/past.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { DAY, HOUR, MINUTE, NOON, SECOND, SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';
import { ask, live, storeOf } from './store-setup.ts';

describe('runs of processes', () => {
  it('a process that ended two seconds ago is found, with its life within a cadence', async () => {
    const computer = new SimulatedComputer();
    const store = await storeOf(computer, temporaryFolder());
    const observe = store.observe.bind(store);
    computer.start('init');
    computer.run(10 * SECOND, observe);
    const server = computer.start('server', { cpu: 50, commandLine: 'python3 -m http.server 3000' });
    computer.run(30 * SECOND, observe);
    computer.end(server);
    computer.run(2 * SECOND, observe);
    const now = computer.time.now();
    const gone = await ask(
      store,
      'process',
      { from: now - 5 * MINUTE, to: now },
      ['name', 'commandLine', 'duration', 'ended', 'lived', 'cpu', 'peak', 'is:gone', 'is:new'],
      '"is:gone"',
    );
    expect(gone).toMatchObject([
      {
        key: server.key,
        name: 'server',
        commandLine: 'python3 -m http.server 3000',
        'is:gone': true,
        'is:new': true,
        cpu: 50,
        peak: 50,
      },
    ]);
    const duration = Number(gone[0]?.['duration']);
    expect(Math.abs(duration - 30 * SECOND)).toBeLessThanOrEqual(2 * SECOND);
  });

  it('one that has ended is in an answer before the disk has it, and in a page of it afterwards', async () => {
    const computer = new SimulatedComputer();
    const folder = temporaryFolder();
    const store = await storeOf(computer, folder);
    const observe = store.observe.bind(store);
    computer.start('init');
    const server = computer.start('server', { cpu: 50 });
    await live(computer, store, 2 * MINUTE);
    const log = () => statSync(path.join(folder, 'history.duckdb.wal')).size;
    const before = log();
    const goesOn = computer.start('client', { cpu: 20 });
    computer.run(4 * SECOND, observe);
    computer.end(server);
    computer.run(2 * SECOND, observe);
    const past = createPastAnswers(
      async () => store,
      computer.time,
      () => 0,
    );
    const columns = '| columns name, pid, cpu, peak, lived, duration, ended';
    const { id, rows } = await past.query(1, `process (server or client) during 5m | sort name ${columns}`, 'process');
    expect(log()).toBe(before);
    expect(rows.map(({ key, ended }) => [key, ended === null])).toEqual([
      [goesOn.key, true],
      [server.key, false],
    ]);
    expect(rows[1]).toMatchObject({ cpu: 50, peak: 50 });
    await store.flush();
    expect(log()).toBeGreaterThan(before);
    expect(await past.page(1, id, 0, 200)).toEqual(rows);
    computer.run(2 * SECOND, observe);
    computer.end(goesOn);
    computer.run(2 * SECOND, observe);
    const [client, again] = await past.page(1, id, 0, 200);
    expect([client?.['ended'] === null, again]).toEqual([false, rows[1]]);
  });

  it('one run over midnights is one row, whatever range is asked about', async () => {
    const computer = new SimulatedComputer(NOON);
    computer.cadence = 5 * MINUTE;
    const store = await storeOf(computer, temporaryFolder());
    computer.start('init');
    const long = computer.start('long', { cpu: 20 });
    // One midnight that is recorded, and two that are not.
    await live(computer, store, 20 * MINUTE);
    computer.time.advance(11 * HOUR);
    await live(computer, store, HOUR + 20 * MINUTE);
    computer.time.advance(2 * DAY);
    await live(computer, store, 20 * MINUTE);
    computer.end(long);
    const ended = computer.time.now();
    await live(computer, store, HOUR);
    const midnight = NOON + 12 * HOUR;
    const ranges = [
      { from: NOON, to: NOON + HOUR },
      { from: midnight - HOUR, to: midnight },
      { from: midnight, to: midnight + 10 * MINUTE },
      { from: midnight - HOUR, to: midnight + HOUR },
      { from: NOON - DAY, to: NOON + 30 * DAY },
      { from: ended - 10 * MINUTE, to: ended + DAY },
    ];
    for (const range of ranges) {
      const rows = await ask(store, 'process', range, ['duration', 'ended', 'cpu', 'first'], `"key" = '${long.key}'`);
      expect(rows).toHaveLength(1);
      const [row] = rows;
      expect(row?.['first']).toBe(NOON + 5 * MINUTE);
      expect(Math.abs(Number(row?.['ended']) - ended)).toBeLessThanOrEqual(5 * MINUTE);
      expect(row?.['duration']).toBe(Number(row?.['ended']) - NOON);
      expect(row?.['cpu']).toBeCloseTo(20, 1);
    }
    // What nobody watched is not told as if it had been seen.
    const unwatched = { from: midnight + DAY, to: midnight + DAY + HOUR };
    expect(await ask(store, 'process', unwatched, ['name'])).toEqual([]);
    const [gap, ...others] = await store.gaps(unwatched);
    expect(others).toEqual([]);
    expect(gap).toMatchObject({ reason: 'off' });
    expect(gap?.from).toBeLessThanOrEqual(unwatched.from);
    expect(gap?.to).toBeGreaterThanOrEqual(unwatched.to);
  }, 60_000);
});
