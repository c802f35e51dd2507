import type { TimeRange } from '../../../app/query/query.ts';
import { systemClock } from '../../../client/node/platform.ts';
import { createPastAnswers } from '../../../engine/asking/past.ts';
import { DAY_MS, MINUTE_MS } from '../../../engine/store/days.ts';
import type { Store } from '../../../engine/store/store.ts';
import { PLACE } from '../../../engine/store/store-api.ts';
import { questions } from './questions.ts';

/** Milliseconds of each of some questions, in the engine, without the window. */
export interface QueryTimes {
  readonly question: string;
  readonly times: readonly number[];
}

/** What a list of processes shows. */
const shown = [
  'name',
  'pid',
  'user',
  'cpu',
  'memory',
  'started',
  'path',
  'commandLine',
  'parentName',
  'unit',
  'duration',
  'ended',
];

/** Asks each question so many times. */
export async function measureQuestions(store: Store, until: number, times: number): Promise<readonly QueryTimes[]> {
  const month: TimeRange = { from: until - 30 * DAY_MS, to: until };
  const day: TimeRange = { from: until - DAY_MS, to: until };
  const minute: TimeRange = { from: until - 3 * DAY_MS, to: until - 3 * DAY_MS + MINUTE_MS };
  const ask = (range: TimeRange, needed: readonly string[], shape: (relation: string) => string) => () =>
    store.query((relation) => {
      const { sql, parameters } = relation('process', range, new Set(needed));
      return { sql: shape(`(${sql})`), parameters };
    });
  const single: Readonly<Record<string, () => Promise<unknown>>> = {
    'month | by name': ask(month, ['name'], (sql) => `SELECT name, count(*) FROM ${sql} GROUP BY name ORDER BY 2 DESC`),
    'month | by name | show max(peak)': ask(
      month,
      ['name', 'peak'],
      (sql) => `SELECT name, max(peak) FROM ${sql} GROUP BY name ORDER BY 2 DESC`,
    ),
    'month, word, a page': async () => {
      const found = await store.query((relation) => {
        const needed = new Set([PLACE, 'name', 'user', 'path', 'commandLine', 'last']);
        const { sql, parameters } = relation('process', month, needed);
        const matches = ['name', '"user"', 'path', 'commandLine'].map(
          (text) => `contains(lower(${text}), 'program-12')`,
        );
        return {
          sql: `SELECT place FROM (${sql}) WHERE ${matches.join(' OR ')} ORDER BY last DESC LIMIT 1000`,
          parameters,
        };
      });
      const page = found.slice(0, 200).map((row) => Number(row[PLACE]));
      return store.query((relation) => relation('process', month, new Set(shown), { only: page }));
    },
    'month, cpu > 90, sort': ask(
      month,
      ['name', 'pid', 'user', 'cpu', 'peak', 'first', 'last'],
      (sql) => `SELECT * FROM (${sql}) WHERE cpu > 90 ORDER BY cpu DESC LIMIT 200`,
    ),
    'month, is:rare': ask(month, ['name', 'is:rare'], (sql) => `SELECT * FROM (${sql}) WHERE "is:rare" LIMIT 200`),
    'month, one name, ended and duration': ask(
      month,
      ['name', 'ended', 'duration', 'last', 'user', 'commandLine'],
      (sql) => `SELECT * FROM (${sql}) WHERE name = 'program-123' ORDER BY ended DESC LIMIT 200`,
    ),
    'a day, sort cpu': ask(
      day,
      ['name', 'pid', 'cpu', 'memory', 'lived', 'user'],
      (sql) => `SELECT * FROM ${sql} ORDER BY cpu DESC LIMIT 200`,
    ),
    'at a minute, sort cpu': ask(
      minute,
      ['name', 'pid', 'cpu', 'memory', 'lived', 'duration', 'ended'],
      (sql) => `SELECT * FROM ${sql} ORDER BY cpu DESC LIMIT 200`,
    ),
    'series of an hour': () => store.series({ of: 'system', figure: 'cpu' }, 'hour'),
    'series of a month': () => store.series({ of: 'system', figure: 'cpu' }, 'month'),
    'series of a process, a month': () =>
      store.series({ of: 'process', key: 'b00t0001.1001.4711', figure: 'cpu' }, 'month'),
    'values of name': () => store.values('process', 'name', 'program-1'),
    gaps: () => store.gaps(month),
  };
  const measured: QueryTimes[] = [];
  for (const [question, asked] of Object.entries(single)) {
    const taken: number[] = [];
    for (let count = 0; count < times; count++) {
      const began = performance.now();
      await asked();
      taken.push(performance.now() - began);
    }
    measured.push({ question, times: taken });
  }
  return measured;
}

/** The questions of people, from their text to the rows of their first page; the first time warms up. */
export async function measureAsked(store: Store, times: number): Promise<readonly QueryTimes[]> {
  const past = createPastAnswers(
    async () => store,
    systemClock,
    () => 0,
  );
  const taken = new Map<string, number[]>(questions.map((text) => [text, []]));
  for (let turn = 0; turn <= times; turn++) {
    for (const text of questions) {
      const began = performance.now();
      await past.query(1, text, 'process');
      if (turn > 0) taken.get(text)?.push(performance.now() - began);
    }
  }
  return [...taken].map(([question, of]) => ({ question, times: of }));
}

export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
