import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Batch, ColumnarBatch } from '../../../client/core/batch/batch.ts';
import { MAX_BATCH_EVENTS, MAX_COUNT } from '../../../client/core/batch/limits.ts';
import { REFUSAL_MEDIA_TYPE } from '../../../client/core/batch/refusal.ts';
import {
  MAX_USER_DATA_PAGE_BYTES,
  USER_DATA_MEDIA_TYPE,
  type UserDataPage,
} from '../../../client/core/batch/user-data.ts';
import { SESSION_SECONDS } from '../../../client/core/registry/field-types.ts';
import { dropReasons } from '../../../client/core/registry/session-groups.ts';
import { HELD_PAGE_BYTES, INSTALLATION_REQUESTS } from '../../../collector/limits.ts';
import { FIELD_BYTES, queryUserDataPage, withWaiting } from '../../../collector/queries/installation-query.ts';
import { batchRow } from '../../../collector/storage/rows.ts';
import type { Storage } from '../../../collector/storage/storage.ts';
import { type BatchChange, bytesOf, columnsOf, deliver, rowOf } from './support/batches.ts';
import { countsMore, shareTestCollector } from './support/collectors.ts';
import { largestReports } from './support/reports.ts';
import { openStorage, shareStorage, TODAY } from './support/storages.ts';
import { askHeld, batchOf, fetchUserData, type Installation, someInstallation } from './support/user-data.ts';

const mostUses = Array.from(
  { length: MAX_BATCH_EVENTS },
  (_, index) => ({ command: 'view.density-comfortable', source: 'shortcut', time: 2_668_400 + index }) as const,
);
const { operations, errors, logs, ...fields } = largestReports;
const enhanced = { level: 'enhanced', session: 4_294_967_295, sequence: 65_535 } as const;
const largestParts: readonly (readonly [string, BatchChange])[] = [
  ['operations', { envelope: enhanced, usage: [], reports: { operations } }],
  ['errors', { envelope: enhanced, usage: [], reports: { errors } }],
  ['log lines', { envelope: enhanced, usage: [], reports: { logs } }],
  ['everything that there can be', { envelope: enhanced, usage: mostUses, reports: largestReports }],
];

/** Each test has installations of its own. */
const shared = shareTestCollector();
const sharedStorage = shareStorage();

