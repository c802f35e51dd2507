import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { numberedCommands } from '../../../app/commands/numbered.ts';
import { finderWords } from '../../../app/finder/words.ts';
import { BATCH_MEDIA_TYPE, RECEIPT_MEDIA_TYPE } from '../../../client/core/batch/batch.ts';
import type { CborValue } from '../../../client/core/batch/cbor.ts';
import { MAX_BATCH_BYTES } from '../../../client/core/batch/limits.ts';
import { REFUSAL_MEDIA_TYPE } from '../../../client/core/batch/refusal.ts';
import { writeVarints } from '../../../client/core/batch/varint.ts';
import { commandSources } from '../../../client/core/registry/sources.ts';
import { MAX_UPLOAD_BYTES } from '../../../collector/limits.ts';
import { isoDay } from '../../../collector/storage/rows.ts';
import { finderFormat, finderMeasures } from '../../support/finder-format.ts';
import { batchHeaders, bytesOf, deliver, digestOf, send, someBatch } from './support/batches.ts';
import { countsMore, shareTestCollector, startTestCollector, usesOf } from './support/collectors.ts';
import { forged, forgedField, rewired } from './support/forged.ts';
import { TODAY } from './support/storages.ts';

/** Of those that count what is theirs alone. */
const shared = shareTestCollector();

