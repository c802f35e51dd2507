import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RECEIPT_MEDIA_TYPE } from '../../../../client/core/batch/batch.ts';
import { type BatchRefusal, REFUSAL_MEDIA_TYPE, refusalStatus } from '../../../../client/core/batch/refusal.ts';
import { PROBLEM_MEDIA_TYPE } from '../../../../client/core/batch/user-data.ts';
import { brotli, sha256 } from '../../../../client/main/recording/platform-codec.ts';
import { FaultyServer, type Treatment } from '../../../support/faulty-server.ts';
import { fetchTransport } from '../../../support/fetch-transport.ts';
import { finderFormat } from '../../../support/finder-format.ts';
import { programFixture, soon, used, yes } from '../../../support/program-fixture.ts';
import { refusalOf } from '../../../support/refusals.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/**
 * Answers of somebody who is not the collector: a proxy, a log-in page, a gateway, a virus scanner. None of them may end
 * the program, set anything aside, split it or have it deleted. The suite grows by a line here.
 */
const statuses = [
  ...[200, 201, 204, 206, 300, 304, 400, 401, 403, 404, 405, 408, 409, 410, 411, 413, 415, 422, 429, 431, 451],
  ...[500, 502, 503, 504, 511],
];

type Forged = { readonly type: string; readonly body: string; readonly headers?: Record<string, string> };
/** What stands in the answer, whatever its status, made of what was sent. */
const forgeries: readonly (readonly [name: string, (sent: Buffer, kind: BatchRefusal['refusal']) => Forged])[] = [
  ['nothing, as HTML', () => ({ type: 'text/html', body: '' })],
  ['nothing, without a type', () => ({ type: '', body: '' })],
  ['nothing, as a refusal', () => ({ type: REFUSAL_MEDIA_TYPE, body: '' })],
  ['a log-in page', () => ({ type: 'text/html; charset=utf-8', body: '<html>Please log in</html>' })],
  ['what was sent', (sent) => ({ type: 'application/octet-stream', body: sent.toString('latin1') })],
  ['a problem of a gateway', () => ({ type: PROBLEM_MEDIA_TYPE, body: '{"title":"No","status":400}' })],
  [
    'a refusal of this batch as plain JSON',
    (sent, kind) => ({ type: 'application/json', body: JSON.stringify(refusalOf(sent, kind)) }),
  ],
  [
    'a refusal of this batch as a receipt',
    (sent, kind) => ({ type: RECEIPT_MEDIA_TYPE, body: JSON.stringify(refusalOf(sent, kind)) }),
  ],
  [
    'a refusal of this batch under two types',
    (sent, kind) => ({ type: `text/html, ${REFUSAL_MEDIA_TYPE}`, body: JSON.stringify(refusalOf(sent, kind)) }),
  ],
  ['a refusal of no bytes', (sent, kind) => refusal(refusalOf(sent, kind, { body: undefined }))],
  ['a refusal of an empty digest', (sent, kind) => refusal(refusalOf(sent, kind, { body: '' }))],
  [
    'a refusal of other bytes',
    (sent, kind) => refusal(refusalOf(sent, kind, { body: digestOf(Buffer.concat([sent, Buffer.of(0)])) })),
  ],
  ['a refusal of nothing at all', (sent, kind) => refusal(refusalOf(sent, kind, { body: digestOf(Buffer.of()) }))],
  ['a refusal in capitals', (sent, kind) => refusal(refusalOf(sent, kind, { body: digestOf(sent).toUpperCase() }))],
  ['a refusal that lists the digest', (sent, kind) => refusal(refusalOf(sent, kind, { body: [digestOf(sent)] }))],
  ['a refusal of the id', (sent, kind) => refusal(refusalOf(sent, kind, { body: undefined, batch: batchOf(sent) }))],
  ['a list of refusals', (sent, kind) => refusal([refusalOf(sent, kind)])],
  ['a refusal that says no kind', (sent, kind) => refusal(refusalOf(sent, kind, { refusal: undefined }))],
  ['a refusal of a kind unknown', (sent, kind) => refusal(refusalOf(sent, kind, { refusal: 'constructor' }))],
  [
    'a refusal cut off',
    (sent, kind) => ({ type: REFUSAL_MEDIA_TYPE, body: JSON.stringify(refusalOf(sent, kind)).slice(0, -1) }),
  ],
  ['a refusal longer than any', (sent, kind) => refusal(refusalOf(sent, kind, { title: 'x'.repeat(5000) }))],
  ...(['too-large', 'invalid', 'ended'] as const).map(
    (other) =>
      [
        `a refusal of this batch as ${other} under another status`,
        (sent: Buffer, kind: BatchRefusal['refusal']) => refusal(refusalOf(sent, other === kind ? 'not-yet' : other)),
      ] as const,
  ),
];

