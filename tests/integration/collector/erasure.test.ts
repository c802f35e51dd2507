import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RECEIPT_MEDIA_TYPE } from '../../../app/telemetry/batch.ts';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';
import { deliver } from './support/batches.ts';
import { startTestCollector, until, usesOf } from './support/collectors.ts';
import { askHeld, batchOf, erase, fetchHeld, someInstallation } from './support/holdings.ts';
import { runCollector, storageProcesses } from './support/processes.ts';

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
    expect(await fetchHeld(collector.url, who)).toBeUndefined();
    expect(await collector.installation(who.installation)).toEqual([]);
    const overview = await collector.overview();
    expect(overview).toMatchObject({ sessions: 1, installations: 1, completeness: { received: 1, waiting: 0 } });
    expect(usesOf(overview)['go.processes/button']).toBe(1);
    expect(await collector.installation(other.installation)).toHaveLength(1);
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
    const collector = await startTestCollector();
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
    const collector = await startTestCollector();
    const who = someInstallation();
    await deliver(collector.url, batchOf(who));
    expect(await erase(collector.url, who)).toMatchObject({ batches: 1 });
    expect(await erase(collector.url, who)).toMatchObject({ status: 'erased', batches: 0 });
    const stranger = someInstallation(who.installation);
    expect((await askHeld(collector.url, 'DELETE', stranger)).status).toBe(404);
  });

  it('leaves the ID and the key’s hash in no file but the parts that the storage has replaced', async () => {
    const dataDir = temporaryFolder();
    const collector = await startTestCollector({ dataDir });
    const who = someInstallation();
    await deliver(collector.url, batchOf(who));
    await erase(collector.url, who);
    const holding = filesBelow(dataDir).filter((name) => {
      const bytes = readFileSync(path.join(dataDir, name));
      return [who.installation, who.keyHash, who.key].some((marker) => bytes.includes(marker));
    });
    // Parts are named after their month; the storage deletes replaced ones by itself, minutes later.
    expect(holding.filter((name) => !/\/\d{6}_1_1_\d+\//.test(name))).toEqual([]);
    expect(await collector.installation(who.installation)).toEqual([]);
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
