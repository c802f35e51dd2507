import { describe, expect, it, vi } from 'vitest';
import { fields, flagsOf } from '../../../app/query/fields.ts';
import { objectTypes } from '../../../app/query/query.ts';
import { BREAK_OFF_MS } from '../../../engine/store/limits.ts';
import { TooLarge } from '../../../engine/store/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { DAY, HOUR, MINUTE, NOON, SECOND, SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';
import { ask, live, storeOf, tick } from './store-setup.ts';

async function setUp(start = NOON) {
  const computer = new SimulatedComputer(start);
  const store = await storeOf(computer, temporaryFolder());
  computer.start('init');
  return { computer, store };
}

describe('a relation', () => {
  it.each(objectTypes)(
    'of %s has every property and flag of its type, alone and with all others',
    async (type) => {
      const { computer, store } = await setUp();
      computer.units = [];
      await live(computer, store, MINUTE);
      const range = { from: NOON, to: NOON + HOUR };
      const all = [...fields[type].map(({ property }) => property), ...flagsOf[type].map((flag) => `is:${flag}`)];
      for (const needed of [[], ...all.map((property) => [property]), all]) {
        for (const length of [HOUR, 40 * DAY]) {
          const [row] = await store.query((relation) => {
            const { sql, parameters } = relation(type, { ...range, to: range.from + length }, new Set(needed));
            return { sql: `SELECT count(*) AS n, any_value(COLUMNS(*)) FROM (${sql})`, parameters };
          });
          const names = Object.keys(row ?? {}).filter((name) => name !== 'n');
          expect(names.sort()).toEqual([...new Set(['key', ...needed])].sort());
        }
      }
    },
    60_000,
  );

  it('has nothing of a range before the first reading, and an unknown property is none of its columns', async () => {
    const { computer, store } = await setUp();
    await live(computer, store, MINUTE);
    expect(await ask(store, 'process', { from: NOON - DAY, to: NOON - HOUR }, ['name'])).toEqual([]);
    const rows = await ask(store, 'process', { from: NOON, to: NOON + HOUR }, ['name', 'omen"; DROP TABLE state']);
    expect(Object.keys(rows[0] ?? {})).toEqual(['key', 'name']);
  });
});

describe('a page of what was found', () => {
  it.each(['process', 'port'] as const)('of %s is read by the numbers of its rows', async (type) => {
    const { computer, store } = await setUp();
    computer.start('second');
    computer.ports = [port(22), port(3000)];
    await live(computer, store, MINUTE);
    const range = { from: NOON, to: NOON + HOUR };
    const found = await ask(store, type, range, ['place']);
    expect(found).toHaveLength(2);
    const page = (only: readonly number[]) =>
      store.query((relation) => relation(type, range, new Set(['place', 'first', 'cpu']), { only }));
    const last = Number(found[1]?.['place']);
    expect(await page([last])).toMatchObject([{ key: found[1]?.key, place: last }]);
    expect(await page([])).toEqual([]);
    // It ends before the page is read.
    const ports = [port(22)];
    computer.ports = ports;
    computer.processes.delete(String(found[1]?.key));
    await live(computer, store, MINUTE);
    expect(await page([last])).toHaveLength(1);
  });
});

