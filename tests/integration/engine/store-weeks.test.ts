import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../app/query/evaluate.ts';
import { parseQuery } from '../../../app/query/parse.ts';
import type { Query } from '../../../app/query/query.ts';
import { createPastAnswers } from '../../../engine/asking/past.ts';
import { Database } from '../../../engine/store/database.ts';
import { historyFile } from '../../../engine/store/files.ts';
import type { Store } from '../../../engine/store/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { ask, found, limits, storeOf, threeDays, tick } from './store-setup.ts';

const always = { from: 0, to: 4_000_000_000_000 };
const texts = ['name', 'pid', 'user', 'path', 'commandLine', 'parentName', 'last', 'ended'];

const tables = async (store: Store): Promise<readonly string[]> => {
  const sql = 'SELECT table_name AS name FROM duckdb_tables() WHERE NOT temporary ORDER BY name';
  return (await store.query(() => ({ sql, parameters: [] }))).map(({ name }) => String(name));
};

const ofRuns = (names: readonly string[]) => names.filter((name) => /^(runs|weeks|texts)_/.test(name));

const queryOf = (text: string): Query => {
  const { query } = parseQuery(text, 'process');
  if (query === null) throw new Error(text);
  return query;
};

/** A file of version 1 has the runs of each day in a table of its own, with their texts. */
async function asVersion1(folder: string): Promise<void> {
  const database = await Database.open(historyFile(folder), { folder, memoryMB: 128 });
  const rows = (sql: string) => database.rows({ sql, parameters: [] });
  const weeks = await rows("SELECT table_name AS name FROM duckdb_tables() WHERE table_name LIKE 'weeks_%'");
  for (const { name } of weeks) {
    const ofWeek = String(name).replace('weeks', 'texts');
    for (const { day } of await rows(`SELECT DISTINCT day FROM ${name}`)) {
      await database.run(`CREATE TABLE runs_${day} AS SELECT * EXCLUDE (day, text) FROM ${name} WHERE day = ${day}`);
    }
    await database.run(`DROP TABLE ${name}; DROP TABLE ${ofWeek};`);
  }
  await database.run('UPDATE state SET version = 1; CHECKPOINT;');
  database.close();
}

describe('runs of days that are over', () => {
  it('lie in the table of their week, each of their texts once, and are found by words and by command lines', async () => {
    const folder = temporaryFolder();
    const computer = await threeDays(folder);
    const store = await storeOf(computer, folder);
    expect(ofRuns(await tables(store)).map((name) => name.replace(/\d+$/, ''))).toContain('weeks_');
    const rows = await ask(store, 'process', always, texts);
    for (const terms of [
      'second-day',
      'SECOND-DAY 7919',
      'number -third-day',
      '7919',
      'first-day or command:"--number 15838"',
      'command:"number 7919"',
      'command~"day --number 79[0-9]*$"',
      'command!="second-day --number 7919" first',
      '-command:number',
      'init',
      'second-day second-day',
      'one two three four five six seven eight nine ten',
      'nothing-of-the-kind',
    ]) {
      const query = queryOf(`process ${terms}`);
      const wanted = evaluate(query, rows, { now: computer.time.now(), bootedAt: 0 }).rows;
      const keys = await found(store, computer, `process ${terms} during 30d`);
      expect({ terms, keys: keys.toSorted() }).toEqual({ terms, keys: wanted.map(({ key }) => key).toSorted() });
      expect(new Set(keys).size).toBe(keys.length);
      const sorted = await found(store, computer, `process ${terms} during 30d | sort pid desc | limit 7`);
      const inOrder = evaluate(queryOf(`process ${terms} | sort pid desc | limit 7`), rows, { now: 0, bootedAt: 0 });
      expect({ terms, sorted }).toEqual({ terms, sorted: inOrder.rows.map(({ key }) => key) });
    }
  }, 60_000);

  it('of an older version are moved there little by little, and found all the while', async () => {
    const folder = temporaryFolder();
    const computer = await threeDays(folder);
    await asVersion1(folder);
    const store = await storeOf(computer, folder);
    const days = ofRuns(await tables(store));
    expect(days.length).toBeGreaterThan(1);
    for (const name of days) expect(name).toMatch(/^runs_/);
    const before = await ask(store, 'process', always, texts);
    const words = await found(store, computer, 'process second-day during 30d');
    expect(words.length).toBeGreaterThan(20);
    const past = createPastAnswers(
      async () => store,
      computer.time,
      () => 0,
    );
    const answer = await past.query(1, 'process --number during 30d | sort cpu desc', 'process');
    for (let minute = 0; minute < 3; minute++) {
      await tick(computer, store);
      expect(await ask(store, 'process', always, texts)).toEqual(before);
      expect(await found(store, computer, 'process second-day during 30d')).toEqual(words);
      // The rows of an answer are elsewhere than they were found.
      expect(await past.page(1, answer.id, 0, 200)).toEqual(answer.rows);
    }
    expect(ofRuns(await tables(store)).filter((name) => name.startsWith('runs_')).length).toBeLessThan(days.length);
  }, 60_000);

  it('are gone with their texts when their day is', async () => {
    const folder = temporaryFolder();
    const computer = await threeDays(folder);
    const store = await storeOf(computer, folder);
    const ended = 'first-day --number 158380';
    expect(await found(store, computer, `process command="${ended}" during 30d`)).toHaveLength(1);
    for (let minute = 0; minute < 15; minute++) await tick(computer, store);
    await store.setLimits({ ...limits, days: 1 });
    const one = async (sql: string) => (await store.query(() => ({ sql, parameters: [] })))[0]?.['n'];
    for (const texts of (await tables(store)).filter((name) => name.startsWith('texts_'))) {
      const week = texts.replace('texts', 'weeks');
      expect(await one(`SELECT count(*) AS n FROM ${texts} WHERE id NOT IN (SELECT text FROM ${week})`)).toBe(0);
      // What goes on still is of every day; what ended on the first is of none.
      expect(await one(`SELECT count(*) AS n FROM ${texts} WHERE command = '${ended}'`)).toBe(0);
    }
    expect(await found(store, computer, 'process first-day during 30d')).toHaveLength(20);
    expect((await found(store, computer, 'process third-day during 30d')).length).toBeGreaterThan(20);
  }, 60_000);
});
