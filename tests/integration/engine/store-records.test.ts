import { describe, expect, it, onTestFinished } from 'vitest';
import type { Row, TimeRange } from '../../../app/query/query.ts';
import { openStore, type Store } from '../../../engine/store/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { DAY, HOUR, MINUTE, NOON, SECOND, SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';

const limits = { memoryMB: 128, sizeMB: 200, days: 30 };

async function storeFor(computer: SimulatedComputer, folder = temporaryFolder()): Promise<Store> {
  const { time } = computer;
  const store = await openStore({ folder, clock: time, timers: time, limits, excluded: [], recording: true });
  onTestFinished(() => store.close());
  return store;
}

/** Lets time pass, and what is gathered be written. */
async function live(computer: SimulatedComputer, store: Store, milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 10 * MINUTE) {
    computer.run(Math.min(left, 10 * MINUTE), (observation) => store.observe(observation));
    await store.flush();
  }
}

function ask(store: Store, range: TimeRange, properties: readonly string[], where = 'true'): Promise<Row[]> {
  return store.query((relation) => {
    const { sql, parameters } = relation('process', range, new Set(properties));
    return { sql: `SELECT * FROM ${sql} WHERE ${where} ORDER BY "key"`, parameters };
  });
}

describe('runs of processes', () => {
  it('a process that ended two seconds ago is found, with its life within a cadence', async () => {
    const computer = new SimulatedComputer();
    const store = await storeFor(computer);
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
  it('one run over three midnights is one row, whatever range is asked about', async () => {
    const computer = new SimulatedComputer(NOON);
    computer.cadence = 10 * MINUTE;
    const store = await storeFor(computer);
    computer.start('init');
    const long = computer.start('long', { cpu: 20 });
    await live(computer, store, 3 * DAY);
    computer.end(long);
    await live(computer, store, HOUR);
    const ranges = [
      { from: NOON, to: NOON + HOUR },
      { from: NOON + 11 * HOUR, to: NOON + 13 * HOUR },
      { from: NOON + 12 * HOUR, to: NOON + 36 * HOUR },
      { from: NOON - DAY, to: NOON + 30 * DAY },
      { from: NOON + 2.5 * DAY, to: NOON + 4 * DAY },
    ];
    for (const range of ranges) {
      const rows = await ask(store, range, ['duration', 'ended', 'cpu', 'lived'], '"key" = \'' + long.key + "'");
      expect(rows).toHaveLength(1);
      expect(rows[0]?.['ended']).toBe(NOON + 3 * DAY + 5 * MINUTE);
      expect(rows[0]?.['duration']).toBe(3 * DAY + 5 * MINUTE);
      expect(rows[0]?.['cpu']).toBeCloseTo(20, 1);
    }
  });
});