describe('processes at a moment', () => {
  it('stand with the time that they lived in it, their peak, and whether they began or ended in it', async () => {
    const { computer, store } = await setUp();
    computer.start('idle', { cpu: 1 });
    await live(computer, store, 5 * MINUTE + 10 * SECOND);
    const busy = computer.start('stress', { cpu: 97 });
    await live(computer, store, 20 * SECOND);
    computer.end(busy);
    await live(computer, store, 10 * MINUTE);
    const range = { from: NOON + 5 * MINUTE, to: NOON + 6 * MINUTE };
    const rows = await store.query((relation) => {
      const { sql, parameters } = relation(
        'process',
        range,
        new Set(['name', 'cpu', 'peak', 'lived', 'duration', 'is:new', 'is:gone']),
      );
      return { sql: `SELECT * FROM (${sql}) ORDER BY cpu DESC`, parameters };
    });
    expect(rows.map(({ name }) => name)).toEqual(['stress', 'idle', 'init']);
    expect(rows[0]).toMatchObject({ cpu: 97, peak: 97, 'is:new': true, 'is:gone': true });
    expect(Math.abs(Number(rows[0]?.['lived']) - 20 * SECOND)).toBeLessThanOrEqual(2 * SECOND);
    expect(rows[1]).toMatchObject({ lived: MINUTE, 'is:new': false, 'is:gone': false });
  });

  it('of which only a part lies in the range have the figures of that part', async () => {
    const { computer, store } = await setUp();
    const worker = computer.start('worker', { cpu: 80 });
    await live(computer, store, 5 * MINUTE);
    computer.change(worker, { cpu: 10 });
    await live(computer, store, 5 * MINUTE);
    computer.end(worker);
    await live(computer, store, MINUTE);
    const cpu = async (from: number, to: number) => {
      const rows = await ask(store, 'process', { from, to }, ['cpu', 'peak', 'name'], `"name" = 'worker'`);
      return rows.map((row) => [Math.round(Number(row['cpu'])), row['peak']]);
    };
    expect(await cpu(NOON + MINUTE, NOON + 4 * MINUTE)).toEqual([[80, 80]]);
    expect(await cpu(NOON + 6 * MINUTE, NOON + 9 * MINUTE)).toEqual([[10, 10]]);
    expect(await cpu(NOON - MINUTE, NOON + HOUR)).toEqual([[45, 80]]);
  });

  it('are the same from minutes and, for a long range, from hours', async () => {
    const { computer, store } = await setUp(NOON - 11 * HOUR);
    computer.cadence = 2 * MINUTE;
    const start = computer.time.now();
    computer.start('steady', { cpu: 30, memory: 50 * 1024 ** 2, read: 100 });
    const early = computer.start('early', { cpu: 60 });
    await live(computer, store, 90 * MINUTE);
    computer.end(early);
    computer.time.advance(21 * HOUR);
    await live(computer, store, 2 * HOUR);
    await tick(computer, store);
    const kept = ['cpu', 'peak', 'memory', 'memoryPeak', 'read', 'written', 'name', 'lived'];
    const byMinutes = await ask(store, 'process', { from: start, to: start + 26 * HOUR }, kept);
    const byHours = await ask(store, 'process', { from: start, to: start + 26 * HOUR + SECOND }, kept);
    const tables = await store.query(() => ({
      sql: "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'hours_%'",
      parameters: [],
    }));
    expect(tables).toHaveLength(1);
    expect(byHours).toHaveLength(3);
    for (const [index, row] of byHours.entries()) {
      for (const property of kept) {
        const other = byMinutes[index]?.[property];
        if (typeof other === 'number')
          expect(Math.abs(Number(row[property]) - other)).toBeLessThanOrEqual(other / 100 + SECOND);
        else expect(row[property]).toBe(other);
      }
    }
  }, 60_000);

  it('are changed, rare, mine, of the kernel, deleted or of an app as it was then', async () => {
    const { computer, store } = await setUp();
    computer.cadence = 5 * MINUTE;
    computer.start('kthread', { kernel: true, mine: false });
    computer.start('browser', { app: 'Firefox' });
    const replaced = computer.start('replaced');
    for (let day = 0; day < 4; day++) {
      const daily = computer.start('daily');
      if (day === 2) {
        const once = computer.start('once');
        await live(computer, store, 10 * MINUTE);
        computer.end(once);
      }
      await live(computer, store, 20 * MINUTE);
      computer.end(daily);
      await live(computer, store, 10 * MINUTE);
      computer.time.advance(23 * HOUR);
    }
    computer.change(replaced, { deleted: true, path: '/usr/bin/other' });
    await live(computer, store, 10 * MINUTE);
    const now = computer.time.now();
    const flags = ['is:changed', 'is:rare', 'is:mine', 'is:kernel', 'is:deleted', 'is:app'];
    const named = async (flag: string, from = NOON) => {
      const rows = await ask(store, 'process', { from, to: now }, ['name', ...flags], `"${flag}"`);
      return [...new Set(rows.map(({ name }) => name))].sort();
    };
    expect(await named('is:changed')).toEqual(['replaced']);
    expect(await named('is:changed', now - MINUTE)).toEqual([]);
    expect(await named('is:rare')).toEqual(['once']);
    expect(await named('is:kernel')).toEqual(['kthread']);
    expect(await named('is:mine')).not.toContain('kthread');
    expect(await named('is:deleted')).toEqual(['replaced']);
    expect(await named('is:app')).toEqual(['browser']);
  }, 60_000);
});

const port = (number: number, program = 'server') => ({
  key: `tcp.*.${number}`,
  protocol: 'tcp' as const,
  port: number,
  address: '*',
  process: 'b00t0001.101.0',
  pid: 101,
  program,
  user: 'ada',
  unit: 'server.service',
  since: NOON,
});

