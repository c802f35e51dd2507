import { expect, it } from 'vitest';
import { CURRENT_CUBES, cubeOf, makeAnew } from '../../../collector/rollups/generations.ts';
import { periodOf } from '../../../collector/rollups/periods.ts';
import { creatingRollups } from '../../../collector/rollups/tables.ts';
import { embeddedBackend } from './support/backends.ts';

it('an attempt that goes on after another has made the same leaves what counts', async () => {
  const storage = await embeddedBackend.openStorage();
  for (const statement of creatingRollups(storage.layout)) await storage.run(statement);
  const making = cubeOf(periodOf('day', 20_500));
  const insert = (n: number) => (generation: string) =>
    storage.run(
      `INSERT INTO candor.cubes (generation, period, start, n) SELECT {generation:UInt64}, 'day', toDate(20500), ${n}`,
      { generation },
      { once: true },
    );
  await makeAnew(storage, making, async (generation) => {
    await insert(1)(generation);
    await makeAnew(storage, making, insert(2));
  });
  const counted = () =>
    storage.query<{ n: number }>(`SELECT toUInt32(sum(n)) AS n FROM candor.cubes WHERE ${CURRENT_CUBES}`);
  expect(await counted()).toEqual([{ n: 2 }]);
  await makeAnew(storage, making, insert(3));
  expect(await counted()).toEqual([{ n: 3 }]);
  expect(await storage.query('SELECT toUInt32(count()) AS rows FROM candor.cubes')).toEqual([{ rows: 1 }]);
});
