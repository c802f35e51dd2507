import { expect, it } from 'vitest';
import { queryCells } from '../../../collector/answers/cells.ts';
import { serverBackend } from './support/backends.ts';
import { rowOf } from './support/batches.ts';
import { closing } from './support/closing.ts';
import { endServers, isRealServer, serverOf } from './support/servers.ts';
import { TODAY } from './support/storages.ts';
import { batchOf, someInstallation } from './support/user-data.ts';

endServers();

it('rows and cubes whose insert was done, and its answer lost, count once', async ({ skip }) => {
  skip(isRealServer, 'a server that is not ours loses no answers');
  const storage = await serverBackend.openStorage();
  const who = [someInstallation(), someInstallation(), someInstallation()];
  await storage.insert(who.map((its) => rowOf(batchOf(its), TODAY - 1)));
  const server = await serverOf('store');
  const { closer } = await closing(storage, TODAY);
  for (const of of ['INSERT INTO candor\\.installation_days', 'INSERT INTO candor\\.cubes']) {
    await server.fault({ kind: 'lost-answer', of, times: 1 });
    await expect(closer.close()).rejects.toThrow();
  }
  await server.lift();
  await closer.close();
  const range = { from: TODAY - 1, to: TODAY - 1 };
  const [sessions] = await queryCells(storage, { range, closedThrough: range.to, kinds: ['sessions'], of: 'users' });
  expect(sessions).toMatchObject({ sum: 3, installations: 3 });
  const left = await storage.query<{ count: number }>(
    `SELECT toUInt32(uniqExact(generation)) AS count FROM candor.installation_days GROUP BY day
     UNION ALL SELECT toUInt32(uniqExact(generation)) FROM candor.cubes GROUP BY period, start`,
  );
  expect(new Set(left.map(({ count }) => count))).toEqual(new Set([1]));
});