describe('ports, connections and units', () => {
  it('are intervals: a port that was opened twice is two rows, of which only the open one has its key', async () => {
    const { computer, store } = await setUp();
    computer.ports = [port(22, 'sshd'), port(3000)];
    await live(computer, store, 4 * MINUTE);
    computer.ports = [port(22, 'sshd')];
    await live(computer, store, 4 * MINUTE);
    computer.ports = [port(22, 'sshd'), { ...port(3000), since: computer.time.now() }];
    await live(computer, store, 4 * MINUTE);
    const range = { from: NOON, to: computer.time.now() };
    const rows = await ask(store, 'port', range, ['port', 'program', 'first', 'last', 'since', 'is:gone', 'is:new']);
    expect(rows.map(({ key }) => key)).toEqual(['tcp.*.22', 'tcp.*.3000', `tcp.*.3000@${NOON + 2 * SECOND}`]);
    expect(rows.map((row) => row['is:gone'])).toEqual([false, false, true]);
    expect(rows[2]).toMatchObject({ port: 3000, program: 'server', 'is:new': true });
    const at = await ask(store, 'port', { from: NOON + 5 * MINUTE, to: NOON + 6 * MINUTE }, ['port']);
    expect(at.map((row) => row['port'])).toEqual([22]);
  });

  it('that were not read this time are not gone', async () => {
    const { computer, store } = await setUp();
    computer.ports = [port(22)];
    await live(computer, store, MINUTE);
    computer.ports = undefined;
    await live(computer, store, 5 * MINUTE);
    const range = { from: NOON, to: computer.time.now() };
    expect(await ask(store, 'port', range, ['is:gone'])).toMatchObject([{ 'is:gone': false }]);
  });

  it('connections have both ends, and those that only wait to be forgotten none', async () => {
    const { computer, store } = await setUp();
    const { port: local, ...given } = port(40_000, 'curl');
    const connection = (remoteAddress: string, state: 'established' | 'time-wait') => ({
      ...given,
      key: `tcp.${local}.${remoteAddress}`,
      port: local,
      remoteAddress,
      remotePort: 443,
      direction: 'out' as const,
      state,
    });
    computer.connections = [connection('192.0.2.7', 'established'), connection('192.0.2.8', 'time-wait')];
    await live(computer, store, 2 * MINUTE);
    const rows = await ask(store, 'connection', { from: NOON, to: computer.time.now() }, [
      'remoteAddress',
      'remotePort',
      'direction',
      'program',
    ]);
    expect(rows).toMatchObject([{ remoteAddress: '192.0.2.7', remotePort: 443, direction: 'out', program: 'curl' }]);
  });

  it('units have their figures in the range', async () => {
    const { computer, store } = await setUp();
    const unit = {
      key: '/system.slice/a.service',
      name: 'a.service',
      kind: 'service' as const,
      user: 'root',
      processes: 2,
      cpu: 40,
      memory: 10 * 1024 ** 2,
      read: null,
      written: 640,
      cpuPressure: null,
      memoryPressure: null,
      ioPressure: null,
      since: NOON,
    };
    computer.units = [unit];
    await live(computer, store, 5 * MINUTE);
    computer.units = [{ ...unit, cpu: 20, processes: 3 }];
    await live(computer, store, 5 * MINUTE);
    const range = { from: NOON, to: NOON + 4 * MINUTE };
    expect(await ask(store, 'unit', range, ['cpu', 'memory', 'read', 'written', 'kind', 'user', 'name'])).toEqual([
      {
        key: unit.key,
        cpu: 40,
        memory: 10 * 1024 ** 2,
        read: null,
        written: 640,
        kind: 'service',
        user: 'root',
        name: 'a.service',
      },
    ]);
    const { values } = await store.series({ of: 'unit', key: unit.key, figure: 'cpu' }, 'hour');
    expect(values.filter((value) => value !== null).map((value) => Math.round(Number(value)))).toEqual([
      40, 40, 40, 40, 40, 20, 20, 20, 20, 20,
    ]);
  });
});

describe('the computer', () => {
  it('is a row a minute, the one that is gathered now too', async () => {
    const { computer, store } = await setUp();
    await live(computer, store, 3 * MINUTE);
    computer.run(30 * SECOND, store.observe.bind(store));
    const range = { from: NOON, to: computer.time.now() };
    const rows = await ask(store, 'device', range, ['time', 'cpu', 'memory', 'read', 'sent', 'processes']);
    expect(rows.map((row) => row['time'])).toEqual([0, 1, 2, 3].map((minute) => NOON + minute * MINUTE));
    expect(rows[3]).toMatchObject({ cpu: 10, memory: 4 * 1024 ** 3, read: 1000, sent: 4000, processes: 1 });
  });

  it('has a series with nothing where nothing is known', async () => {
    const { computer, store } = await setUp();
    await live(computer, store, 10 * MINUTE);
    computer.time.advance(20 * MINUTE);
    await live(computer, store, 10 * MINUTE);
    const { from, step, values } = await store.series({ of: 'system', figure: 'cpu' }, 'hour');
    expect([step, values.length, from + 60 * step]).toEqual([MINUTE, 60, NOON + 41 * MINUTE]);
    const known = values.map((value, index) => (value === null ? null : (from + index * step - NOON) / MINUTE));
    expect(known.filter((minute) => minute !== null)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39,
    ]);
    expect((await store.series({ of: 'system', figure: 'memory' }, 'month')).values.at(-1)).toBe(4 * 1024 ** 3);
    expect((await store.series({ of: 'process', key: 'none', figure: 'cpu' }, 'day')).values).toEqual(
      new Array(144).fill(null),
    );
  });
});

