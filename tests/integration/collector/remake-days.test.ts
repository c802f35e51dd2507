import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { queryCells } from '../../../collector/answers/cells.ts';
import { queryClosedDays } from '../../../collector/answers/closed-days.ts';
import { fingerprint } from '../../../collector/erasure/erasures.ts';
import { eraseRows } from '../../../collector/queries/sender-queries.ts';
import type { CubeKind } from '../../../collector/rollups/cube-kinds.ts';
import { eraseFromRollups } from '../../../collector/rollups/erase-rollups.ts';
import { LAYOUT } from '../../../collector/rollups/tables.ts';
import { type Storage, StoreRefused } from '../../../collector/storage/storage.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rowOf, someBatch } from './support/batches.ts';
import { closing } from './support/closing.ts';
import { someReports } from './support/reports.ts';
import { openStorage, TODAY } from './support/storages.ts';

/** Figures of the first layout, and those that joined. */
const FIRST: readonly CubeKind[] = ['sessions', 'batches', 'command', 'use', 'platform', 'version', 'lost'];
const JOINED: readonly CubeKind[] = ['operation', 'duration', 'vote', 'uses', 'expected', 'missing', 'flow', 'field'];

const { operations } = someReports;
const DAYS = [TODAY - 70, TODAY - 69, TODAY - 50, TODAY - 49, TODAY - 20];
const NEWEST = DAYS.at(-1) ?? 0;

/** What a store of the first layout had closed: what has joined since is taken out of it. */
async function makeFirst(storage: Storage): Promise<void> {
  const known = FIRST.map((kind) => `'${kind}'`).join(', ');
  const columns = await storage.query<{ name: string }>(
    `SELECT name FROM system.columns WHERE database = 'candor' AND table = 'installation_days'
     AND position > (SELECT position FROM system.columns WHERE database = 'candor' AND table = 'installation_days' AND name = 'lost.n')`,
  );
  const joined = columns.map(({ name }) => `\`${name}\``).join(', ');
  // There were no generations, and what was made lay in other tables until it took its place.
  for (const [table, partition, order, without] of [
    ['installation_days', 'day', '(product, number)', `generation, ${joined}`],
    ['cubes', '(period, start)', '(dimension, segment, kind, product, item)', 'generation'],
  ]) {
    const engine = `ENGINE = MergeTree PARTITION BY ${partition} ORDER BY ${order}`;
    await storage.run(`CREATE TABLE candor.former ${engine} AS SELECT * EXCEPT (${without}) FROM candor.${table}`);
    await storage.run(`DROP TABLE candor.${table}`);
    await storage.run(`RENAME TABLE candor.former TO candor.${table}`);
    await storage.run(`CREATE TABLE candor.${table}_staging AS candor.${table}`);
  }
  await storage.run('DROP TABLE candor.generations');
  await storage.run(`ALTER TABLE candor.cubes DELETE WHERE kind NOT IN (${known}) SETTINGS mutations_sync = 2`);
  await storage.run('ALTER TABLE candor.closings DROP COLUMN layout, DROP COLUMN highest');
}

/** A store with days closed by this version, and what it answers about them. */
async function filled(directory: string) {
  const storage = await openStorage(directory);
  const batches = DAYS.flatMap((day, index) =>
    [0, 1, 2].map((who) => ({
      day,
      batch: someBatch({
        envelope: { installation: `00000000-0000-4000-8000-00000000000${who}`, session: 2 * index + 1 },
        dropped: { 'disk-full': 1 },
        reports: { operations },
      }),
    })),
  );
  await storage.insert(batches.map(({ day, batch }) => rowOf(batch, day)));
  const { closer } = await closing(storage, TODAY - 10);
  await closer.close();
  return storage;
}

async function cells(storage: Storage, kinds: readonly CubeKind[], from = DAYS[0] ?? 0) {
  const range = { from, to: NEWEST };
  const asked = { range, closedThrough: NEWEST, kinds, of: 'users' } as const;
  return [await queryCells(storage, asked), await queryCells(storage, { ...asked, by: 'version' })];
}

describe('days that an earlier version has closed', () => {
  it('are made anew from their batches, newest first, and answered as they were meanwhile', async () => {
    const storage = await filled(path.join(temporaryFolder(), 'store'));
    const [before, joined] = [await cells(storage, FIRST), await cells(storage, JOINED)];
    expect(joined.flat().length).toBeGreaterThan(10);
    await makeFirst(storage);

    const { open, clock } = await closing(storage, TODAY - 10);
    expect(await queryClosedDays(storage)).toEqual({ from: DAYS[0], to: NEWEST });
    expect(await queryClosedDays(storage, LAYOUT)).toBeUndefined();
    expect(await cells(storage, FIRST)).toEqual(before);
    // Ended after each day, as by a kill between two statements: what is made stays, and the rest is made by the next.
    for (let made = 1; made <= DAYS.length; made++) {
      const closer = await open();
      let left = 1;
      const remaking = closer.close();
      const watched = storage.run;
      storage.run = async (sql, parameters) => {
        if (left === 0) throw new Error('ended');
        await watched.call(storage, sql, parameters);
        if (sql.includes('INSERT INTO candor.closings')) left--;
      };
      await remaking.catch((error) => expect(String(error)).toContain('ended'));
      storage.run = watched;
      expect(await cells(storage, FIRST)).toEqual(before);
      const days = await queryClosedDays(storage, LAYOUT);
      expect(days?.to).toBe(NEWEST);
      const oldest = DAYS.at(-made) ?? 0;
      expect(days?.from).toBe(made === DAYS.length ? oldest : (DAYS.at(-made - 1) ?? 0) + 1);
    }
    expect(await queryClosedDays(storage, LAYOUT)).toEqual({ from: DAYS[0], to: NEWEST });
    expect(await cells(storage, JOINED)).toEqual(joined);
    expect(await storage.query('SELECT DISTINCT highest FROM candor.closings FINAL')).toEqual([{ highest: 3 }]);
    // Nothing is left to do.
    clock.day++;
    const closer = await open();
    storage.run = () => Promise.reject(new Error('nothing is to be made'));
    await closer.close();
  });

  it('are made anew without those who were erased', async () => {
    const storage = await filled(path.join(temporaryFolder(), 'store'));
    await makeFirst(storage);
    const { closer } = await closing(storage, TODAY - 10);
    const who = [fingerprint({ installation: '00000000-0000-4000-8000-000000000001', keyHash: 'ab'.repeat(32) })];
    await eraseRows(storage, who);
    await eraseFromRollups(storage, who);
    const [before] = await cells(storage, FIRST);
    await closer.close();
    expect(await cells(storage, FIRST)).toEqual([before, expect.anything()]);
    const [[timed] = []] = await cells(storage, ['operation']);
    expect(timed?.installations).toBe(2);
  });

  it('are not opened when a later version has closed them', async () => {
    const storage = await filled(path.join(temporaryFolder(), 'store'));
    await storage.run(`INSERT INTO candor.closings (day, batches, layout) VALUES ('2026-01-01', 1, ${LAYOUT + 1})`);
    await expect(closing(storage, TODAY)).rejects.toThrow(StoreRefused);
  });
});
