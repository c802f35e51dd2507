import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { BackupPlaces, logFile } from '../../../collector/backup/places.ts';
import { statesOf } from '../../../collector/backup/state-of.ts';
import { readErased } from '../../../collector/erasure/erasures.ts';
import { ERASED_DAYS, PLACE_LOG_BYTES } from '../../../collector/limits.ts';
import { batchesTable } from '../../../collector/storage/table.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const names = (of: string, count: number) =>
  Array.from({ length: count }, (_, at) => createHash('sha256').update(`${of}${at}`).digest('hex'));

it('the log of erasures beside backups has each once, and forgets those of which no backup has rows any more', async () => {
  let today = 20_500;
  const places = await BackupPlaces.open(temporaryFolder(), () => today);
  const file = logFile(await places.add(path.join(temporaryFolder(), 'backups')));
  const some = names('first', 2000);
  for (let time = 0; time < 5; time++) {
    await places.append(some);
    expect(new Set(await readErased(file))).toEqual(new Set(some));
  }
  expect(statSync(file).size).toBeLessThan(2 * PLACE_LOG_BYTES);

  // The last day on which a row of before the first erasures can be in a backup.
  today += batchesTable.rowDays + ERASED_DAYS;
  const again = names('first', 10);
  await places.append([...names('second', 4000), ...again]);
  const later = new Set(await readErased(file));
  expect(some.every((name) => later.has(name))).toBe(true);
  today += 1;
  await places.append(names('third', 8000));
  const kept = [...again, ...names('second', 4000), ...names('third', 8000)];
  expect((await readErased(file)).sort()).toEqual(kept.sort());
  expect(readFileSync(file, 'utf8').split('\n').filter(Boolean)).toHaveLength(kept.length);
});

it('the state of a place says when its newest backup was begun, and whether erasures can be written there', async () => {
  const places = await BackupPlaces.open(temporaryFolder(), () => 20_500);
  const [empty, used, gone] = ['empty', 'used', 'gone'].map((name) => path.join(temporaryFolder(), name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [empty, used, gone]) await places.add(folder);
  for (const name of [
    'candor-2026-03-09T140231Z',
    'candor-2026-03-10T020000Z',
    'candor-2026-04-01T000000Z.tmp',
    'other',
  ])
    mkdirSync(path.join(used, name));
  rmSync(gone, { recursive: true });
  expect(await statesOf(places.all)).toEqual([
    { folder: empty, isWritable: true, newest: null },
    { folder: used, isWritable: true, newest: '2026-03-10T02:00:00Z' },
    { folder: gone, isWritable: false, newest: null },
  ]);
});
