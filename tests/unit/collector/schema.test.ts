import { describe, expect, it } from 'vitest';
import { columns, keptDaysOf } from '../../../collector/storage/columns.ts';
import { dayOf, isoDay, receivedOn } from '../../../collector/storage/rows.ts';
import { migrate } from '../../../collector/storage/schema.ts';
import { tableOf } from '../../../collector/storage/table.ts';
import { finderGroups, finderRegistry } from '../../support/finder-format.ts';

describe('the table of batches', () => {
  it('has a column for every field of the registry, each once', () => {
    const names = columns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const { envelope, context, organisation, ...groups } = finderGroups;
    const alone = [envelope, context, organisation].flatMap((group) => Object.keys(group?.fields ?? {}));
    expect(names).toEqual(expect.arrayContaining(['received', ...alone]));
    for (const group of ['usage', 'operations', 'errors', 'logs']) {
      const fields = Object.keys(groups[group]?.fields ?? {});
      expect(fields).not.toEqual([]);
      expect(names).toEqual(expect.arrayContaining(fields.map((name) => `${group}.${name}`)));
    }
    for (const group of Object.keys(groups)) expect(names.some((name) => name.startsWith(`${group}.`))).toBe(true);
  });

  it('has room for every number that the registry allows', () => {
    const bits = (name: string) =>
      Number(/UInt(\d+)/.exec(columns.find((column) => column.name === name)?.type ?? '')?.[1]);
    const values = { dropped: 'count', counts: 'count', throughput: 'minutes' } as const;
    const numbers = Object.entries(finderGroups).flatMap(([group, { fields }]) =>
      Object.entries(fields).flatMap(([name, { type }]) => {
        if (type.kind !== 'uint' || group === 'logs') return [];
        const own = group === 'envelope' || group === 'context' ? name : `${group}.${name}`;
        return [{ column: group in values ? `${group}.${values[group as keyof typeof values]}` : own, max: type.max }];
      }),
    );
    expect(numbers.length).toBeGreaterThan(25);
    for (const { column, max } of numbers) expect([column, 2 ** bits(column) > max]).toEqual([column, true]);
  });

  const DECLARED = columns.map(({ name, type }) => `${name}\t${type}\t`);
  const NEWEST = '5';

  /** A store of a structure with these columns, each as "name<tab>type<tab>comment", that keeps rows for some days. */
  function storeOf(version: string, existing: readonly string[] = DECLARED, days = 400, views: readonly string[] = []) {
    const run: string[] = [];
    const connection = {
      run: async (sql: string) => void run.push(sql),
      list: async (sql: string) => {
        if (sql.includes('max(version)')) return [version];
        if (sql.includes('today()')) return ['2026-03-09'];
        if (sql.includes('create_table_query')) {
          return [`CREATE TABLE … (…) ENGINE = … TTL received + toIntervalDay(${days}) SETTINGS …`];
        }
        return [...(sql.includes('system.columns') ? existing : views)];
      },
    };
    return { run, connection, altered: () => run.filter((sql) => sql.startsWith('ALTER')) };
  }

  it('gets the columns that it does not have yet, and is left alone when it has all of them', async () => {
    const missing = ['language', 'user', 'domain'];
    const store = storeOf(
      NEWEST,
      DECLARED.filter((column) => !missing.includes(column.split('\t')[0] ?? '')),
    );
    await migrate(store.connection);
    expect(store.altered()).toEqual([
      'ALTER TABLE candor.batches ADD COLUMN IF NOT EXISTS `language` LowCardinality(Nullable(String)), ' +
        'ADD COLUMN IF NOT EXISTS `user` Nullable(UUID), ADD COLUMN IF NOT EXISTS `domain` LowCardinality(Nullable(String))',
    ]);
    const whole = storeOf(NEWEST);
    await migrate(whole.connection);
    expect(whole.altered()).toEqual([]);
  });

  it('is left alone when a newer collector has written it: a newer structure, or a column that nobody knows', async () => {
    const isRefused = async (store: ReturnType<typeof storeOf>, why: string) => {
      await expect(migrate(store.connection)).rejects.toThrow(why);
      expect(store.run.filter((sql) => !sql.startsWith('CREATE'))).toEqual([]);
    };
    await isRefused(storeOf('99'), 'the data is of structure 99, newer than this collector');
    const more = storeOf('1', [...DECLARED, 'colour\tUInt8\t']);
    await isRefused(more, 'the data has a column colour, which is newer than this collector');
  });

  it('has columns widened, and is not opened by a collector whose column is narrower or of another kind', async () => {
    const as = (name: string, type: string) =>
      DECLARED.map((column) => (column.startsWith(`${name}\t`) ? `${name}\t${type}\t` : column));
    for (const [name, narrow, wide] of [
      ['notice', 'UInt8', 'UInt16'],
      ['cores', 'UInt8', 'Nullable(UInt16)'],
      ['memory', 'Nullable(UInt8)', 'Nullable(UInt16)'],
      ['language', 'LowCardinality(String)', 'LowCardinality(Nullable(String))'],
      ['operations.bucket', 'Array(Array(UInt8))', 'Array(Array(UInt16))'],
      ['user', 'UUID', 'Nullable(UUID)'],
      ['domain', 'LowCardinality(String)', 'LowCardinality(Nullable(String))'],
    ] as const) {
      const store = storeOf(NEWEST, as(name, narrow));
      await migrate(store.connection);
      expect(store.altered()).toEqual([`ALTER TABLE candor.batches MODIFY COLUMN \`${name}\` ${wide}`]);
    }
    for (const [name, type] of [
      ['cores', 'UInt64'],
      ['usage.time', 'Array(UInt64)'],
      ['country', 'UUID'],
      ['version', 'LowCardinality(Nullable(String))'],
      ['notice', 'Nullable(UInt16)'],
      // A sorting key cannot be changed.
      ['session', 'UInt16'],
    ] as const) {
      const store = storeOf(NEWEST, as(name, type));
      await expect(migrate(store.connection)).rejects.toThrow(`the data's column ${name} is of type ${type}`);
      expect(store.altered()).toEqual([]);
    }
  });

  it('keeps its rows for as long as the registry says now', async () => {
    const store = storeOf(NEWEST, DECLARED, 30);
    await migrate(store.connection);
    expect(store.altered()).toEqual(['ALTER TABLE candor.batches MODIFY TTL received + toIntervalDay(400)']);
  });

  it('cannot keep a field for longer than the row that it stands in, nor one field of a list for longer than another', () => {
    const longer = columns.map((column) => (column.name === 'os' ? { ...column, keptDays: 401 } : column));
    expect(() => tableOf(longer)).toThrow('os is to be kept for 401 days, and its row for 400');
    const { usage } = finderRegistry;
    const { command, source } = usage.fields;
    const fields = { command, source: { ...source, retentionDays: 30 } };
    expect(keptDaysOf({ ...usage, fields: { command, source } })).toBe(400);
    expect(() => keptDaysOf({ ...usage, fields })).toThrow(
      'command, source: the fields of one list must have one retention',
    );
  });

  it('gets views, and later only those anew that have changed', async () => {
    const run = async (existing: readonly string[]) => {
      const store = storeOf(NEWEST, DECLARED, 400, existing);
      await migrate(store.connection);
      return store.run.flatMap((sql) => {
        const [, name, hash] = /VIEW candor\.(\w+) .* COMMENT '(\w+)'$/s.exec(sql) ?? [];
        return name ? [`${name} ${hash}`] : [];
      });
    };
    const all = await run([]);
    expect(all.map((view) => view.split(' ')[0])).toEqual(expect.arrayContaining(['usage', 'operations', 'errors']));
    expect(await run(all)).toEqual([]);
    const [first = '', ...others] = all;
    expect(await run([`${first}0`, ...others])).toEqual([first]);
  });
});

describe('days', () => {
  it('are counted in UTC', () => {
    expect(dayOf(Date.UTC(2026, 2, 9))).toBe(20_521);
    expect(dayOf(Date.UTC(2026, 2, 9, 23, 59, 59, 999))).toBe(20_521);
    expect(isoDay(20_521)).toBe('2026-03-09');
  });

  it('of receipt are none before there was a program, and none that a row has no room for', () => {
    expect(receivedOn(Date.UTC(2026, 2, 9, 23, 59))).toBe(20_521);
    expect([receivedOn(Date.UTC(2026, 0, 1)), receivedOn(Date.UTC(2149, 5, 6))]).toEqual([20_454, 65_535]);
    for (const wrong of [
      0,
      -1,
      Number.NaN,
      Date.UTC(2025, 11, 31),
      Date.UTC(2149, 5, 7),
      8.64e15,
      Number.POSITIVE_INFINITY,
    ]) {
      expect(receivedOn(wrong)).toBeUndefined();
    }
  });
});
