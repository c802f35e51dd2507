import { describe, expect, it } from 'vitest';
import { readAddress } from '../../../collector/storage/clickhouse/address.ts';
import { withinFields } from '../../../collector/storage/clickhouse/parameters.ts';
import { checkServer } from '../../../collector/storage/clickhouse/server-checks.ts';
import { settingsOf } from '../../../collector/storage/clickhouse/settings.ts';
import { codeOf, isOfRows } from '../../../collector/storage/engine-codes.ts';
import type { Layout } from '../../../collector/storage/layout.ts';
import type { QueryParameters } from '../../../collector/storage/storage.ts';
import { StoreRefused } from '../../../collector/storage/storage.ts';

describe('the address of a ClickHouse server', () => {
  it('is taken apart, so that what can be said of it holds no password', () => {
    expect(readAddress('https://somebody:p%40ss@db.example.org:8443/path/')).toEqual({
      url: 'https://db.example.org:8443/path',
      user: 'somebody',
      password: 'p@ss',
    });
    expect(readAddress('http://127.0.0.1:8123')).toEqual({
      url: 'http://127.0.0.1:8123',
      user: 'default',
      password: '',
    });
  });

  it('is asked in the name of whoever is named beside it', () => {
    expect(readAddress('http://a:b@127.0.0.1:8123', { user: 'collector', password: 'hidden' })).toMatchObject({
      user: 'collector',
      password: 'hidden',
    });
  });

  it.each([
    ['127.0.0.1:8123', 'HTTP interface'],
    ['clickhouse', 'HTTP interface'],
    ['tcp://somebody:hidden@127.0.0.1:9000', 'HTTP interface'],
    ['http://somebody:hidden@127.0.0.1:8123/?async_insert=1', 'takes no settings'],
  ])('%s is refused, and its password not said', (text, why) => {
    expect(() => readAddress(text)).toThrow(why);
    expect(() => readAddress(text)).not.toThrow('hidden');
  });
});

describe('a ClickHouse server', () => {
  const SHARDS = ['1\t1', '2\t1'];
  const serverOf = (answers: { version?: string; shards?: string[]; macros?: string[] }) => ({
    list: async (sql: string) => {
      if (sql.includes('version()')) return [answers.version ?? '26.3.1.1'];
      return sql.includes('system.clusters') ? (answers.shards ?? SHARDS) : (answers.macros ?? ['replica', 'shard']);
    },
  });
  const server: Layout = { kind: 'server' };
  const cluster: Layout = { kind: 'cluster', cluster: 'candor' };

  it.each(['25.8.11.2', '26.2.9.1', '', 'soon'])(
    'of version %j is refused, and says which is needed',
    async (version) => {
      const check = checkServer(serverOf({ version }), server);
      await expect(check).rejects.toThrow(StoreRefused);
      await expect(check).rejects.toThrow('is too old: 26.3 or newer is needed');
    },
  );

  it.each(['26.3.1.1', '26.10.1.1', '27.1.2.3'])('of version %s is taken, in a cluster as well', async (version) => {
    await checkServer(serverOf({ version }), server);
    await checkServer(serverOf({ version }), cluster);
  });

  it.each([
    ['that knows no such cluster', { shards: [] }, 'knows no cluster candor'],
    ['whose shards would be sent each row once a replica', { shards: ['1\t1', '2\t0'] }, 'internal_replication'],
    ['that does not know which shard it is', { macros: ['replica'] }, 'no macro shard'],
  ])('%s is refused', async (_what, answers, why) => {
    await expect(checkServer(serverOf(answers), cluster)).rejects.toThrow(why);
  });

  it('is asked for a quorum and an answer of every shard where it is a cluster', () => {
    expect(settingsOf(server)).not.toHaveProperty('insert_quorum');
    expect(settingsOf(cluster)).toMatchObject({
      async_insert: 0,
      distributed_foreground_insert: 1,
      insert_quorum: 'auto',
      skip_unavailable_shards: 0,
      alter_sync: '2',
    });
  });
});

describe('an insert that is refused', () => {
  it.each([241, 159, 160, 33, 49, 60, 202, 242, 243, 252, 285, 319, 439, 999, 12_345])(
    'with code %i says nothing of the rows',
    (code) => {
      expect(isOfRows(code)).toBe(false);
    },
  );

  it.each([6, 27, 53, 321, 376, 469, 691])('with code %i is refused for what is in its rows', (code) => {
    expect(isOfRows(String(code))).toBe(true);
  });

  it('says which by the code in the text of the embedded engine', () => {
    expect(codeOf('Code: 469. DB::Exception: Constraint no_such is violated. (VIOLATED_CONSTRAINT)')).toBe(469);
    expect(isOfRows(codeOf('no space left'))).toBe(false);
  });
});

describe('values of a statement', () => {
  const mostBytes = (parameters: QueryParameters) =>
    Math.max(...Object.values(parameters).map((value) => Buffer.byteLength(JSON.stringify(value))));

  it('that a server takes stay as they are', () => {
    const question = { sql: 'SELECT {a:String}, {n:UInt8}, {ids:Array(UUID)}', parameters: { a: '', n: 1, ids: [] } };
    expect(withinFields(question)).toEqual(question);
  });

  it('that are longer than a server takes go as several', () => {
    const ids = Array.from({ length: 10_000 }, (_, at) => String(at).padStart(36, '0'));
    const long = '\\'.concat('😀"'.repeat(100_000));
    const { sql, parameters } = withinFields({
      sql: 'SELECT {ids:Array(UUID)}, {long:String}, {longer:String}',
      parameters: { ids, long, longer: 'short' },
    });
    expect(mostBytes(parameters)).toBeLessThan(128 * 1024);
    const namesOf = (name: string) => Object.keys(parameters).filter((one) => one.startsWith(`${name}_`));
    expect(namesOf('ids').flatMap((name) => parameters[name])).toEqual(ids);
    expect(
      namesOf('long')
        .map((name) => parameters[name])
        .join(''),
    ).toBe(long);
    for (const part of namesOf('long').map((name) => String(parameters[name])))
      expect(Buffer.from(part).toString()).toBe(part);
    expect(sql).toBe(
      `SELECT arrayConcat(${namesOf('ids').map((name) => `{${name}:Array(UUID)}`)}), `
        .replaceAll(',{', ', {')
        .concat(`concat(${namesOf('long').map((name) => `{${name}:String}`)}), {longer:String}`)
        .replaceAll(',{', ', {'),
    );
  });
});
