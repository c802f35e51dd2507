import path from 'node:path';
import { expect, it } from 'vitest';
import { FIRST_ROWS, PAGE_ROWS } from '../../../app/finder/history.ts';
import type { Row } from '../../../app/query/query.ts';
import { createPastAnswers } from '../../../engine/asking/past.ts';
import { DAY_MS } from '../../../engine/store/days.ts';
import { simulateHistory } from '../../bench/finder/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { NOON, SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';
import { ask, storeOf } from './store-setup.ts';

/** Of runs whose text holds a word, in the order of an answer: what was seen last stands first. */
async function wanted(store: Parameters<typeof ask>[0], word: string): Promise<readonly string[]> {
  const rows = await ask(store, 'process', { from: NOON - 30 * DAY_MS, to: NOON }, [
    'place',
    'last',
    'name',
    'commandLine',
  ]);
  const fits = rows.filter((row) => `${String(row['name'])}\u001f${String(row['commandLine'])}`.includes(word));
  const by = (property: string) => (a: Row, b: Row) => Number(b[property]) - Number(a[property]);
  return fits.sort((a, b) => by('last')(a, b) || -by('place')(a, b)).map(({ key }) => key);
}

it('a question to weeks is answered from the newest first, and has the very rows of a whole answer once it is counted', async () => {
  const folder = path.join(temporaryFolder(), 'history');
  const until = NOON - 60_000;
  await simulateHistory(folder, { days: 17, rowsPerMinute: 4, runs: 17_000, names: 20, until });
  const computer = new SimulatedComputer(NOON);
  const store = await storeOf(computer, folder, { recording: false });
  const past = createPastAnswers(
    async () => store,
    computer.time,
    () => 0,
  );
  const common = await past.query(1, 'process program-1 during 30d', 'process');
  expect(common).toMatchObject({ counted: false, total: PAGE_ROWS, cut: false });
  expect(common.rows).toHaveLength(FIRST_ROWS);
  const { total } = await past.count(1, common.id);
  const keys: string[] = [];
  for (let from = 0; from < total; from += PAGE_ROWS) {
    keys.push(...(await past.page(1, common.id, from, PAGE_ROWS)).map(({ key }) => key));
  }
  const all = await wanted(store, 'program-1');
  expect(common.rows.map(({ key }) => key)).toEqual(all.slice(0, FIRST_ROWS));
  expect(keys).toEqual(all);
  expect(total).toBe(all.length);
  // What is rare is looked for everywhere before anything is said of it; and so is an order of one's own.
  const rare = await past.query(1, 'process file-4711 during 30d', 'process');
  expect(rare).toMatchObject({ counted: true, total: (await wanted(store, 'file-4711')).length });
  expect(await past.query(1, 'process program-1 during 30d | sort pid', 'process')).toMatchObject({
    counted: true,
    total,
  });
  const few = await past.query(1, 'process program-1 during 30d | limit 70', 'process');
  expect(few).toMatchObject({ counted: true, total: 70 });
  expect(few.rows.map(({ key }) => key)).toEqual(all.slice(0, 70));
  const cut = await past.query(1, 'process program-1 during 30d | limit 900', 'process');
  expect([cut.counted, await past.count(1, cut.id)]).toEqual([false, { total: 900, cut: false }]);
}, 60_000);
