import { expect, it } from 'vitest';
import { QUESTIONS } from '../../../collector/answers/questions/questions.ts';
import { fingerprint } from '../../../collector/erasure/erasures.ts';
import { eraseRows } from '../../../collector/queries/sender-queries.ts';
import { eraseFromRollups } from '../../../collector/rollups/erase-rollups.ts';
import { ERASED, INSTALLATION_DAYS } from '../../../collector/rollups/tables.ts';
import { isoDay } from '../../../collector/storage/rows.ts';
import type { Storage } from '../../../collector/storage/storage.ts';
import { rowOf, someBatch } from './support/batches.ts';
import { closing } from './support/closing.ts';
import { openStorage, TODAY } from './support/storages.ts';

const DAY = TODAY - 20;

/** A storage that has something happen before a statement with these words. */
function before(storage: Storage, words: string, happening: () => Promise<void>): Storage {
  return new Proxy(storage, {
    get(target, name) {
      if (name !== 'run') {
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      }
      const run: Storage['run'] = async (sql, ...rest) => {
        if (sql.includes(words)) await happening();
        await target.run(sql, ...rest);
      };
      return run;
    },
  });
}

/** Sessions and installations of some closed days. */
async function totals(storage: Storage, from: number, to: number) {
  const asked = { range: { from, to } };
  const { rows } = await QUESTIONS.totals.ask({ storage, asked, closedThrough: to, rules: { k: 1, of: 'users' } });
  return rows.map(({ sessions, installations }) => ({ sessions, installations }));
}

it('who is being erased is in no answer when cubes are made anew meanwhile, for those erased before', async () => {
  const storage = await openStorage();
  const [first, second, other] = [someBatch(), someBatch(), someBatch()];
  await storage.insert([first, second, other].map((batch) => rowOf(batch, DAY)));
  const { clock, closer, open } = await closing(storage, DAY + 1);
  await closer.close();
  const erase = async (on: Storage, batch: typeof first) => {
    const names = [fingerprint(batch.envelope)];
    await eraseRows(storage, names);
    await eraseFromRollups(on, names);
  };
  await erase(storage, first);
  const another = await open();
  let isMeanwhile = false;
  // Another collector looks for what is to be made anew when the contributions are known and who it is is not.
  const beside = before(storage, `INSERT INTO ${ERASED}`, async () => {
    clock.day++;
    await another.close();
    isMeanwhile = true;
  });
  await erase(beside, second);
  expect(isMeanwhile).toBe(true);
  expect(await totals(storage, DAY, DAY)).toEqual([{ sessions: 1, installations: 1 }]);
  clock.day++;
  await another.close();
  expect(await totals(storage, DAY, DAY)).toEqual([{ sessions: 1, installations: 1 }]);
});

it('what was subtracted of a person stays, when another collector erases them too while their rows are going', async () => {
  const storage = await openStorage();
  const [monday, sunday] = [DAY - ((DAY + 3) % 7), DAY - ((DAY + 3) % 7) + 6];
  const [person, other] = [someBatch(), someBatch()];
  const again = { ...person, envelope: { ...person.envelope, batch: someBatch().envelope.batch, session: 2 } };
  await storage.insert([rowOf(person, monday), rowOf(again, monday + 1), rowOf(other, sunday)]);
  const { closer } = await closing(storage, sunday + 1);
  await closer.close();
  expect(await totals(storage, monday, sunday)).toEqual([{ sessions: 3, installations: 2 }]);
  const names = [fingerprint(person.envelope)];
  await eraseRows(storage, names);
  // A mutation takes rows out of one part after the other.
  const midway = before(storage, `ALTER TABLE ${INSTALLATION_DAYS}`, async () => {
    const first = `DELETE WHERE day = '${isoDay(monday)}' SETTINGS mutations_sync = 2`;
    await storage.run(`ALTER TABLE ${INSTALLATION_DAYS} ${first}`);
    await eraseFromRollups(storage, names);
  });
  await eraseFromRollups(midway, names);
  expect(await totals(storage, monday, sunday)).toEqual([{ sessions: 1, installations: 1 }]);
});
