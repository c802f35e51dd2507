import { describe, expect, it } from 'vitest';
import { BATCH_MEDIA_TYPE } from '../../../../client/core/batch/batch.ts';
import { isLoopback } from '../../../../collector/http/address-prefix.ts';
import { BEHIND_SHARE } from '../../../../collector/limits.ts';
import { type TestServer, testServer } from './test-server.ts';

const UNPACKED = 1024 * 1024;
const MOST = BEHIND_SHARE.bytes / UNPACKED;

/** A collector to which each batch costs a megabyte. */
async function behind(isBehind: () => boolean): Promise<TestServer> {
  const accept = async (_body: Uint8Array, admits = (_unpacked: number) => true) =>
    admits(UNPACKED)
      ? ({ status: 'settled', receipt: { batch: 'x', status: 'accepted' } } as const)
      : ({ status: 'unavailable' } as const);
  return (await testServer({ intake: { accept }, isBehind })).server;
}

async function upload(server: TestServer, address: string, headers: Record<string, string> = {}) {
  const response = await server.inject({
    method: 'POST',
    url: '/v1/batches',
    headers: { host: 'localhost', 'content-type': BATCH_MEDIA_TYPE, 'content-encoding': 'br', ...headers },
    payload: Buffer.from('x'),
    remoteAddress: address,
  });
  return { status: response.statusCode, headers: response.headers, body: response.body };
}

async function statuses(server: TestServer, count: number, address: (at: number) => string) {
  const all: number[] = [];
  for (let at = 0; at < count; at++) all.push((await upload(server, address(at))).status);
  return all;
}

describe('while more comes than can be loaded', () => {
  it('a network has its share of what storing costs, and others have theirs', async () => {
    const server = await behind(() => true);
    const all = await statuses(server, MOST + 2, (at) => `192.0.2.${at}`);
    expect(all).toEqual([...Array(MOST).fill(200), 503, 503]);
    const refused = await upload(server, '192.0.2.1');
    expect(JSON.parse(refused.body)).toMatchObject({ refusal: 'unavailable' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await upload(server, '198.51.100.1')).status).toBe(200);
  });

  it('a proxy on this computer is of no network, and those whom it speaks for are', async () => {
    const server = await behind(() => true);
    expect(new Set(await statuses(server, MOST + 2, () => '127.0.0.1'))).toEqual(new Set([200]));
    const through = { 'x-forwarded-for': '203.0.113.9' };
    const all: number[] = [];
    for (let at = 0; at <= MOST; at++) all.push((await upload(server, '127.0.0.1', through)).status);
    expect(all.at(-1)).toBe(503);
    // Nobody but a proxy that is trusted says so: this one is counted as itself.
    expect((await upload(server, '198.51.100.1', through)).status).toBe(200);
  });
});

describe('while all that comes is loaded', () => {
  it('nothing is counted', async () => {
    const server = await behind(() => false);
    expect(new Set(await statuses(server, MOST + 2, () => '192.0.2.1'))).toEqual(new Set([200]));
  });
});

describe('an address of this computer', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])('is %s', (address) => {
    expect(isLoopback(address)).toBe(true);
  });

  it.each(['192.0.2.1', '::', '2001:db8::1', '::ffff:192.0.2.1'])('is not %s', (address) => {
    expect(isLoopback(address)).toBe(false);
  });
});
