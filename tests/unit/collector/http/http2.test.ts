/** The bounds of HTTP/2, over real connections, before whatever a test puts behind the server. */
import { once } from 'node:events';
import { constants } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { describe, expect, it, vi } from 'vitest';
import { BATCH_MEDIA_TYPE } from '../../../../client/core/batch/batch.ts';
import { closeServer } from '../../../../collector/http/close-server.ts';
import { HTTP2 } from '../../../../collector/http/limits.ts';
import type { ServerOptions } from '../../../../collector/http/server.ts';
import { MAX_UPLOAD_BYTES } from '../../../../collector/limits.ts';
import { ask, begin, beginSession, openSession } from '../../../support/http2-client.ts';
import { selfSigned } from '../../../support/self-signed.ts';
import { testServer } from './test-server.ts';

const upload = {
  ':method': 'POST',
  ':path': '/v1/batches',
  'content-type': BATCH_MEDIA_TYPE,
  'content-encoding': 'br',
};
const health = { ':path': '/healthz' };
const settled = { status: 'settled', receipt: { batch: 'x', status: 'accepted' } } as const;

/** A server that has received whatever it is sent. */
async function listening(change: Partial<ServerOptions> = {}) {
  const accept = vi.fn(async () => settled);
  const made = await testServer({ tls: selfSigned(), intake: { accept }, ...change });
  const url = await made.server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = made.server.server.address() as AddressInfo;
  return { ...made, url, port, accept };
}

const FRAME = { data: 0, headers: 1, reset: 3, settings: 4, ping: 6 } as const;
const END_HEADERS = 4;
const PONG = Buffer.from('pingpong');

/** RFC 9113, 4.1. */
function frame(type: number, flags: number, stream: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** Literals that are not indexed (RFC 7541, 6.2.2), of less than 127 bytes each. */
function fieldsOf(headers: Readonly<Record<string, string>>): Buffer {
  const text = (said: string) => Buffer.concat([Buffer.from([said.length]), Buffer.from(said)]);
  return Buffer.concat(Object.entries(headers).flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]));
}

