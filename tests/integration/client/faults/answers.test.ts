import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RECEIPT_MEDIA_TYPE } from '../../../../client/core/batch/batch.ts';
import { brotli } from '../../../../client/main/recording/platform-codec.ts';
import { answering, FaultyServer, refusing, type Treatment } from '../../../support/faulty-server.ts';
import { fetchTransport } from '../../../support/fetch-transport.ts';
import { finderFormat } from '../../../support/finder-format.ts';
import { programFixture, settle, soon, used, yes } from '../../../support/program-fixture.ts';
import { selfSigned } from '../../../support/self-signed.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const elsewhere = '00000000-0000-8000-8000-000000000000';

/** What keeps a batch: whatever is no receipt, no refusal and no end. */
const keeping: readonly (readonly [string, Treatment])[] = [
  ...[301, 302, 303, 307, 308].map(
    (status) =>
      [`${status} to another place`, answering(status, '', { location: 'http://127.0.0.1:9/v1/batches' })] as const,
  ),
  ...[204, 304, 401, 403, 404, 405, 408, 409, 429, 500, 502, 503, 504].map(
    (status) => [`${status}`, answering(status)] as const,
  ),
  ['a log-in page with 200', answering(200, '<html>Please log in</html>')],
  ['a log-in page that repeats what it was sent', (_request, response, body) => response.end(body)],
  [
    'a receipt for another batch',
    answering(200, JSON.stringify({ batch: elsewhere, status: 'accepted' }), { 'content-type': RECEIPT_MEDIA_TYPE }),
  ],
  ['a receipt cut off', answering(200, '{"batch":"', { 'content-type': RECEIPT_MEDIA_TYPE })],
  ['an endless answer', (_request, response) => endless(response)],
  ['a reset before any answer', (request) => request.socket.resetAndDestroy()],
  [
    'a reset in the middle of the answer',
    (request, response) => {
      response.writeHead(200, { 'content-type': RECEIPT_MEDIA_TYPE, 'content-length': '100' }).write('{"batch":');
      setImmediate(() => request.socket.resetAndDestroy());
    },
  ],
];

function endless(response: Parameters<Treatment>[1]): void {
  response.writeHead(200, { 'content-type': RECEIPT_MEDIA_TYPE });
  const more = () => {
    while (!response.destroyed && response.write('x'.repeat(65_536)));
  };
  response.on('drain', more);
  more();
}

/** Ends a session with one use towards `url`; what waits then, and the run that follows. */
async function endSession(url: string) {
  const folder = temporaryFolder();
  const fixture = programFixture(folder, fetchTransport(url));
  fixture.program.decide(yes);
  fixture.program.record(used('go.search'));
  await fixture.program.close(soon());
  const outbox = path.join(folder, 'program/outbox');
  return { ...fixture, outbox, waiting: readdirSync(outbox) };
}

describe('a batch is kept, and delivered once later, after', () => {
  it.each(keeping)('%s', async (_name, treatment) => {
    const server = await FaultyServer.start(treatment);
    const { restart, outbox, waiting } = await endSession(server.url);
    expect(waiting).toHaveLength(1);
    expect(server.requests).toBe(1);
    server.treat = server.accept;
    const next = restart();
    await next.start();
    await next.close(soon());
    expect(server.batches.map(({ envelope }) => envelope.session)).toEqual([1, 2]);
    expect(readdirSync(outbox)).toEqual([]);
  });

  it('a reset while the request is read', async () => {
    const server = createServer((socket) => socket.resetAndDestroy()).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    expect((await endSession(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)).waiting).toHaveLength(1);
  });

  it('an answer that is not HTTP', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    expect((await endSession(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)).waiting).toHaveLength(1);
  });

  it('a name that does not resolve', async () => {
    expect((await endSession('http://collector.invalid')).waiting).toHaveLength(1);
  });

  it('a certificate that nobody vouches for', async () => {
    const server = await FaultyServer.start(undefined, selfSigned());
    expect((await endSession(server.url)).waiting).toHaveLength(1);
    expect(server.requests).toBe(0);
  });

  it('a server without TLS where TLS is spoken', async () => {
    const server = await FaultyServer.start();
    expect((await endSession(server.url.replace('http:', 'https:'))).waiting).toHaveLength(1);
    expect(server.requests).toBe(0);
  });
});

it('no redirect is followed, not even to the collector itself', async () => {
  const target = await FaultyServer.start();
  const server = await FaultyServer.start(answering(307, '', { location: `${target.url}/v1/batches` }));
  await endSession(server.url);
  expect(target.requests).toBe(0);
});

