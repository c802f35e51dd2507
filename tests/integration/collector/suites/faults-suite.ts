import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeCbor } from '../../../../client/core/batch/cbor.ts';
import { REFUSAL_MEDIA_TYPE } from '../../../../client/core/batch/refusal.ts';
import { fingerprint } from '../../../../collector/erasure/erasures.ts';
import { encodeRecord } from '../../../../collector/journal/record.ts';
import { writeProgress } from '../../../../collector/loader/progress.ts';
import type { CollectorOptions } from '../../../../collector/start.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import type { Backend } from '../support/backends.ts';
import { bytesOf, deliver, digestOf, journaled, send, someBatch } from '../support/batches.ts';
import { startTestCollector, type TestCollector, until } from '../support/collectors.ts';
import { type Faults, faultyFiles } from '../support/faulty-files.ts';

type Start = (options?: Partial<CollectorOptions>) => Promise<TestCollector>;

/** What no fault takes from a collector, wherever its tables lie. */
export function describeFaults(backend: Backend): void {
  const start: Start = async (options = {}) => await startTestCollector({ ...(await backend.options()), ...options });

  describe(`a collector with its tables in ${backend.name}`, () => {
    describe('a faulty disk', () => {
      it.each([
        ['is full', { append: 'ENOSPC' }],
        ['is so full that no file can be made', { create: 'ENOSPC', append: 'ENOSPC' }],
        ['cannot write', { append: 'EIO' }],
        ['cannot sync', { sync: 'EIO' }],
      ] as [string, Faults][])('that %s leads to no receipt, and to one when it is well again', async (_, fault) => {
        const faults: Faults = {};
        const dataDir = temporaryFolder();
        const collector = await start({ dataDir, seams: { files: faultyFiles(faults) } });
        const before = someBatch();
        const during = [someBatch(), someBatch()];
        expect(await deliver(collector.url, before)).toBe('accepted');

        Object.assign(faults, fault);
        for (const batch of during) {
          const bytes = bytesOf(batch);
          const answer = await send(collector.url, bytes);
          expect(answer).toMatchObject({
            status: 503,
            mediaType: REFUSAL_MEDIA_TYPE,
            body: { refusal: 'unavailable', body: digestOf(bytes) },
          });
          expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        }
        expect((await fetch(`${collector.url}/readyz`)).status).toBe(503);
        expect((await fetch(`${collector.url}/healthz`)).status).toBe(200);

        Object.assign(faults, { create: undefined, append: undefined, sync: undefined });
        expect((await fetch(`${collector.url}/readyz`)).status).toBe(200);
        expect(await deliver(collector.url, during[0] ?? before)).toBe('accepted');
        expect(await deliver(collector.url, before)).toBe('duplicate');
        await collector.settled();
        expect(await collector.overview()).toMatchObject({ sessions: 2, completeness: { received: 2, waiting: 0 } });
        expect(collector.faults.join()).toContain(fault.append ?? fault.sync);
        await collector.close();

        const restarted = await start({ dataDir });
        await restarted.settled();
        expect(await restarted.overview()).toMatchObject({ sessions: 2, completeness: { received: 2, waiting: 0 } });
        expect(restarted.faults).toEqual([]);
      });

      it('fails all of the senders that waited for the same sync, also a second copy', async () => {
        const faults: Faults = {};
        const collector = await start({ seams: { files: faultyFiles(faults) } });
        const batch = someBatch();
        let release = () => {};
        const held = new Promise<void>((resolve) => {
          release = resolve;
        });
        faults.beforeSync = () => held;
        const answers = [batch, batch, someBatch(), someBatch()].map((each) => send(collector.url, bytesOf(each)));
        faults.sync = 'EIO';
        release();
        expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([503, 503, 503, 503]);
        faults.sync = undefined;
        expect(await deliver(collector.url, batch)).toBe('accepted');
      });
    });

    describe('a damaged journal', () => {
      it('loses nothing but the record that a crash cut off, which is set aside', async () => {
        const dataDir = temporaryFolder();
        const stored = [someBatch(), someBatch()];
        const torn = someBatch();
        await writeJournal(start, dataDir, stored);
        const half = recordOf(torn).subarray(0, 100);
        appendFileSync(journalFile(dataDir), half);

        const collector = await start({ dataDir });
        await collector.settled();
        expect(await collector.overview()).toMatchObject({ sessions: 2, completeness: { received: 2, waiting: 0 } });
        expect(collector.faults).toEqual([expect.stringContaining('100 damaged bytes')]);
        const [damaged = ''] = readdirSync(path.join(dataDir, 'journal')).filter((name) => name.endsWith('.damaged'));
        expect(readFileSync(path.join(dataDir, 'journal', damaged)).equals(half)).toBe(true);
        expect(await deliver(collector.url, torn)).toBe('accepted');
      });

      it('loses nothing but the record that one flipped bit has damaged, of which a second copy is taken', async () => {
        const dataDir = temporaryFolder();
        const sent = [someBatch(), someBatch(), someBatch(), someBatch()] as const;
        const [first, damaged, third, last] = sent;
        await writeJournal(start, dataDir, sent);
        const bytes = readFileSync(journalFile(dataDir));
        const at = recordOf(first).length + recordOf(damaged).length - 1;
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        writeFileSync(journalFile(dataDir), bytes);

        const collector = await start({ dataDir });
        await collector.settled();
        for (const { envelope } of [first, third, last]) {
          expect(await collector.installation(envelope.installation)).toHaveLength(1);
        }
        expect(await collector.installation(damaged.envelope.installation)).toEqual([]);
        expect(collector.faults).toEqual([expect.stringContaining(`${recordOf(damaged).length} damaged bytes`)]);
        expect(await deliver(collector.url, damaged)).toBe('accepted');
        await collector.settled();
        expect(await collector.overview()).toMatchObject({ sessions: 4, completeness: { received: 4, waiting: 0 } });
      });

      it('keeps what this version cannot read, and loads the rest', async () => {
        const dataDir = temporaryFolder();
        const readable = someBatch();
        const foreign = encodeRecord({
          ...journaled(someBatch()),
          day: 20_000,
          body: brotliCompressSync(encodeCbor({ format: 1, envelope: {}, context: {}, usage: {}, dropped: {} })),
        });
        await writeJournal(start, dataDir, [readable]);
        appendFileSync(journalFile(dataDir), foreign);

        const collector = await start({ dataDir });
        await collector.settled();
        expect(await collector.overview()).toMatchObject({ sessions: 1, completeness: { received: 1, waiting: 0 } });
        const [kept = ''] = readdirSync(path.join(dataDir, 'unreadable'));
        expect(readFileSync(path.join(dataDir, 'unreadable', kept)).equals(foreign)).toBe(true);
      });

      it('has what was set aside loaded by the next start, but for what was erased meanwhile', async () => {
        const dataDir = temporaryFolder();
        const [back, erased] = [someBatch(), someBatch()];
        await (await start({ dataDir })).close();
        const aside = path.join(dataDir, 'unreadable');
        writeFileSync(path.join(aside, '1-0-0.batch'), recordOf(back));
        writeFileSync(path.join(aside, '1-0-1.batch'), recordOf(erased));
        writeFileSync(path.join(aside, '1-0-2.batch'), 'no record');
        writeFileSync(path.join(dataDir, 'erased'), `${fingerprint(erased.envelope)} 2027-01-01 done\n`);

        const collector = await start({ dataDir });
        await until(() => collector.faults.length > 0, 'what was set aside is taken back');
        await collector.settled();
        expect(await collector.installation(back.envelope.installation)).toEqual([back]);
        expect(await collector.overview()).toMatchObject({ sessions: 1, completeness: { received: 1, waiting: 0 } });
        expect(collector.faults).toEqual(['1 batches that were set aside are loaded again']);
        expect(readdirSync(aside)).toEqual(['1-0-2.batch']);
      });

      it('is loaded again from its start when nobody knows how far it was loaded, and counted once', async () => {
        const dataDir = temporaryFolder();
        const batch = someBatch();
        const first = await start({ dataDir });
        await deliver(first.url, batch);
        await first.settled();
        const journaled = readFileSync(journalFile(dataDir));
        await first.close();
        writeFileSync(journalFile(dataDir), journaled);
        writeFileSync(path.join(dataDir, 'progress.json'), 'not JSON');

        const second = await start({ dataDir });
        await second.settled();
        expect(await second.overview()).toMatchObject({
          sessions: 1,
          usage: [{ count: 1 }, { count: 1 }, { count: 1 }],
        });
      });
    });

    describe.runIf(backend.isOurs)('a storage process that dies', () => {
      it('while it loads is started again, and everything is counted once', async () => {
        let kills = 0;
        const killStorage = async () => {
          if (kills >= 3) return;
          kills++;
          // In the middle of the insert, as far as the timing has it; the count below must hold wherever it hits.
          setImmediate(await backend.killer());
        };
        const collector = await start({ seams: { beforeInsert: killStorage } });
        const batches = Array.from({ length: 200 }, () => someBatch());
        for (let sent = 0; sent < batches.length; sent += 50) {
          await Promise.all(batches.slice(sent, sent + 50).map((batch) => deliver(collector.url, batch)));
          await collector.settled();
        }
        expect(kills).toBe(3);
        expect(await collector.overview()).toMatchObject({
          sessions: 200,
          completeness: { received: 200, waiting: 0 },
        });
        expect(collector.faults).not.toEqual([]);
      });

      it('does not keep batches from being received, and is said not to be ready until it is back', async () => {
        const collector = await start();
        expect(await deliver(collector.url, someBatch())).toBe('accepted');
        (await backend.killer())();
        await until(async () => (await fetch(`${collector.url}/readyz`)).status === 503, 'not ready');
        expect(await deliver(collector.url, someBatch())).toBe('accepted');
        await collector.settled();
        await until(async () => (await fetch(`${collector.url}/readyz`)).status === 200, 'ready again');
        expect(await collector.overview()).toMatchObject({ sessions: 2, completeness: { received: 2, waiting: 0 } });
      });
    });

    describe('a clock', () => {
      it.each([
        ['1970', 0],
        ['a time before 1970', -86_400_000],
        ['2300', Date.UTC(2300, 0, 1)],
      ])('that says %s leads to no receipt, and to one when it is right', async (_, wrong) => {
        let time = wrong;
        const collector = await start({ clock: () => time });
        const batch = someBatch();
        expect((await send(collector.url, bytesOf(batch))).status).toBe(503);
        expect(collector.faults.join()).toContain('the clock of this computer is wrong');
        time = Date.now();
        expect(await deliver(collector.url, batch)).toBe('accepted');
        await collector.settled();
        expect(await collector.installation(batch.envelope.installation)).toEqual([batch]);
      });
    });
  });
}

function journalFile(dataDir: string): string {
  return path.join(dataDir, 'journal', '000000000001.journal');
}

function recordOf(batch: ReturnType<typeof someBatch>): Buffer {
  return encodeRecord(journaled(batch));
}

/** What a collector leaves that is killed before it has loaded anything. */
async function writeJournal(
  start: Start,
  dataDir: string,
  batches: readonly ReturnType<typeof someBatch>[],
): Promise<void> {
  const empty = await start({ dataDir });
  await empty.close();
  await writeProgress(path.join(dataDir, 'progress.json'), {
    loaded: { segment: 0, offset: 0 },
    block: null,
  });
  writeFileSync(journalFile(dataDir), Buffer.concat(batches.map(recordOf)));
}