describe('a request over HTTP/2', () => {
  it.each([
    [421, { ':authority': 'elsewhere.example' }],
    [400, { ':authority': 'elsewhere.example', host: 'localhost' }],
    [400, { ':authority': 'localhost', host: 'elsewhere.example' }],
    [403, { ':authority': 'localhost', origin: 'https://elsewhere.example' }],
    [404, { ':authority': 'localhost' }],
  ])('is answered %i for the places %o', async (status, headers) => {
    const { url } = await listening();
    const answer = await ask(await openSession(url), { ':path': '/nothing', ...headers });
    expect(answer.status).toBe(status);
  });

  it('that is reset is worked on no further', async () => {
    const signals: AbortSignal[] = [];
    const find = async () => ({
      page: (_after: unknown, signal: AbortSignal) => {
        signals.push(signal);
        return new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
      erase: async () => ({}) as never,
    });
    const { url, faults } = await listening({ userData: { find } });
    const session = await openSession(url);
    const { stream } = begin(session, {
      ':path': '/v1/installations/11111111-2222-4333-8444-555555555555',
      authorization: `Bearer ${'K'.repeat(43)}`,
    });
    await expect.poll(() => signals.length).toBe(1);
    stream.close(constants.NGHTTP2_CANCEL);
    await expect.poll(() => signals[0]?.aborted).toBe(true);
    expect((await ask(session, health)).status).toBe(200);
    expect(faults).toEqual([]);
  });

  it('that is reset while its body comes is not taken for a whole one', async () => {
    const { url, port, accept } = await listening();
    const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['h2'] });
    await once(socket, 'secureConnect');
    // Node's own client ends the body of a request before it resets it.
    socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    socket.write(frame(FRAME.settings, 0, 0));
    for (const stream of [1, 3, 5]) {
      const headers = { ':scheme': 'https', ':authority': 'localhost', ...upload };
      socket.write(frame(FRAME.headers, END_HEADERS, stream, fieldsOf(headers)));
      socket.write(frame(FRAME.data, 0, stream, Buffer.from('the first half')));
      socket.write(frame(FRAME.reset, 0, stream, Buffer.from([0, 0, 0, constants.NGHTTP2_CANCEL])));
    }
    // Answered in the order in which they came.
    const answered = new Promise((resolve) => {
      socket.on('data', (piece: Buffer) => piece.includes(PONG) && resolve(undefined));
    });
    socket.write(frame(FRAME.ping, 0, 0, PONG));
    await answered;
    expect((await ask(await openSession(url), upload, 'whole')).status).toBe(200);
    expect(accept).toHaveBeenCalledTimes(1);
  });

  it('is no fault when its connection has ended before its network is asked for', async () => {
    let goOn = () => {};
    const gone = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const admitted: boolean[] = [];
    const accept = vi.fn(async (_body: Uint8Array, admits = (_unpacked: number) => true) => {
      await gone;
      admitted.push(admits(1));
      return settled;
    });
    const { url, server } = await listening({ intake: { accept }, isBehind: () => true });
    const session = await openSession(url);
    begin(session, upload).stream.end('x');
    await expect.poll(() => accept.mock.calls.length).toBe(1);
    session.destroy();
    const connections = () => new Promise((resolve) => server.server.getConnections((_, count) => resolve(count)));
    await expect.poll(connections).toBe(0);
    goOn();
    await expect.poll(() => admitted).toEqual([true]);
  });

  it('that is too long is refused at once, and the next one is answered', async () => {
    const { url } = await listening();
    const session = await openSession(url);
    const { stream, answer } = begin(session, upload);
    stream.write(Buffer.alloc(MAX_UPLOAD_BYTES + 1));
    expect((await answer).status).toBe(413);
    expect((await ask(session, upload, 'x')).status).toBe(200);
  });

  it('of more headers than there may be is refused, and the next one is answered', async () => {
    const { url } = await listening();
    const session = await openSession(url);
    const large = { ...health, 'x-large': 'x'.repeat(HTTP2.headerBytes) };
    await expect(ask(session, large)).rejects.toThrow('ENHANCE_YOUR_CALM');
    expect((await ask(session, health)).status).toBe(200);
  });

  it('that never ends is ended when its time is over', async () => {
    const { url, accept } = await listening({ tlsTimes: { requestMs: 100 } });
    const session = await openSession(url);
    const { stream, answer } = begin(session, upload);
    stream.write('slow');
    await expect(answer).rejects.toThrow(`reset with ${constants.NGHTTP2_CANCEL}`);
    expect((await ask(session, health)).status).toBe(200);
    expect(accept).not.toHaveBeenCalled();
  });

  it('that never ends is answered 408 over HTTP/1.1 of the same server', async () => {
    const { port } = await listening({ tlsTimes: { requestMs: 100 } });
    const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
    const headers = [
      'host: localhost',
      `content-type: ${BATCH_MEDIA_TYPE}`,
      'content-encoding: br',
      'content-length: 9',
    ];
    socket.write(['POST /v1/batches HTTP/1.1', ...headers, '', 'slow'].join('\r\n'));
    expect(Buffer.concat(await socket.toArray()).toString()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('whose answer nobody takes is ended when its time is over', async () => {
    const { url } = await listening({ tlsTimes: { streamMs: 200 } });
    const session = await openSession(url, { settings: { initialWindowSize: 0 } });
    const { stream } = begin(session, { ':path': '/login' });
    await once(stream, 'close');
    expect(stream.rstCode).toBe(constants.NGHTTP2_CANCEL);
  });
});

describe('a connection that speaks HTTP/2', () => {
  it('has a hundred requests at a time, and what is more is refused', async () => {
    const { url } = await listening();
    const session = beginSession(url, { peerMaxConcurrentStreams: 1000 });
    const extra = 20;
    const sent = Array.from({ length: HTTP2.streams + extra }, () => begin(session, upload));
    await once(session, 'remoteSettings');
    await expect.poll(() => sent.filter(({ stream }) => stream.closed).length).toBe(extra);
    for (const { stream } of sent) stream.end('x');
    const answers = await Promise.allSettled(sent.map(({ answer }) => answer));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(HTTP2.streams);
    const refused = sent.filter(({ stream }) => stream.rstCode === constants.NGHTTP2_REFUSED_STREAM);
    expect(refused).toHaveLength(extra);
  });

  it('is ended when it takes back request after request, and others are answered meanwhile', async () => {
    const { url } = await listening();
    const [flood, other] = [await openSession(url), await openSession(url)];
    let sent = 0;
    while (!flood.destroyed && sent < 5000) {
      const streams = Array.from({ length: 50 }, () => begin(flood, upload).stream);
      sent += streams.length;
      await turn();
      for (const stream of streams) stream.close(constants.NGHTTP2_CANCEL);
      expect((await ask(other, health)).status).toBe(200);
    }
    expect(flood.destroyed).toBe(true);
    expect(sent).toBeLessThan(HTTP2.resets.burst * 3);
    expect((await ask(other, health)).status).toBe(200);
  });

  it.each(['pings', 'settings'])('is ended when it sends more %s than it may', async (frames) => {
    const { url } = await listening();
    const unbounded = { maxOutstandingPings: 10_000, maxOutstandingSettings: 10_000 };
    const session = await openSession(url, unbounded);
    const reason = once(session, 'goaway');
    for (let at = 0; at <= HTTP2.control.frames; at++) {
      if (frames === 'pings') session.ping(() => {});
      else session.settings({ initialWindowSize: 65_535 }, () => {});
    }
    expect((await reason)[0]).toBe(constants.NGHTTP2_ENHANCE_YOUR_CALM);
  });

  it('is ended when nothing was asked for a while, whatever else it sends', async () => {
    const { url } = await listening({ tlsTimes: { idleMs: 300 } });
    const session = await openSession(url);
    let isEnded = false;
    session.once('close', () => {
      isEnded = true;
    });
    const pinging = () => !session.destroyed && session.ping(() => setTimeout(pinging, 20));
    pinging();
    await expect.poll(() => isEnded).toBe(true);
  });

  it('goes on while a request is under way, for longer than it may be idle', async () => {
    const { url } = await listening({ tlsTimes: { idleMs: 500 } });
    const session = await openSession(url);
    const { stream, answer } = begin(session, upload);
    stream.write('x');
    const slower = beginSession(url);
    await once(slower, 'close');
    stream.end();
    expect((await answer).status).toBe(200);
  });
});

describe('a server that closes', () => {
  it('says so, answers what has begun, and takes nothing more', async () => {
    const { url, server } = await listening();
    const session = await openSession(url);
    const { stream, answer } = begin(session, upload);
    await new Promise((resolve) => stream.write('x', resolve));
    expect((await ask(session, health)).status).toBe(200);
    const [told, ended] = [once(session, 'goaway'), once(session, 'close')];
    const closed = closeServer(server);
    expect((await told)[0]).toBe(constants.NGHTTP2_NO_ERROR);
    stream.end();
    expect((await answer).status).toBe(200);
    await Promise.all([ended, closed]);
  });

  it('waits for no session that is idle, and for no connection that never shook hands or never asked', async () => {
    const { url, port, server } = await listening();
    const session = await openSession(url);
    const silent = connect(port, '127.0.0.1');
    const shaken = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
    await Promise.all([once(silent, 'connect'), once(shaken, 'secureConnect')]);
    const ended = [session, silent.resume(), shaken.resume()].map((one) => once(one, 'close'));
    const begun = performance.now();
    await closeServer(server);
    expect(performance.now() - begun).toBeLessThan(2000);
    await Promise.all(ended);
  });
});

it('a connection that does not shake hands is ended', async () => {
  const { port } = await listening({ tlsTimes: { handshakeMs: 100 } });
  const silent = connect(port, '127.0.0.1').resume();
  await once(silent, 'close');
});

it('a connection that speaks no TLS is ended without an answer', async () => {
  const { port } = await listening();
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (piece) => {
    answer += piece.toString('latin1');
  });
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await once(socket, 'close');
  expect(answer).not.toContain('HTTP');
});

it('whoever agrees on no protocol speaks HTTP/1.1', async () => {
  const { port } = await listening();
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
  socket.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
  const pieces: Buffer[] = await socket.toArray();
  expect(Buffer.concat(pieces).toString()).toMatch(/^HTTP\/1\.1 200 OK/);
});
