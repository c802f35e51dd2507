import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../../app/query/evaluate.ts';
import { examples } from '../../../app/query/help.ts';
import { parseQuery } from '../../../app/query/parse.ts';
import type { Row } from '../../../app/query/query.ts';
import { createPastAnswers } from '../../../engine/asking/past.ts';
import { openStore, type Store } from '../../../engine/store/store.ts';
import { documentedQueries } from '../../support/documented-queries.ts';
import { HOUR, MINUTE, NOON, SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';
import { limits, live } from './store-setup.ts';

const queries = [...new Set([...examples.map(({ query }) => query), ...documentedQueries])];

describe('every query of the documentation and the help', () => {
  const computer = new SimulatedComputer(NOON);
  let store: Store;
  let past: ReturnType<typeof createPastAnswers>;

  beforeAll(async () => {
    const { time } = computer;
    const folder = mkdtempSync(path.join(tmpdir(), 'candor-test-'));
    store = await openStore({
      folder,
      clock: time,
      timers: time,
      limits,
      excluded: [],
      recording: true,
    });
    computer.cadence = MINUTE;
    computer.start('init');
    const failed = computer.start('firefox', { user: 'root', cpu: 50, memory: 1024 ** 3 });
    await live(computer, store, HOUR);
    computer.change(failed, { state: 'zombie', exit: 3 });
    await live(computer, store, MINUTE);
    computer.end(failed);
    await live(computer, store, MINUTE);
    past = createPastAnswers(
      async () => store,
      time,
      () => NOON - HOUR,
    );
    return async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    };
  });

  it.each(queries)('%s is answered from the history and from what is there now', async (text) => {
    const { query } = parseQuery(text);
    if (query === null) throw new Error('it is not read');
    const answer = await past.query(1, text, 'process');
    expect(answer).toMatchObject({ type: query.type });
    expect(answer.columns.length).toBeGreaterThan(0);
    const now = evaluate(query, [...computer.processes.values()] as readonly Row[], { now: computer.time.now() });
    expect(now.columns).toEqual(answer.columns);
  });

  it('finds what it says, where there is such a thing', async () => {
    const names = async (text: string) => (await past.query(1, text, 'process')).rows.map(({ name }) => name);
    for (const text of [
      'process firefox',
      'process exit>0 during 24h | sort ended desc',
      'process is:gone during 5m',
      'process memory>=500MB | sort memory desc',
    ]) {
      expect(await names(text), text).toEqual(['firefox']);
    }
    expect(await names('process -user:root')).toEqual(['init']);
  });
});
