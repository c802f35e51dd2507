import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { LOAD_ATTEMPTS } from '../../../collector/limits.ts';
import { StateUnavailable } from '../../../collector/state/shared-state.ts';
import { SmallDisk } from '../../support/small-disk.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { bytesOf, deliver, send, someBatch } from './support/batches.ts';
import { startTestCollector, until } from './support/collectors.ts';
import { askHeld, batchOf, erase, someInstallation } from './support/user-data.ts';

/** Room for a store of a few batches. */
const DISK_BYTES = 64 * 1024 * 1024;

it('a full disk of the store alone lets batches wait in the journal, and none is set aside', async ({ skip }) => {
  const disk = SmallDisk.mount(DISK_BYTES);
  if (!disk) return skip();
  const dataDir = temporaryFolder();
  symlinkSync(disk.folder, path.join(dataDir, 'store'));
  const collector = await startTestCollector({ dataDir });
  expect(await deliver(collector.url, someBatch())).toBe('accepted');
  await collector.settled();

  disk.fill();
  for (let sent = 0; sent < 10; sent++) expect(await deliver(collector.url, someBatch())).toBe('accepted');
  const failures = () => collector.faults.filter((fault) => fault.startsWith('loading failed')).length;
  await until(() => failures() > LOAD_ATTEMPTS.batch + 2, 'loading has failed often', 60_000);
  expect(readdirSync(path.join(dataDir, 'unreadable'))).toEqual([]);

  disk.empty();
  await collector.settled();
  expect(await collector.overview()).toMatchObject({ sessions: 11, completeness: { received: 11, waiting: 0 } });
  expect(readdirSync(path.join(dataDir, 'unreadable'))).toEqual([]);
}, 180_000);

it('a full disk of how far it was loaded alone loses no receipt, and counts nothing twice', async ({ skip }) => {
  const disk = SmallDisk.mount(DISK_BYTES);
  if (!disk) return skip();
  const dataDir = path.join(disk.folder, 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  for (const name of ['store', 'journal']) {
    const elsewhere = path.join(temporaryFolder(), name);
    mkdirSync(elsewhere, { mode: 0o700 });
    symlinkSync(elsewhere, path.join(dataDir, name));
  }
  const collector = await startTestCollector({ dataDir });
  expect(await deliver(collector.url, someBatch())).toBe('accepted');
  await collector.settled();

  disk.fill();
  for (let sent = 0; sent < 10; sent++) expect(await deliver(collector.url, someBatch())).toBe('accepted');
  const failures = () => collector.faults.filter((fault) => fault.includes('ENOSPC')).length;
  await until(() => failures() > LOAD_ATTEMPTS.batch + 2, 'it has often not been written', 60_000);
  expect(await deliver(collector.url, someBatch())).toBe('accepted');

  disk.empty();
  await collector.settled();
  const all = { sessions: 12, completeness: { received: 12, waiting: 0 } };
  expect(await collector.overview()).toMatchObject(all);
  await collector.close();
  const again = await startTestCollector({ dataDir });
  await again.settled();
  expect(await again.overview()).toMatchObject(all);
  expect(readdirSync(path.join(dataDir, 'unreadable'))).toEqual([]);
  await again.close();
}, 180_000);

it('a full disk of everything refuses batches, erasures and tokens, and does all of it when there is room again', async ({
  skip,
}) => {
  const disk = SmallDisk.mount(DISK_BYTES);
  if (!disk) return skip();
  const dataDir = path.join(disk.folder, 'data');
  const collector = await startTestCollector({ dataDir });
  const who = someInstallation();
  expect(await deliver(collector.url, batchOf(who))).toBe('accepted');
  await collector.settled();

  let batch = someBatch();
  let received = 0;
  // The last page of a file has room still, and the engine gives some back when it merges.
  const isFull = async () => {
    disk.fill();
    batch = someBatch();
    const { status } = await send(collector.url, bytesOf(batch));
    if (status === 200) received++;
    return status === 503;
  };
  await until(isFull, 'nothing has room');
  expect((await askHeld(collector.url, 'DELETE', who)).status).toBe(503);
  const made: string[] = [];
  const isRefused = async () => {
    const name = `viewer-${made.length}`;
    const making = collector.tokens.create({ name, role: 'viewer', use: 'bearer' });
    const error = await making.then(() => made.push(name)).catch((refused: unknown) => refused);
    if (typeof error !== 'number') expect(error).toBeInstanceOf(StateUnavailable);
    return typeof error !== 'number';
  };
  await until(isRefused, 'a token has no room');
  expect((await fetch(`${collector.url}/readyz`)).status).toBe(503);

  disk.empty();
  received++;
  await until(async () => (await fetch(`${collector.url}/readyz`)).status === 200, 'ready again');
  expect(await deliver(collector.url, batch)).toBe('accepted');
  expect(await erase(collector.url, who)).toMatchObject({ status: 'erased' });
  expect(await collector.tokens.create({ name: 'anna', role: 'viewer', use: 'bearer' })).toBeTruthy();
  made.push('anna');
  await collector.close();

  const again = await startTestCollector({ dataDir });
  await again.settled();
  expect(await again.overview()).toMatchObject({ sessions: received, completeness: { received, waiting: 0 } });
  expect((await askHeld(again.url, 'GET', who)).status).toBe(404);
  expect((await again.tokens.list()).map(({ name }) => name)).toEqual(expect.arrayContaining(made));
  await again.close();
}, 180_000);
