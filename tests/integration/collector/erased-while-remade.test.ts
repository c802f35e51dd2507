import { expect, it } from 'vitest';
import { QUESTIONS } from '../../../collector/answers/questions/questions.ts';
import { fingerprint } from '../../../collector/erasure/erasures.ts';
import { eraseRows } from '../../../collector/queries/sender-queries.ts';
import { eraseFromRollups } from '../../../collector/rollups/erase-rollups.ts';
import { ERASED } from '../../../collector/rollups/tables.ts';
import type { Storage } from '../../../collector/storage/storage.ts';
import { rowOf, someBatch } from './support/batches.ts';
import { closing } from './support/closing.ts';
import { openStorage, TODAY } from './support/storages.ts';

const DAY = TODAY - 20;

it('who is being erased is in no answer when cubes are made anew meanwhile, for those erased before', async () => {
  const storage = await openStorage();
  const [first, second, other] = [someBatch(), someBatch(), someBatch()];
  await storage.insert([first, second, other].map((batch) => rowOf(batch, DAY)));
  const { clock, closer, open } = await closing(storage, DAY + 1);
  await closer.close();
  const totals = async () => {
    const asked = { range: { from: DAY, to: DAY } };
    const { rows } = await QUESTIONS.totals.ask({ storage, asked, closedThrough: DAY, rules: { k: 1, of: 'users' } });
    return rows.map(({ sessions, installations }) => ({ sessions, installations }));
  };
  const erase = async (on: Storage, batch: typeof first) => {
    const names = [fingerprint(batch.envelope)];
    await eraseRows(storage, names);
    await eraseFromRollups(on, names);
  };
  await erase(storage, first);
  const another = await open();
  let isMeanwhile = false;
  // Another collector looks for what is to be made anew when the contributions are known and who it is is not.
  const beside = new Proxy(storage, {
    get(target, name) {
      if (name !== 'run') {
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      }
      const run: Storage['run'] = async (sql, ...rest) => {
        if (sql.includes(`INSERT INTO ${ERASED}`)) {
          clock.day++;
          await another.close();
          isMeanwhile = true;
        }
        await target.run(sql, ...rest);
      };
      return run;
    },
  });
  await erase(beside, second);
  expect(isMeanwhile).toBe(true);
  expect(await totals()).toEqual([{ sessions: 1, installations: 1 }]);
  clock.day++;
  await another.close();
  expect(await totals()).toEqual([{ sessions: 1, installations: 1 }]);
});