it('an answer that trickles is given up after the time of one request, and tried again', async () => {
  const server = await FaultyServer.start((_request, response) => {
    response.writeHead(200, { 'content-type': RECEIPT_MEDIA_TYPE }).write('{');
  });
  const { program, time, restart, outbox } = await endSession('http://127.0.0.1:9');
  expect(program.hasWork).toBe(true);
  const next = restart({ transport: fetchTransport(server.url) });
  await next.start();
  time.advance(60_000);
  await expect.poll(() => server.requests).toBe(1);
  time.advance(29_999);
  await settle();
  expect(time.next).toBe(1);
  server.treat = server.accept;
  time.advance(1);
  // The fake jitter is half of the first 30 s.
  await expect.poll(() => time.next).toBe(15_000);
  time.advance(15_000);
  await expect.poll(() => server.batches.length).toBe(1);
  await expect.poll(() => readdirSync(outbox)).toEqual([]);
});

describe('Retry-After', () => {
  it.each([
    ['seconds', '600', 600_000, 600_000],
    ['a date', 'Mon, 09 Mar 2026 12:11:00 GMT', 600_000, 600_000],
    ['an hour', '3600', 3_600_000, 600_000],
    ['ten years', '315360000', 86_400_000, 600_000],
    ['a number beyond all bounds', '9'.repeat(30), 86_400_000, 600_000],
    ['a date in the past', 'Mon, 09 Mar 2015 12:00:00 GMT', 15_000, 15_000],
    ['a word', 'later', 15_000, 15_000],
  ])(
    'as %s is honoured within a day, of anybody else within ten minutes, at quit as well',
    async (_name, retryAfter, wait, strangers) => {
      await honours(refusing('unavailable', { 'retry-after': retryAfter }), wait);
      await honours(answering(429, '', { 'retry-after': retryAfter }), strangers);
    },
  );

  async function honours(treatment: Treatment, wait: number) {
    const server = await FaultyServer.start(treatment);
    const { time, restart } = await endSession('http://127.0.0.1:9');
    const next = restart({ transport: fetchTransport(server.url) });
    await next.start();
    time.advance(60_000);
    await expect.poll(() => server.requests).toBe(1);
    await expect.poll(() => time.next).toBe(wait);
    next.networkBack();
    expect(time.next).toBe(wait);
    await next.close(soon());
    expect(server.requests).toBe(wait > 15_000 ? 1 : 2);
  }
});

it('an answer of 413 halves a batch down to single events; one that is alone too large is set aside and counted', async () => {
  const folder = temporaryFolder();
  const server: FaultyServer = await FaultyServer.start((request, response, body) => {
    const decoding = finderFormat.decode(body, brotli);
    const commands = decoding.ok ? decoding.batch.usage.map(({ command }) => command) : [];
    const tooLarge = commands.length > 1 || commands.includes('help.about');
    if (tooLarge) refusing('too-large')(request, response, body);
    else server.accept(request, response, body);
  });
  const { program, restart } = programFixture(folder, fetchTransport(server.url));
  program.decide(yes);
  program.record(used('go.search', 'go.processes', 'help.about', 'view.refresh', 'go.search'));
  await program.close(soon());
  expect(server.batches.flatMap(({ usage }) => usage.map(({ command }) => command))).toEqual([
    'go.search',
    'go.processes',
    'view.refresh',
    'go.search',
  ]);
  const [aside = ''] = readdirSync(path.join(folder, 'program/set-aside'));
  expect(readFileSync(path.join(folder, 'program/set-aside', aside)).length).toBeGreaterThan(0);
  const next = restart();
  await next.start();
  await next.close(soon());
  expect(server.batches.at(-1)?.dropped).toEqual({ refused: 1 });
});

it('an answer of 410 ends the program for this version, even on a disk that cannot store it', async () => {
  const server = await FaultyServer.start(refusing('ended'));
  const folder = temporaryFolder();
  const fixture = programFixture(folder, fetchTransport(server.url));
  fixture.program.decide(yes);
  await fixture.program.close(soon());
  const { identity } = fixture.options;
  const full = {
    ...identity,
    get: () => ({ ...identity.get(), endedFor: undefined }),
    set: () => {
      throw new Error('ENOSPC');
    },
  };
  const { program, time } = programFixture(folder, fetchTransport(server.url), {
    consent: fixture.options.consent,
    identity: full,
  });
  await program.start();
  time.advance(60_000);
  await expect.poll(() => program.participation().reason).toBe('ended');
  time.advance(24 * 3_600_000);
  await settle();
  expect(server.requests).toBe(2);
});