describe('what is held of an installation', () => {
  it('is answered to its key, in order and with every field, also what is not loaded yet', async () => {
    const collector = shared();
    const who = someInstallation();
    const second = batchOf(who, { envelope: { session: 2, end: 'killed' }, dropped: { 'disk-full': 3 } });
    const first = batchOf(who);
    for (const batch of [second, first, batchOf(someInstallation())]) await deliver(collector.url, batch);
    const answer = await askHeld(collector.url, 'GET', who);
    expect(answer).toMatchObject({ status: 200, mediaType: USER_DATA_MEDIA_TYPE });
    expect(JSON.parse(answer.text)).toEqual({
      installation: who.installation,
      batches: [first, second],
      next: null,
      lookups: [],
    });
  });

  it('comes in pages that its reader takes, each batch once', async () => {
    const collector = shared();
    const who = someInstallation();
    const batches = [1, 2, 3, 4].map((session) => batchOf(who, { envelope: { session }, usage: mostUses }));
    for (const batch of batches) await deliver(collector.url, batch);
    const held = await fetchUserData(collector.url, who);
    expect(held?.batches.map(({ envelope }) => envelope.batch)).toEqual(batches.map(({ envelope }) => envelope.batch));
    expect(held?.pages).toBeGreaterThan(1);
    const { text } = await askHeld(collector.url, 'GET', who);
    expect(text.length).toBeLessThan(HELD_PAGE_BYTES);
    expect(HELD_PAGE_BYTES).toBeLessThan(MAX_USER_DATA_PAGE_BYTES);
  });

  it.each(largestParts)('comes in such pages when it is nothing but %s', async (_, change) => {
    const storage = sharedStorage();
    const who = someInstallation();
    const one = batchOf(who, change);
    const times = Math.ceil(HELD_PAGE_BYTES / JSON.stringify(one).length) + 1;
    const ids = Array.from({ length: times }, () => randomUUID());
    const envelopeOf = (batch: string, session: number) => ({ ...one.envelope, batch, session });
    await storage.insert(ids.map((id, at) => rowOf({ ...one, envelope: envelopeOf(id, at) }, TODAY)));
    const pages = await pagesOf(storage, who);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flatMap(({ batches }) => batches.map(({ envelope }) => envelope.batch))).toEqual(ids);
    for (const page of pages) expect(JSON.stringify(page).length).toBeLessThan(HELD_PAGE_BYTES);
  });

  /** Of a product whose words are as long as they may be, and as many as a batch has room for. */
  const longest = (number: number) => `w${number}`.padEnd(64, 'x');
  const numbered = Array.from({ length: 600 }, (_, number) => longest(number));
  const ofLongWords: readonly (readonly [string, number, Partial<ColumnarBatch>])[] = [
    ['counts', 60, { counts: Object.fromEntries(numbered.map((word) => [word, MAX_COUNT])) }],
    ['settings', 60, { configuration: Object.fromEntries(numbered.map((word) => [word, longest(0)])) }],
    ['uses', 5, { usage: manyUses([longest(0)]) }],
    [
      'log lines',
      12,
      { logs: Array.from({ length: 100 }, () => ({ code: longest(0), time: 7, values: numbered.slice(0, 64) })) },
    ],
  ];

  it.each(ofLongWords)('comes in such pages when it is %s of the longest words', async (_, times, change) => {
    const storage = sharedStorage();
    const who = someInstallation();
    const one = columnsOf(bytesOf(batchOf(who, { envelope: enhanced })));
    const ids = Array.from({ length: times }, () => randomUUID());
    const envelopeOf = (batch: string, session: number) => ({ ...one.envelope, batch, session });
    const rows = ids.map((id, at) => batchRow({ ...one, ...change, envelope: envelopeOf(id, at) }, TODAY));
    await storage.insert(rows.map((row) => Buffer.from(row)));
    const pages = await pagesOf(storage, who);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flatMap(({ batches }) => batches.map(({ envelope }) => envelope.batch))).toEqual(ids);
    for (const page of pages) expect(JSON.stringify(page).length).toBeLessThan(HELD_PAGE_BYTES);
  });

  it('takes no more on a page than is reckoned with, beside its lists', () => {
    const dropped = Object.fromEntries(dropReasons.map((reason) => [reason, MAX_COUNT]));
    const batch = batchOf(someInstallation(), { envelope: enhanced, usage: [], dropped, reports: fields });
    expect(JSON.stringify(batch).length).toBeLessThan(FIELD_BYTES);
  });

  it('has what is not loaded yet in its place among what is, on the page that it belongs on, and once', async () => {
    const storage = sharedStorage();
    const who = someInstallation();
    // Several of one session and number, as a batch that was split has them: their ids alone put them in order.
    const batches = Array.from({ length: 40 }, (_, at) =>
      batchOf(who, { envelope: { session: at >> 3, sequence: at & 1 } }),
    );
    const [loaded, waiting] = [batches.filter((_, at) => at % 3 > 0), batches.filter((_, at) => at % 3 !== 1)];
    await storage.insert(loaded.map((batch) => rowOf(batch, TODAY)));
    const all = await openStorage();
    await all.insert(batches.map((batch) => rowOf(batch, TODAY)));
    const inOrder = (await queryUserDataPage(all, who)).batches;

    expect(withWaiting(await queryUserDataPage(storage, who), waiting).batches).toEqual(inOrder);
    // In pages, as if each held no more than five.
    const stored = (await queryUserDataPage(storage, who)).batches;
    const found: Batch[] = [];
    for (let at = 0, after: string | undefined; ; at += 5) {
      const last = stored[at + 4]?.envelope;
      const next = last && stored.length > at + 5 ? `${last.session}-${last.sequence}-${last.batch}` : null;
      const page = { installation: who.installation, batches: stored.slice(at, at + 5), next };
      found.push(...withWaiting(page, waiting, after).batches);
      if (next === null) break;
      after = next;
    }
    expect(found).toEqual(inOrder);
  });

  it('is nothing to anybody else: wrong key, unknown ID and malformed request are answered alike', async () => {
    const collector = shared();
    const who = someInstallation();
    await deliver(collector.url, batchOf(who));
    const stranger = someInstallation();
    const answers = await Promise.all(
      (['GET', 'DELETE'] as const).flatMap((method) => [
        askHeld(collector.url, method, { ...who, key: stranger.key }),
        askHeld(collector.url, method, { ...who, key: who.keyHash }),
        askHeld(collector.url, method, { ...who, key: '' }),
        askHeld(collector.url, method, stranger),
        askHeld(collector.url, method, { ...who, installation: 'x' }),
      ]),
    );
    const title = 'Nothing is held under this ID and key.';
    const refused = ({ installation }: Installation) => ({
      status: 404,
      mediaType: REFUSAL_MEDIA_TYPE,
      text: JSON.stringify({ title, status: 404, refusal: 'nothing-held', installation }),
    });
    // What is no ID is not given back.
    const malformed = {
      status: 404,
      mediaType: 'application/problem+json',
      text: JSON.stringify({ title, status: 404 }),
    };
    const alike = [refused(who), refused(who), refused(who), refused(stranger), malformed];
    expect(answers).toEqual([...alike, ...alike]);
    expect((await fetchUserData(collector.url, who))?.batches).toHaveLength(1);
  });

  it('is not shown to, nor erased by, somebody who made up a batch under the same ID', async () => {
    const collector = shared();
    const who = someInstallation();
    const forger = someInstallation(who.installation);
    const [own, forged] = [batchOf(who), batchOf(forger, { envelope: { session: 7 } })];
    await deliver(collector.url, own);
    await deliver(collector.url, forged);
    expect((await fetchUserData(collector.url, forger))?.batches).toEqual([forged]);
    expect((await askHeld(collector.url, 'DELETE', forger)).status).toBe(200);
    expect((await fetchUserData(collector.url, who))?.batches).toEqual([own]);
    expect(await deliver(collector.url, batchOf(who, { envelope: { session: 2 } }))).toBe('accepted');
  });

  it.each([
    ['when both are stored', true],
    ['while both wait to be stored', false],
  ])('stays when somebody else erases a batch of the same ID and number, %s', async (_when, isStored) => {
    const collector = shared();
    const who = someInstallation();
    const forger = someInstallation(who.installation);
    const own = batchOf(who);
    const forged = batchOf(forger, { envelope: { batch: own.envelope.batch } });
    const more = await countsMore(collector, async () => {
      for (const batch of [own, forged]) expect(await deliver(collector.url, batch)).toBe('accepted');
      if (isStored) await collector.settled();
      expect((await fetchUserData(collector.url, who))?.batches).toEqual([own]);
      expect(JSON.parse((await askHeld(collector.url, 'DELETE', forger)).text)).toMatchObject({ batches: 1 });
      expect((await fetchUserData(collector.url, who))?.batches).toEqual([own]);
      expect(await deliver(collector.url, own)).toBe('duplicate');
      expect(await deliver(collector.url, forged)).toBe('erased');
    });
    expect(more).toMatchObject({ sessions: 1, received: 1 });
  });

  it('may be asked for so often in a minute, and no oftener', async () => {
    const collector = shared();
    const who = { installation: randomUUID(), key: createHash('sha256').update('x').digest('base64url') };
    const statuses: number[] = [];
    for (let times = 0; times < INSTALLATION_REQUESTS.requests + 2; times++) {
      statuses.push((await askHeld(collector.url, 'GET', who)).status);
    }
    expect(new Set(statuses.slice(0, -2))).toEqual(new Set([404]));
    expect(statuses.slice(-2)).toEqual([429, 429]);
    expect((await askHeld(collector.url, 'GET', someInstallation())).status).toBe(404);
  });
});

/** Every page as the storage gives it. */
/** As many uses as a batch can hold, of these commands by turns. */
function manyUses(commands: readonly string[]): ColumnarBatch['usage'] {
  const column = (value: (row: number) => number) => Array.from({ length: MAX_BATCH_EVENTS }, (_, row) => value(row));
  return {
    commands,
    command: column((row) => row % commands.length),
    source: column(() => 2),
    time: column(() => SESSION_SECONDS),
  };
}

async function pagesOf(storage: Storage, who: Installation): Promise<UserDataPage[]> {
  const pages: UserDataPage[] = [];
  for (let after: string | undefined; ; ) {
    const page = await queryUserDataPage(storage, who, after);
    pages.push(page);
    if (page.next === null) return pages;
    after = page.next;
  }
}
