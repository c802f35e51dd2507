import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { ErasureReceipt, UserDataPage } from '../../../../client/core/batch/user-data.ts';
import type { Held } from '../../../../collector/erasure/user-data.ts';
import { INSTALLATION_REQUESTS, TURNS, WRONG_KEYS } from '../../../../collector/limits.ts';
import { type TestServer, testServer } from './test-server.ts';

const OWNER = { id: '11111111-2222-4333-8444-555555555555', key: 'K'.repeat(43) };
const page: UserDataPage = { installation: OWNER.id, batches: [], next: null };
const receipt: ErasureReceipt = { installation: OWNER.id, status: 'erased', batches: 1 };

interface Asked {
  readonly signal: AbortSignal;
  readonly answer: () => void;
}

/** A collector that holds something of everybody with a key that begins with K, and works on it until it is told to end. */
async function holding({ slow = false } = {}) {
  const fetched: Asked[] = [];
  const looked: string[] = [];
  const held: Held = {
    page: (_after, signal) =>
      new Promise((resolve, reject) => {
        fetched.push({ signal, answer: () => resolve(page) });
        signal.addEventListener('abort', () => reject(signal.reason));
        if (!slow) resolve(page);
      }),
    erase: async () => receipt,
  };
  const find = async (id: string, key: string) => {
    looked.push(id);
    return key.startsWith('K') ? held : undefined;
  };
  return { ...(await testServer({ userData: { find } })), fetched, looked };
}

async function ask(
  server: TestServer,
  { id, key }: { id: string; key: string },
  { method = 'GET', from = '192.0.2.1' }: { method?: 'GET' | 'DELETE'; from?: string } = {},
) {
  const response = await server.inject({
    method,
    url: `/v1/installations/${id}`,
    headers: { host: 'localhost', authorization: `Bearer ${key}` },
    remoteAddress: from,
  });
  return { status: response.statusCode, headers: response.headers };
}

const wrongKey = (at: number) => `w${String(at).padStart(42, '0')}`;
const someId = (at: number) => `11111111-2222-4333-8444-${String(at).padStart(12, '0')}`;

describe('the owner of an installation', () => {
  it('is answered whatever others have tried under the ID, also from the same network', async () => {
    const { server } = await holding();
    const statuses: number[] = [];
    for (let at = 0; at < WRONG_KEYS.requests + 30; at++) {
      statuses.push((await ask(server, { ...OWNER, key: wrongKey(at) })).status);
    }
    expect(new Set(statuses.slice(0, WRONG_KEYS.requests))).toEqual(new Set([404]));
    expect(new Set(statuses.slice(WRONG_KEYS.requests))).toEqual(new Set([429]));
    expect((await ask(server, OWNER)).status).toBe(200);
    expect((await ask(server, OWNER, { method: 'DELETE' })).status).toBe(200);
    // And somebody else's mistake in another network is told as one.
    expect((await ask(server, { ...OWNER, key: wrongKey(1) }, { from: '198.51.100.1' })).status).toBe(404);
  });

  it('asks so often in a minute with one key, and no oftener', async () => {
    const { server } = await holding();
    const statuses: number[] = [];
    for (let at = 0; at <= INSTALLATION_REQUESTS.requests; at++) statuses.push((await ask(server, OWNER)).status);
    expect(new Set(statuses.slice(0, -1))).toEqual(new Set([200]));
    expect(statuses.at(-1)).toBe(429);
  });

  it('waits for its turn among networks, not among requests', async () => {
    const { server, fetched } = await holding({ slow: true });
    const { atOnce, waitingEach } = TURNS.fetching;
    const many = Array.from({ length: atOnce + waitingEach + 10 }, (_, at) =>
      ask(server, { id: someId(at), key: OWNER.key }, { from: `192.0.2.${at % 250}` }),
    );
    // What is too much of one network is told to come back, at once.
    const refused = await Promise.all(many.slice(-10));
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([503]));
    expect(refused[0]?.headers['retry-after']).toBe(String(TURNS.retryAfterS));
    const own = ask(server, OWNER, { from: '198.51.100.1' });
    // Its place is behind one of theirs at most.
    await expect.poll(() => fetched.length).toBe(atOnce);
    for (const { answer } of fetched.splice(0)) answer();
    await expect.poll(() => fetched.length).toBe(atOnce);
    for (const { answer } of fetched.splice(0)) answer();
    expect((await own).status).toBe(200);
    while (fetched.length > 0) {
      for (const { answer } of fetched.splice(0)) answer();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(many);
  });
});

describe('made-up keys', () => {
  it('are looked up and nothing more, whatever waits', async () => {
    const { server, fetched, looked } = await holding({ slow: true });
    const owners = Array.from({ length: TURNS.fetching.atOnce + 1 }, (_, at) =>
      ask(server, { id: someId(at), key: OWNER.key }),
    );
    await expect.poll(() => fetched.length).toBe(TURNS.fetching.atOnce);
    const madeUp = await Promise.all(
      Array.from({ length: 100 }, (_, at) => ask(server, { id: someId(at), key: wrongKey(at) }, { method: 'DELETE' })),
    );
    expect(new Set(madeUp.map(({ status }) => status))).toEqual(new Set([404]));
    expect(looked).toHaveLength(100 + owners.length);
    await expect
      .poll(() => {
        for (const { answer } of fetched.splice(0)) answer();
        return Promise.race([
          Promise.all(owners).then(() => 'answered'),
          new Promise((resolve) => setImmediate(resolve)),
        ]);
      })
      .toBe('answered');
  });
});

describe('a request whose connection is closed', () => {
  it('is worked on no further, and leaves its place to the next', async () => {
    const { server, fetched, faults } = await holding({ slow: true });
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as AddressInfo;
    const open = async (at: number) => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(
        `GET /v1/installations/${someId(at)} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${OWNER.key}\r\n\r\n`,
      );
      return socket;
    };
    const { atOnce } = TURNS.fetching;
    const sockets = await Promise.all(Array.from({ length: atOnce + 5 }, (_, at) => open(at)));
    await expect.poll(() => fetched.length).toBe(atOnce);
    const begun = fetched.splice(0);
    const own = ask(server, OWNER, { from: '198.51.100.1' });
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => begun.every(({ signal }) => signal.aborted)).toBe(true);
    await expect.poll(() => fetched.length).toBeGreaterThan(0);
    await expect.poll(() => fetched.filter(({ signal }) => !signal.aborted).length).toBe(1);
    for (const { answer } of fetched) answer();
    expect((await own).status).toBe(200);
    expect(faults).toEqual([]);
  });
});
