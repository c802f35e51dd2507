import { randomUUID } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RECEIPT_MEDIA_TYPE } from '../../../client/core/batch/batch.ts';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';
import { deliver } from './support/batches.ts';
import { shareTestCollector, startTestCollector, until, usesOf } from './support/collectors.ts';
import { runCollector, storageProcesses } from './support/processes.ts';
import { openStorage } from './support/storages.ts';
import { askHeld, batchOf, erase, fetchUserData, someInstallation } from './support/user-data.ts';

/** Each test has installations of its own. */
const shared = shareTestCollector();

describe('an erasure', () => {
  it('is answered with a receipt, and nothing of the installation is held or counted any more', async () => {
    const collector = await startTestCollector();
    const [who, other] = [someInstallation(), someInstallation()];
    for (const session of [1, 2]) await deliver(collector.url, batchOf(who, { envelope: { session } }));
    await deliver(collector.url, batchOf(other));
    await collector.settled();
    expect((await collector.overview()).sessions).toBe(3);

    const answer = await askHeld(collector.url, 'DELETE', who);
    expect(answer).toMatchObject({ status: 200, mediaType: RECEIPT_MEDIA_TYPE });
    expect(JSON.parse(answer.text)).toEqual({ installation: who.installation, status: 'erased', batches: 2 });
    expect(await fetchUserData(collector.url, who)).toBeUndefined();
    expect(await collector.installation(who.installation)).toEqual([]);
    const overview = await collector.overview();
    expect(overview).toMatchObject({ sessions: 1, installations: 1, completeness: { received: 1, waiting: 0 } });
    expect(usesOf(overview)['go.processes/button']).toBe(1);
    expect(await collector.installation(other.installation)).toHaveLength(1);
  });

  it('does not make unheard what was received before it', async () => {
    const heard: string[] = [];
    const collector = await startTestCollector({ onReceived: ({ envelope }) => heard.push(envelope.batch) });
    const who = someInstallation();
    const batch = batchOf(who);
    for (const _ of [1, 2]) await deliver(collector.url, batch);
    await erase(collector.url, who);
    await deliver(collector.url, batch);
    expect(heard).toEqual([batch.envelope.batch]);
  });

  it('takes what is not loaded yet, and takes it off the disk of the journal too', async () => {
    const dataDir = temporaryFolder();
    const collector = await startTestCollector({ dataDir });
    const who = someInstallation();
    const batches = Array.from({ length: 30 }, (_, session) => batchOf(who, { envelope: { session } }));
    await Promise.all(batches.map((batch) => deliver(collector.url, batch)));
    expect(await erase(collector.url, who)).toMatchObject({ batches: 30 });
    expect(await collector.installation(who.installation)).toEqual([]);
    expect(readdirSync(path.join(dataDir, 'journal'))).toEqual([]);
    expect((await collector.overview()).completeness).toMatchObject({ received: 0, waiting: 0 });
  });

  it('takes what arrives at the same time, whether it was accepted or not', async () => {
    const collector = shared();
    const who = someInstallation();
    await deliver(collector.url, batchOf(who));
    const late = Array.from({ length: 40 }, (_, session) => batchOf(who, { envelope: { session: session + 2 } }));
    const [statuses] = await Promise.all([
      Promise.all(late.map((batch) => deliver(collector.url, batch))),
      erase(collector.url, who),
    ]);
    expect(new Set([...statuses, 'accepted', 'erased'])).toEqual(new Set(['accepted', 'erased']));
    await collector.settled();
    expect(await collector.installation(who.installation)).toEqual([]);
  });

  it('has late batches refused, new ones and repeated ones, also after a restart', async () => {
    const dataDir = temporaryFolder();
    const first = await startTestCollector({ dataDir });
    const who = someInstallation();
    const early = batchOf(who);
    await deliver(first.url, early);
    await erase(first.url, who);
    const late = batchOf(who, { envelope: { session: 2 } });
    expect(await deliver(first.url, late)).toBe('erased');
    expect(await deliver(first.url, early)).toBe('erased');
    await first.close();

    const second = await startTestCollector({ dataDir });
    expect(await deliver(second.url, late)).toBe('erased');
    await second.settled();
    expect(await second.installation(who.installation)).toEqual([]);
    expect((await second.overview()).completeness).toMatchObject({ received: 0, waiting: 0 });
  });

  it('may be repeated by whoever has the key, and by nobody else', async () => {
    const collector = shared();
    const who = someInstallation();
    await deliver(collector.url, batchOf(who));
    expect(await erase(collector.url, who)).toMatchObject({ batches: 1 });
    expect(await erase(collector.url, who)).toMatchObject({ status: 'erased', batches: 0 });
    const stranger = someInstallation(who.installation);
    expect((await askHeld(collector.url, 'DELETE', stranger)).status).toBe(404);
  });

  it('is one of many that are asked for at once: few statements, each with its own receipt, and made-up keys wait for none', async () => {
    const collector = await startTestCollector();
    const owners = Array.from({ length: 30 }, () => someInstallation());
    const other = someInstallation();
    const sent = owners.map((who, index) => batchOf(who, { envelope: { session: index + 1 } }));
    await Promise.all([...sent, batchOf(other)].map((batch) => deliver(collector.url, batch)));
    await deliver(collector.url, batchOf(owners[0] ?? other, { envelope: { session: 100 } }));
    await collector.settled();
    const strangers = Array.from({ length: 50 }, () => someInstallation(owners[0]?.installation));
    const [refused, receipts] = await Promise.all([
      Promise.all(strangers.map((who) => askHeld(collector.url, 'DELETE', who))),
      Promise.all(owners.map((who) => erase(collector.url, who))),
    ]);
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([404]));
    expect(receipts.map(({ batches }) => batches)).toEqual(owners.map((_, index) => (index === 0 ? 2 : 1)));
    expect(await collector.overview()).toMatchObject({ sessions: 1, installations: 1 });
    const lines = readFileSync(path.join(collector.dataDir, 'erased'), 'utf8').split('\n').filter(Boolean);
    expect(lines).toHaveLength(60);
    await collector.close();
    const storage = await openStorage(path.join(collector.dataDir, 'store'));
    const [mutations] = await storage.query<{ number: number }>(
      "SELECT count() AS number FROM system.mutations WHERE command LIKE '%DELETE%'",
    );
    expect(mutations?.number).toBeLessThan(5);
  }, 60_000);

  it('leaves nothing that names the installation, its user or its organisation in any file', async () => {
    const dataDir = temporaryFolder();
    const first = await startTestCollector({ dataDir });
    const who = someInstallation();
    const organisation = { user: randomUUID(), domain: 'x7q.example.org', customer: 'C-k3v9w2', licence: 'L-p8z5t1' };
    await deliver(first.url, batchOf(who, { envelope: { level: 'enhanced' }, reports: { organisation } }));
    await first.close();
    const { user, ...texts } = organisation;
    const stored = [asStored(who.installation), asStored(user), who.keyHash, ...Object.values(texts)];
    for (const marker of stored) expect(filesWith(dataDir, marker)).not.toEqual([]);

    const second = await startTestCollector({ dataDir });
    await erase(second.url, who);
    expect(await second.installation(who.installation)).toEqual([]);
    await second.close();
    await deleteReplacedParts(path.join(dataDir, 'store'));
    for (const marker of [...stored, who.installation, who.key, user]) expect(filesWith(dataDir, marker)).toEqual([]);
  });

  it('is finished at the next start when the collector was killed between decision and deletion', async () => {
    const dataDir = temporaryFolder();
    const dying = await runCollector([
      'tests/integration/collector/support/dying-collector.ts',
      dataDir,
      'before-erase',
    ]);
    const [who, other] = [someInstallation(), someInstallation()];
    for (const one of [who, other]) await deliver(dying.url, batchOf(one));
    await expect(erase(dying.url, who)).rejects.toThrow();
    expect((await dying.ended).signal).toBe('SIGKILL');

    const next = await startTestCollector({ dataDir });
    await next.settled();
    expect(await next.installation(who.installation)).toEqual([]);
    expect(await next.installation(other.installation)).toHaveLength(1);
    expect(await next.overview()).toMatchObject({ sessions: 1, installations: 1 });
    expect(await deliver(next.url, batchOf(who))).toBe('erased');
    expect(await erase(next.url, who)).toMatchObject({ batches: 0 });
  });

  it('holds for what is loaded again from a journal, and a line that was cut off hides no other', async () => {
    const dataDir = temporaryFolder();
    const first = await startTestCollector({ dataDir });
    const [who, other] = [someInstallation(), someInstallation()];
    const kept = path.join(dataDir, 'journal', '000000000001.journal');
    for (const one of [who, other]) await deliver(first.url, batchOf(one));
    const journal = readFileSync(kept);
    await erase(first.url, who);
    await first.close();
    // As after a crash that lost the progress: the journal is there and is loaded from its start.
    appendFileSync(kept, journal);
    appendFileSync(path.join(dataDir, 'progress.json'), 'damaged');
    appendFileSync(path.join(dataDir, 'erased'), '0123');

    const second = await startTestCollector({ dataDir });
    await second.settled();
    expect(await second.installation(who.installation)).toEqual([]);
    expect(await second.installation(other.installation)).toHaveLength(1);
    expect(await second.overview()).toMatchObject({ sessions: 1, completeness: { received: 1, waiting: 0 } });
    await erase(second.url, other);
    await second.close();
    const third = await startTestCollector({ dataDir });
    expect(await deliver(third.url, batchOf(other))).toBe('erased');
  });

  it('says so when the storage is away, and is done when it is asked again', async () => {
    const collector = await startTestCollector();
    const who = someInstallation();
    await deliver(collector.url, batchOf(who));
    await collector.settled();
    for (const pid of storageProcesses()) process.kill(pid, 'SIGKILL');
    await until(async () => (await askHeld(collector.url, 'DELETE', who)).status === 200, 'the storage is back');
    expect(await collector.installation(who.installation)).toEqual([]);
  });
});

/** The storage deletes parts that it has replaced by itself, minutes later; here it is told to do so at once. */
async function deleteReplacedParts(directory: string): Promise<void> {
  const storage = await openStorage(directory);
  const atOnce = 'old_parts_lifetime = 0, cleanup_delay_period = 1, cleanup_delay_period_random_add = 0';
  await storage.run(`ALTER TABLE candor.batches MODIFY SETTING ${atOnce}`);
  await storage.close();
  const again = await openStorage(directory);
  const replaced = "SELECT name FROM system.parts WHERE table = 'batches' AND NOT active";
  await until(async () => (await again.query(replaced)).length === 0, 'the replaced parts are gone');
  await again.close();
}

/** A UUID as ClickHouse writes it: two numbers of eight bytes, little-endian. */
function asStored(uuid: string): Buffer {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex');
  return Buffer.concat([bytes.subarray(0, 8).reverse(), bytes.subarray(8).reverse()]);
}

function filesWith(folder: string, marker: string | Buffer): string[] {
  return filesBelow(folder).filter((name) => readFileSync(path.join(folder, name)).includes(marker));
}