describe('values', () => {
  it('of a field begin with what was written, in any case of letters, the most frequent first', async () => {
    const { computer, store } = await setUp();
    for (const name of ['node', 'node', 'Notes', 'bash']) computer.start(name);
    computer.ports = [port(3000), port(3001), port(22, 'sshd')];
    await live(computer, store, MINUTE);
    expect(await store.values('process', 'name', 'NO')).toEqual(['node', 'Notes']);
    expect(await store.values('port', 'port', '3')).toEqual([3000, 3001]);
    expect(await store.values('process', 'commandLine', '')).toEqual([]);
    expect(await store.values('process', 'name', "%'; DROP TABLE state")).toEqual([]);
  });
});

describe('questions', () => {
  const slow = 'SELECT count(*) FROM range(10000000000) a(i), range(1000) b(j) WHERE hash(i) % 7 = j';
  const endless = () => ({ sql: slow, parameters: [] });

  it('that DuckDB refuses are refused, and the next one is answered', async () => {
    const { computer, store } = await setUp();
    await live(computer, store, MINUTE);
    await expect(store.query(() => ({ sql: "SELECT regexp_matches('a', '[')", parameters: [] }))).rejects.toThrow(
      /missing/,
    );
    expect(await ask(store, 'process', { from: NOON, to: NOON + HOUR }, ['name'])).toHaveLength(1);
    expect((await store.status()).failure).toBeNull();
  });

  it('that take too long are broken off, and the next one is answered', async () => {
    const { computer, store } = await setUp();
    await live(computer, store, MINUTE);
    const refused = expect(store.query(endless)).rejects.toThrow(/interrupt/i);
    // Its turn has to have come before the clock goes on: beside the minute's timer there is its own.
    await vi.waitFor(() => expect(computer.time.armed).toBe(2));
    computer.time.advance(21 * SECOND);
    await refused;
    expect(await ask(store, 'process', { from: NOON, to: NOON + HOUR }, ['name'])).toHaveLength(1);
  }, 30_000);

  it('that nobody waits for any more are broken off, under way and before their turn, and the next one is answered', async () => {
    const { computer, store } = await setUp();
    await live(computer, store, MINUTE);
    const given = new AbortController();
    const unwanted = new Error('unwanted');
    const refused = expect(store.query(endless, given)).rejects.toThrow(/interrupt/i);
    const waiting = expect(store.query(endless, given)).rejects.toBe(unwanted);
    // Its turn has to have come: beside the minute's timer there is its own.
    await vi.waitFor(() => expect(computer.time.armed).toBe(2));
    given.abort(unwanted);
    const over = vi.fn<() => void>();
    void refused.then(over);
    await vi.waitFor(() => {
      computer.time.advance(BREAK_OFF_MS);
      expect(over).toHaveBeenCalled();
    });
    await waiting;
    expect(await ask(store, 'process', { from: NOON, to: NOON + HOUR }, ['name'])).toHaveLength(1);
  }, 30_000);

  it('that need more memory than there may be are refused as such, and the next one is answered', async () => {
    const { computer, store } = await setUp();
    await live(computer, store, MINUTE);
    // A list cannot be put on the disk meanwhile, as what is sorted can: the engine says so at once.
    const wide = 'SELECT list(i) AS key FROM range(60000000) r(i)';
    await expect(store.query(() => ({ sql: wide, parameters: [] }))).rejects.toBeInstanceOf(TooLarge);
    expect(await ask(store, 'process', { from: NOON, to: NOON + HOUR }, ['name'])).toHaveLength(1);
    expect((await store.status()).failure).toBeNull();
  }, 30_000);

  it('give plain numbers and texts', async () => {
    const { computer, store } = await setUp();
    await live(computer, store, MINUTE);
    const [row] = await ask(store, 'process', { from: NOON, to: NOON + HOUR }, [
      'pid',
      'first',
      'memory',
      'name',
      'exit',
    ]);
    expect(Object.values(row ?? {}).map((value) => typeof value)).toEqual([
      'string',
      'number',
      'number',
      'number',
      'string',
      'object',
    ]);
  });
});