describe('an uploaded batch', () => {
  it('is answered with a receipt and counted in the overview', async () => {
    const collector = await startTestCollector();
    const start = isoDay(TODAY);
    const batch = someBatch({ envelope: { start }, dropped: { 'disk-full': 4 } });
    const answer = await send(collector.url, bytesOf(batch));
    expect(answer).toMatchObject({ status: 200, mediaType: RECEIPT_MEDIA_TYPE });
    expect(answer.body).toEqual({ batch: batch.envelope.batch, status: 'accepted' });

    await collector.settled();
    const overview = await collector.overview();
    expect(overview).toMatchObject({
      sessions: 1,
      installations: 1,
      days: { first: start, last: start },
    });
    expect(usesOf(overview)).toEqual({ 'go.search/shortcut': 1, 'go.search/palette': 1, 'go.processes/button': 1 });
    expect(overview.platforms).toEqual([
      { os: 'linux', osVersion: '12', distribution: 'debian', architecture: 'x64', sessions: 1, installations: 1 },
    ]);
    expect(overview.versions).toEqual([
      { product: 'candor-finder', version: '1.0.0', runtime: '33.4.11', sessions: 1, installations: 1 },
    ]);
    expect(overview.completeness).toEqual({ received: 1, waiting: 0, lost: [{ reason: 'disk-full', count: 4 }] });
  });

  it('is stored with every field and with its events in order', async () => {
    const collector = shared();
    const usage = [
      { command: 'view.redact', source: 'menu', time: 0 },
      { command: 'go.back', source: 'button', time: 0 },
      { command: 'view.redact', source: 'menu', time: 2_678_400 },
    ] as const;
    const first = someBatch({ usage, dropped: { 'log-damaged': 1, 'buffer-full': 4_294_967_295 } });
    const { installation } = first.envelope;
    const second = someBatch({ envelope: { installation, session: 2, end: 'killed' }, usage: [] });
    await deliver(collector.url, second);
    await deliver(collector.url, first);
    await deliver(collector.url, someBatch());
    await collector.settled();
    expect(await collector.installation(installation)).toEqual([first, second]);
  });

  it.each([
    ['a newer format', (wire: CborValue[]) => wire.with(0, 2)],
    [
      'a newer registry, with a field more',
      (wire: CborValue[]) => wire.with(1, 2).with(5, [...(wire[5] as CborValue[]), 1]),
    ],
    ['a manifest that is not known', (wire: CborValue[]) => wire.with(3, new Uint8Array(6))],
    ['newer words', (wire: CborValue[]) => wire.with(2, finderWords.revision + 1)],
    ['a newer registry, with a group more', (wire: CborValue[]) => [...wire.with(1, 2), [[[[[[1]]]]]]]],
  ])('of %s is put off, and nothing of it is stored', async (_what, change) => {
    const collector = shared();
    const batch = someBatch();
    const more = await countsMore(collector, async () => {
      const newer = rewired(bytesOf(batch), change);
      const answer = await send(collector.url, newer);
      expect(answer).toMatchObject({ status: 409, mediaType: REFUSAL_MEDIA_TYPE });
      expect(answer.body).toMatchObject({ refusal: 'not-yet', body: digestOf(newer) });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await deliver(collector.url, batch)).toBe('accepted');
    });
    expect(more).toMatchObject({ sessions: 1, received: 1 });
  });

  it('of a build that users do not get is stored, and left out of the figures unless it is said', async () => {
    const collector = await startTestCollector();
    const own = someBatch({ context: { packaged: 'no' } });
    for (const batch of [own, someBatch()]) await deliver(collector.url, batch);
    await collector.settled();
    expect(await collector.overview()).toMatchObject({ sessions: 1, completeness: { received: 1 } });
    expect(await collector.installation(own.envelope.installation)).toEqual([own]);
    await collector.close();

    const all = await startTestCollector({ dataDir: collector.dataDir, unpackaged: true });
    expect(await all.overview()).toMatchObject({ sessions: 2, completeness: { received: 2 } });
  });

  it('is no duplicate of one that somebody else has sent under its id', async () => {
    const collector = await startTestCollector();
    const one = someBatch();
    const other = someBatch({ envelope: { batch: one.envelope.batch, keyHash: 'cd'.repeat(32) } });
    expect(await deliver(collector.url, other)).toBe('accepted');
    expect(await deliver(collector.url, one)).toBe('accepted');
    expect(await deliver(collector.url, one)).toBe('duplicate');
    await collector.settled();
    expect(await collector.installation(one.envelope.installation)).toEqual([one]);
    expect(await collector.installation(other.envelope.installation)).toEqual([other]);
    await collector.close();

    const again = await startTestCollector({ dataDir: collector.dataDir });
    expect(await deliver(again.url, one)).toBe('duplicate');
    expect(await deliver(again.url, someBatch({ envelope: { batch: one.envelope.batch } }))).toBe('accepted');
  });

  it('counts as one session together with the other batches of that session', async () => {
    const collector = shared();
    const { installation } = someBatch().envelope;
    const more = await countsMore(collector, async () => {
      for (const sequence of [0, 1, 2]) {
        await deliver(collector.url, someBatch({ envelope: { installation, sequence, session: 9 } }));
      }
      await deliver(collector.url, someBatch({ envelope: { installation, session: 10 } }));
    });
    expect(more).toMatchObject({ sessions: 2, installations: 1, received: 4 });
  });

  it('is answered as a duplicate when it comes again, and counted once', async () => {
    const collector = shared();
    const batch = someBatch();
    const more = await countsMore(collector, async () => {
      expect(await deliver(collector.url, batch)).toBe('accepted');
      expect(await deliver(collector.url, batch)).toBe('duplicate');
      await collector.settled();
      expect(await deliver(collector.url, batch)).toBe('duplicate');
    });
    expect(more).toMatchObject({ sessions: 1, received: 1, uses: { 'go.processes/button': 1 } });
    expect((await collector.overview()).completeness.waiting).toBe(0);
  });

  it('is accepted once when copies of it come at the same time', async () => {
    const collector = shared();
    const batches = Array.from({ length: 10 }, () => someBatch());
    const more = await countsMore(collector, async () => {
      const copies = batches.flatMap((batch) => [1, 2, 3].map(() => deliver(collector.url, batch)));
      const statuses = await Promise.all(copies);
      expect(statuses.filter((status) => status === 'accepted')).toHaveLength(batches.length);
      expect(statuses.filter((status) => status === 'duplicate')).toHaveLength(2 * batches.length);
    });
    expect(more).toMatchObject({ sessions: batches.length, received: batches.length });
  });

  it('may hold no event at all', async () => {
    const collector = shared();
    const more = await countsMore(collector, () => deliver(collector.url, someBatch({ usage: [] })));
    expect(more).toMatchObject({ sessions: 1, received: 1, uses: {} });
  });
});

