/** A collector without a storage, as on a computer for which chDB has no build: it keeps, is fetched from, and erases. */
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isChdbAvailable } from '../../../collector/storage/chdb/is-available.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { bytesOf, deliver, send, someBatch } from './support/batches.ts';
import { startTestCollector } from './support/collectors.ts';
import { storageProcesses } from './support/processes.ts';

const key = randomBytes(32).toString('base64url');
const keyHash = createHash('sha256').update(key).digest('hex');

function ask(url: string, installation: string, method = 'GET'): Promise<Response> {
  return fetch(`${url}/v1/installations/${installation}`, { method, headers: { authorization: `Bearer ${key}` } });
}

const journalOf = (dataDir: string) => {
  const folder = path.join(dataDir, 'journal');
  return Buffer.concat(readdirSync(folder).map((name) => readFileSync(path.join(folder, name))));
};

describe('a collector without a storage', () => {
  it('takes batches, says that it makes no figures, and has no process beside it', async () => {
    const before = storageProcesses().length;
    const collector = await startTestCollector({ storage: 'none' });
    const batch = someBatch();
    expect(await deliver(collector.url, batch)).toBe('accepted');
    expect(await deliver(collector.url, batch)).toBe('duplicate');
    await collector.settled();
    const headers = { authorization: `Bearer ${collector.token}` };
    const overview = await fetch(`${collector.url}/v1/overview`, { headers });
    expect(overview.status).toBe(501);
    expect(((await overview.json()) as { title: string }).title).toContain('no storage');
    expect((await fetch(`${collector.url}/readyz`)).status).toBe(200);
    expect(storageProcesses()).toHaveLength(before);
    expect(collector.faults).toEqual([]);
  });

  it('answers fetches from the journal, also of an earlier run', async () => {
    const dataDir = temporaryFolder();
    const batch = someBatch({ envelope: { keyHash } });
    const first = await startTestCollector({ storage: 'none', dataDir });
    await deliver(first.url, batch);
    await first.close();
    const second = await startTestCollector({ storage: 'none', dataDir });
    expect(await deliver(second.url, batch)).toBe('duplicate');
    const answer = await ask(second.url, batch.envelope.installation);
    const page = (await answer.json()) as { batches: { envelope: { batch: string } }[] };
    expect(page.batches.map(({ envelope }) => envelope.batch)).toEqual([batch.envelope.batch]);
  });

  it('erases an installation from the disk, and keeps the others', async () => {
    const dataDir = temporaryFolder();
    const collector = await startTestCollector({ storage: 'none', dataDir });
    const [mine, other] = [someBatch({ envelope: { keyHash } }), someBatch({ envelope: { keyHash } })];
    for (const batch of [mine, other]) await deliver(collector.url, batch);
    const erased = await ask(collector.url, mine.envelope.installation, 'DELETE');
    expect(await erased.json()).toMatchObject({ status: 'erased', batches: 1 });
    const kept = journalOf(dataDir);
    expect(kept.includes(Buffer.from(bytesOf(mine)))).toBe(false);
    expect(kept.includes(Buffer.from(bytesOf(other)))).toBe(true);
    expect((await ask(collector.url, mine.envelope.installation)).status).toBe(404);
    expect((await send(collector.url, bytesOf(mine))).body).toMatchObject({ status: 'erased' });
    expect((await ask(collector.url, other.envelope.installation)).status).toBe(200);
  });

  it('leaves what it has kept to one with a storage, which loads all of it', async () => {
    const dataDir = temporaryFolder();
    const without = await startTestCollector({ storage: 'none', dataDir });
    for (let at = 0; at < 3; at++) await deliver(without.url, someBatch());
    await without.close();
    const collector = await startTestCollector({ storage: 'chdb', dataDir });
    await collector.settled();
    expect((await collector.overview()).installations).toBe(3);
  });

  it('has its folder for itself', async () => {
    const dataDir = temporaryFolder();
    await startTestCollector({ storage: 'none', dataDir });
    await expect(startTestCollector({ storage: 'none', dataDir })).rejects.toThrow('another collector uses');
  });
});

it('a computer for which chDB has no build is known by that', () => {
  expect(isChdbAvailable()).toBe(true);
  expect(isChdbAvailable('win32', 'x64')).toBe(false);
  expect(isChdbAvailable('linux', 's390x')).toBe(false);
});
