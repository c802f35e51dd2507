import { describe, expect, it } from 'vitest';
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
    expect(await store.gaps(unwatched)).toMatchObject([{ ...unwatched, reason: 'off' }]);
  }, 60_000);
});
