import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { noReports } from '../../../../client/core/batch/batch.ts';
import { MAX_BATCH_EVENTS } from '../../../../client/core/batch/limits.ts';
import { fingerprint } from '../../../../collector/erasure/erasures.ts';
import { keyOf } from '../../../../collector/intake/known-batches.ts';
import { queryInstallation } from '../../../../collector/queries/installation-query.ts';
import { queryOverview } from '../../../../collector/queries/overview-query.ts';
import { queryRecentBatches } from '../../../../collector/queries/sender-queries.ts';
import { columns } from '../../../../collector/storage/columns.ts';
import { finderRegistry } from '../../../support/finder-format.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import type { Backend } from '../support/backends.ts';
import { rowOf, someBatch } from '../support/batches.ts';
import { until } from '../support/collectors.ts';
import { someReports } from '../support/reports.ts';
import { TODAY } from '../support/storages.ts';

/** What every storage does, wherever its tables lie. */
export function describeStorage(backend: Backend): void {
  describe(`the storage in ${backend.name}`, () => {
    const { openStorage } = backend;
    it('counts a batch once that came through two collectors, even in two months', async () => {
      const storage = await openStorage();
      const batch = someBatch();
      await storage.insert([rowOf(batch, TODAY)]);
      await storage.insert([rowOf(batch, TODAY - 40)]);
      const overview = await queryOverview(storage, 1);
      expect(overview).toMatchObject({ sessions: 1, completeness: { received: 1 } });
      expect(overview.usage.map(({ count }) => count)).toEqual([1, 1, 1]);
    });

    it('deletes a batch when the time is over for which the registry allows to keep it', async () => {
      const storage = await openStorage();
      const kept = finderRegistry.envelope.fields.batch.retentionDays;
      const batch = () => someBatch({ envelope: { level: 'enhanced' }, reports: someReports });
      const batches = [TODAY, TODAY - kept + 1, TODAY - kept - 1].map((day) => rowOf(batch(), day));
      await storage.insert(batches);
      await until(async () => (await queryOverview(storage, 1)).sessions === 2, 'the oldest batch is gone');
      const left = await storage.query(
        'SELECT count(domain) AS domains, sum(length(logs.code)) AS lines FROM candor.batches',
      );
      expect(left).toEqual([{ domains: 2, lines: 2 * someReports.logs.length }]);
    });

    it('takes values as parameters only, and says what is wrong with a query', async () => {
      const storage = await openStorage();
      const text = "'; DROP TABLE candor.batches; --\\\n\t";
      expect(await storage.query('SELECT {text:String} AS text', { text })).toEqual([{ text }]);
      await expect(storage.query('SELECT {number:UInt8}', { number: text })).rejects.toThrow(
        'cannot be parsed as UInt8',
      );
      await expect(storage.query('SELECT nothing FROM nowhere')).rejects.toThrow('UNKNOWN_TABLE');
    });

    it('loads a block far larger than those that the loader makes', async () => {
      const storage = await openStorage();
      const usage = Array.from(
        { length: MAX_BATCH_EVENTS },
        () => ({ command: 'go.search', source: 'menu', time: 1 }) as const,
      );
      const batches = Array.from({ length: 60 }, () => rowOf(someBatch({ usage }), TODAY));
      await storage.insert(batches);
      const { usage: figures } = await queryOverview(storage, 1);
      expect(figures).toEqual([{ command: 'go.search', source: 'menu', count: 600_000, installations: 60 }]);
    });

    it('goes on loading while a long query runs', async () => {
      const storage = await openStorage();
      let isDone = false;
      const sql = 'SELECT max(sipHash64(number)) AS most FROM numbers(200000000)';
      const long = storage.query(sql, {}, { limitMs: 60_000 }).then(() => {
        isDone = true;
      });
      await storage.insert([rowOf(someBatch(), TODAY)]);
      expect(isDone).toBe(false);
      await long;
    });

    it('knows the newest batches of the last days, oldest first', async () => {
      const directory = path.join(temporaryFolder(), 'store');
      const storage = await openStorage(directory);
      const sent = [TODAY - 40, TODAY - 2, TODAY - 1, TODAY].map((day) => ({ day, batch: someBatch() }));
      await storage.insert(sent.map(({ day, batch }) => rowOf(batch, day)));
      const known = sent.map(({ batch: { envelope } }) =>
        keyOf({ batch: envelope.batch, sender: fingerprint(envelope) }),
      );
      expect(await queryRecentBatches(storage, TODAY - 31, 100)).toEqual(Buffer.concat(known.slice(1)));
      expect(await queryRecentBatches(storage, TODAY - 31, 2)).toEqual(Buffer.concat(known.slice(2)));
      await storage.close();

      const again = await openStorage(directory);
      expect(await queryRecentBatches(again, TODAY - 31, 100)).toEqual(Buffer.concat(known.slice(1)));
      expect(await queryInstallation(again, sent[0]?.batch.envelope.installation ?? '')).toEqual([sent[0]?.batch]);
    });

    it('reads what was stored before the table had all of its columns, as batches without what is in the others', async () => {
      const directory = path.join(temporaryFolder(), 'store');
      const older = await openStorage(directory);
      const before = someBatch({ envelope: { level: 'enhanced' }, dropped: { refused: 1 }, reports: someReports });
      const { installation } = before.envelope;
      await older.insert([rowOf(before, TODAY)]);
      // The table as an earlier build made it, which had neither these groups nor how much of a stack is foreign.
      const later = columns.filter(({ name }) => LATER.test(name));
      expect(later.length).toBeGreaterThan(15);
      for (const { name } of later) await older.run(`ALTER TABLE candor.batches DROP COLUMN \`${name}\``);
      await older.close();

      const storage = await openStorage(directory);
      const after = someBatch({
        envelope: { ...before.envelope, batch: randomUUID(), session: 2 },
        reports: someReports,
      });
      await storage.insert([rowOf(after, TODAY)]);
      const { errors } = someReports;
      const unknown = errors.map(({ report, count }) => ({ report: { ...report, foreign: 0 }, count }));
      expect(await queryInstallation(storage, installation)).toEqual([
        { ...before, ...noReports, errors: unknown },
        after,
      ]);
    });
  });
}

const LATER =
  /^(user|domain|role|customer|licence|errors\.foreign|(operations|counts|throughput|logs|configuration)\..*)$/;