describe('an upload that is no batch', () => {
  it('is put off unseen when it unpacks to more than twice the longest batch that is known: it may be of another product', async () => {
    const long = brotliCompressSync(Buffer.alloc(64 * finderFormat.maxBytes));
    const more = await countsMore(shared(), async () => {
      expect(await send(shared().url, long)).toMatchObject({ status: 409, body: { refusal: 'not-yet' } });
    });
    expect(more).toMatchObject({ sessions: 0, received: 0 });
  });

  it.each([
    ['another content type', { ...batchHeaders, 'content-type': 'application/json' }, 415],
    ['no content type', { 'content-encoding': 'br' }, 415],
    ['another content encoding', { ...batchHeaders, 'content-encoding': 'gzip' }, 415],
    ['no content encoding', { 'content-type': BATCH_MEDIA_TYPE }, 415],
  ])('is refused for %s', async (_, headers, status) => {
    const more = await countsMore(shared(), async () => {
      expect(await send(shared().url, bytesOf(someBatch()), headers)).toMatchObject({ status });
    });
    expect(more.received).toBe(0);
  });

  it('is refused for its size, told in advance or not', async () => {
    const collector = shared();
    for (const [length, mediaType] of [
      [MAX_BATCH_BYTES + 1, REFUSAL_MEDIA_TYPE],
      [MAX_UPLOAD_BYTES + 1, 'application/problem+json'],
    ] as const) {
      const tooLarge = new Uint8Array(length);
      const answer = await send(collector.url, tooLarge);
      expect(answer).toMatchObject({ status: 413, mediaType });
      const told = mediaType === REFUSAL_MEDIA_TYPE ? { refusal: 'too-large', body: digestOf(tooLarge) } : {};
      expect(answer.body).toEqual({ title: 'A batch has at most 262144 bytes.', status: 413, ...told });
      const chunked = new Blob([tooLarge]).stream();
      const init = { method: 'POST', headers: batchHeaders, body: chunked, duplex: 'half' } as const;
      const streamed = await fetch(`${collector.url}/v1/batches`, init);
      expect([streamed.status, streamed.headers.get('content-type')]).toEqual([413, mediaType]);
    }
  });

  it.each([
    ['is not Brotli', Buffer.from('<html>'), { path: 'batch' }],
    ['is empty', Buffer.alloc(0), { path: 'batch' }],
    ['is Brotli of something else', brotliCompressSync('{"a":"secret-value"}'), { path: 'batch' }],
  ])('is refused when it %s', async (_, bytes, problem) => {
    const collector = shared();
    const answer = await send(collector.url, bytes);
    expect(answer).toMatchObject({ status: 400, mediaType: REFUSAL_MEDIA_TYPE });
    expect(answer.body).toMatchObject({ status: 400, refusal: 'invalid', body: digestOf(bytes), ...problem });
    expect(JSON.stringify(answer.body)).not.toContain('secret-value');
    expect(await deliver(collector.url, someBatch())).toBe('accepted');
  });

  it('gets no refusal where the collector has nothing to say of a batch', async () => {
    const collector = shared();
    for (const [path, method] of [
      ['/v1/batch', 'POST'],
      ['/v2/batches', 'POST'],
      ['/v1/batches', 'PUT'],
    ] as const) {
      const answer = await fetch(collector.url + path, {
        method,
        headers: batchHeaders,
        body: Buffer.from(bytesOf(someBatch())),
      });
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    }
  });

  it('is told which field is wrong, and not its value', async () => {
    const collector = shared();
    const wrong = forgedField(bytesOf(someBatch()), 'context', 'runtime', 'secret');
    const answer = await send(collector.url, wrong);
    expect(answer.body).toEqual({
      title: 'This is not a batch.',
      status: 400,
      refusal: 'invalid',
      body: digestOf(wrong),
      path: 'context.runtime',
      expected: 'a value within its bounds',
    });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });

  it.each([
    ['a word', (bytes: Uint8Array) => forgedField(bytes, 'context', 'os', 3), 'context.os'],
    [
      'a command',
      (bytes: Uint8Array) => forged(bytes, 'usage', () => [use(numberedCommands.length), use(0)]),
      'usage.command',
    ],
    ['a count', (bytes: Uint8Array) => forged(bytes, 'counts', () => [finderMeasures.counts.length, 1]), 'counts'],
    ['a field', (bytes: Uint8Array) => forged(bytes, 'context', (part) => [...(part as CborValue[]), 1]), 'context'],
  ])(
    'is refused when its client is newer than the collector and knows %s that this one does not',
    async (_, newer, at) => {
      const collector = shared();
      const answer = await send(collector.url, newer(bytesOf(someBatch())));
      expect(answer).toMatchObject({ status: 400, mediaType: REFUSAL_MEDIA_TYPE, body: { path: at } });
    },
  );
});

/** The one use of a command by its number, reached by the first of the four sources; or seconds. */
const use = (number: number) => writeVarints([number * commandSources.length]);