const digestOf = (bytes: Uint8Array): string => sha256(bytes).toString('hex');

function batchOf(sent: Uint8Array): string {
  const decoding = finderFormat.decode(sent, brotli);
  if (!decoding.ok) throw new Error(`not a batch: ${decoding.problem.path}`);
  return decoding.batch.envelope.batch;
}

function refusal(content: unknown): Forged {
  return { type: REFUSAL_MEDIA_TYPE, body: JSON.stringify(content) };
}

/** The refusal that has this status, if one has. */
const kindOf = (status: number): BatchRefusal['refusal'] =>
  (Object.entries(refusalStatus).find(([, own]) => own === status)?.[0] as BatchRefusal['refusal']) ?? 'invalid';

/** Ends a session with two uses towards a server that treats every request so; what is left, and whether it still goes. */
async function sessionAgainst(treatment: Treatment) {
  const folder = temporaryFolder();
  const server = await FaultyServer.start(treatment);
  const { program, restart } = programFixture(folder, fetchTransport(server.url));
  program.decide(yes);
  program.record(used('go.search', 'go.processes'));
  await program.close(soon());
  const names = (name: string) => {
    const at = path.join(folder, 'program', name);
    return existsSync(at) ? readdirSync(at).length : 0;
  };
  const left = { waiting: names('outbox'), aside: names('set-aside'), reason: program.participation().reason };
  server.treat = server.accept;
  const next = restart();
  await next.start();
  await next.close(soon());
  const arrived = server.batches.map(({ envelope, usage, dropped }) => [envelope.session, usage.length, dropped]);
  return { left, arrived };
}

describe.each(forgeries)('of somebody who is not the collector, %s', (_name, forge) => {
  it.each(statuses)('with %d keeps the batch whole and the program on, and it is delivered later', async (status) => {
    const kind = kindOf(status);
    const { left, arrived } = await sessionAgainst((_request, response, body) => {
      const { type, body: content } = forge(body, kind);
      response.writeHead(status, type === '' ? {} : { 'content-type': type });
      response.end(content);
    });
    expect(left).toEqual({ waiting: 1, aside: 0, reason: 'accepted' });
    expect(arrived).toEqual([
      [1, 2, {}],
      [2, 0, {}],
    ]);
  });
});

describe('a 410', () => {
  it.each([
    ['another product', { product: 'candor-example' }],
    ['another version', { version: '1.0.1' }],
    ['no version', { version: undefined }],
    ['no product', { product: undefined }],
    ['a list of versions', { version: ['1.0.0'] }],
  ])('that names %s ends nothing', async (_name, change) => {
    const { left } = await sessionAgainst((_request, response, body) => {
      response
        .writeHead(410, { 'content-type': REFUSAL_MEDIA_TYPE })
        .end(JSON.stringify(refusalOf(body, 'ended', change)));
    });
    expect(left).toEqual({ waiting: 1, aside: 0, reason: 'accepted' });
  });
});
