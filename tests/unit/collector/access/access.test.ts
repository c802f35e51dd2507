import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashOf } from '../../../../collector/access/secrets.ts';
import type { Token } from '../../../../collector/access/tokens.ts';
import { loginLink } from '../../../../collector/access/tokens.ts';
import { LOGIN_FAILURES, LOGIN_LINK_MS, SESSION_MS } from '../../../../collector/limits.ts';
import { filesBelow } from '../../../support/temporary-folder.ts';
import { type TestServer, testServer } from '../http/test-server.ts';

const HOST = { host: 'localhost:7391' };
const DAY_MS = 86_400_000;

async function logIn(server: TestServer, token: string, headers: Record<string, string> = {}, address = '192.0.2.1') {
  const response = await server.inject({
    method: 'POST',
    url: '/login',
    headers: { ...HOST, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: `token=${token}`,
    remoteAddress: address,
  });
  const cookie = String(response.headers['set-cookie'] ?? '');
  return { status: response.statusCode, headers: response.headers, cookie, sent: cookie.split(';')[0] ?? '' };
}

async function ask(
  server: TestServer,
  url: string,
  headers: Record<string, string>,
  method: 'GET' | 'DELETE' | 'POST' = 'GET',
) {
  const response = await server.inject({ method, url, headers: { ...HOST, ...headers } });
  return { status: response.statusCode, body: response.body, headers: response.headers };
}

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

describe('a token', () => {
  it('opens what its role includes, and no more', async () => {
    const { server, tokens } = await testServer();
    const answers: Record<string, number[]> = {};
    for (const role of ['viewer', 'support', 'administrator'] as const) {
      const secret = await tokens.create({ name: role, role, use: 'bearer' });
      const routes = ['overview', 'me', 'links', 'tokens', 'sessions', 'backups', 'audit'].map((name) => `/v1/${name}`);
      const statuses = routes.map(async (url) => (await ask(server, url, bearer(secret))).status);
      answers[role] = await Promise.all(statuses);
    }
    expect(answers).toEqual({
      viewer: [200, 200, 200, 403, 403, 403, 403],
      support: [200, 200, 200, 403, 403, 403, 403],
      administrator: [200, 200, 200, 200, 200, 200, 200],
    });
  });

  it('is kept as a hash: no file has it', async () => {
    const { tokens, sessions, dataDir } = await testServer();
    const secret = await tokens.create({ name: 'mine', role: 'viewer', use: 'bearer' });
    const [token] = await tokens.list();
    const cookie = await sessions.begin(token as Token);
    const kept = filesBelow(dataDir).map((file) => readFileSync(path.join(dataDir, file), 'utf8'));
    expect(kept.join()).toContain(hashOf(secret));
    for (const value of [secret, secret.slice('candor_'.length), cookie]) expect(kept.join()).not.toContain(value);
  });

  it('is over when it expires, and with it what was logged in with it', async () => {
    const { server, tokens, pass } = await testServer();
    const secret = await tokens.create({ name: 'mine', role: 'viewer', use: 'bearer', forMs: DAY_MS });
    const { sent } = await logIn(server, secret);
    pass(DAY_MS - 1);
    expect((await ask(server, '/v1/me', bearer(secret))).status).toBe(200);
    expect((await ask(server, '/v1/me', { cookie: sent })).status).toBe(200);
    pass(1);
    expect((await ask(server, '/v1/me', bearer(secret))).status).toBe(401);
    expect((await ask(server, '/v1/me', { cookie: sent })).status).toBe(401);
    expect(await tokens.list()).toEqual([]);
  });

  it('is over when it is revoked, and with it what was logged in with it', async () => {
    const { server, tokens } = await testServer();
    const secret = await tokens.create({ name: 'mine', role: 'viewer', use: 'bearer' });
    const other = await tokens.create({ name: 'other', role: 'viewer', use: 'bearer' });
    const { sent } = await logIn(server, secret);
    expect(await tokens.revoke('mine')).toBe(1);
    expect(await tokens.revoke('mine')).toBe(0);
    expect((await ask(server, '/v1/me', bearer(secret))).status).toBe(401);
    expect((await ask(server, '/v1/me', { cookie: sent })).status).toBe(401);
    expect((await ask(server, '/v1/me', bearer(other))).status).toBe(200);
  });

  it('has a name of its own, that can stand in lists', async () => {
    const { tokens } = await testServer();
    await tokens.create({ name: 'anna@example.org', role: 'viewer', use: 'bearer' });
    const make = (name: string) => tokens.create({ name, role: 'viewer', use: 'bearer' });
    await expect(make('anna@example.org')).rejects.toThrow('there is a token anna@example.org already');
    for (const name of ['', ' ', 'a b', '\u001b[2J', 'x'.repeat(65)])
      await expect(make(name)).rejects.toThrow('letters');
  });

  it('that a deployment provides in a file is good, and its sessions end with another one', async () => {
    const secret = 's'.repeat(43);
    const provided: Token = {
      id: hashOf(secret),
      name: 'dashboard-token',
      role: 'administrator',
      use: 'bearer',
      created: 0,
      expires: null,
    };
    const { server, tokens } = await testServer({}, provided);
    const { sent } = await logIn(server, secret);
    expect(JSON.parse((await ask(server, '/v1/me', { cookie: sent })).body)).toEqual({
      name: 'dashboard-token',
      role: 'administrator',
    });
    expect(await tokens.revoke('dashboard-token')).toBe(0);
  });

  it.each(['', 'Basic x', 'Bearer', `Bearer ${'x'.repeat(5000)}`, 'Bearer a b'])(
    'that is wrong ("%.20s") is not made up for by a cookie',
    async (authorization) => {
      const { server, tokens } = await testServer();
      const { sent } = await logIn(server, await tokens.create({ name: 'mine', role: 'viewer', use: 'bearer' }));
      expect((await ask(server, '/v1/me', { cookie: sent, authorization })).status).toBe(401);
    },
  );
});

describe('a login link', () => {
  async function withLink() {
    const all = await testServer();
    const link = await loginLink('http://localhost:7391', all.tokens, 'anna', 'viewer');
    return { ...all, link, secret: new URL(link).searchParams.get('token') ?? '' };
  }

  it('logs in once, also when two open it at once', async () => {
    const { server, secret } = await withLink();
    const both = await Promise.all([logIn(server, secret), logIn(server, secret)]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 401]);
    expect((await logIn(server, secret)).status).toBe(401);
  });

  it('is not used up by what looks at it', async () => {
    const { server, link, secret } = await withLink();
    const { pathname, search } = new URL(link);
    for (const method of ['GET', 'GET'] as const) {
      const shown = await ask(server, pathname + search, {}, method);
      expect(shown.status).toBe(200);
      expect(shown.headers['set-cookie']).toBeUndefined();
    }
    expect((await logIn(server, secret)).status).toBe(303);
  });

  it('is no token that could be sent with requests', async () => {
    const { server, secret } = await withLink();
    expect((await ask(server, '/v1/me', bearer(secret))).status).toBe(401);
  });

  it('is over after some minutes', async () => {
    const { server, secret, pass } = await withLink();
    pass(LOGIN_LINK_MS);
    expect((await logIn(server, secret)).status).toBe(401);
  });

  it('works when it was clicked on a page or in a mail of somebody else', async () => {
    const { server, link, secret } = await withLink();
    const { pathname, search } = new URL(link);
    const clicked = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    const landing = await ask(server, pathname + search, clicked);
    expect(landing.status).toBe(200);
    // With no referrer a browser would call the origin of our own form null.
    expect(landing.headers['referrer-policy']).toBe('same-origin');
    expect(landing.headers['content-security-policy']).toContain("form-action 'self'");
    const own = { origin: 'http://localhost:7391', 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate' };
    const { status, sent } = await logIn(server, secret, own);
    expect(status).toBe(303);
    // And so does a link to the dashboard, with no reload.
    expect((await ask(server, '/v1/me', { ...clicked, cookie: sent })).status).toBe(200);
  });
});

describe('a session', () => {
  async function loggedIn(change: Parameters<typeof testServer>[0] = {}) {
    const all = await testServer(change);
    const secret = await all.tokens.create({ name: 'anna', role: 'administrator', use: 'bearer' });
    const login = await logIn(all.server, secret);
    return { ...all, secret, login, cookie: { cookie: login.sent } };
  }

  it('ends when somebody logs out, and its cookie is taken away', async () => {
    const { server, cookie, audit } = await loggedIn();
    const out = await ask(server, '/logout', cookie, 'POST');
    expect([out.status, out.headers.location]).toEqual([303, '/login']);
    expect(String(out.headers['set-cookie'])).toMatch(/^candor-session-7391=;.*Expires=Thu, 01 Jan 1970/);
    expect((await ask(server, '/v1/me', cookie)).status).toBe(401);
    expect((await audit.list()).map(({ what }) => what).sort()).toEqual(['logged-in', 'logged-out']);
  });

  it('is over after a week at the latest', async () => {
    const { server, cookie, pass } = await loggedIn();
    pass(SESSION_MS - 1);
    expect((await ask(server, '/v1/me', cookie)).status).toBe(200);
    pass(1);
    expect((await ask(server, '/v1/me', cookie)).status).toBe(401);
  });

  it('is listed and ended by an administrator', async () => {
    const { server, cookie, secret, audit, pass } = await loggedIn();
    pass(1000);
    const { sent: other } = await logIn(server, secret);
    const listed = JSON.parse((await ask(server, '/v1/sessions', { cookie: other })).body);
    expect(listed).toMatchObject([
      { name: 'anna', role: 'administrator', begun: '2026-01-01T00:00:00.000Z', isYours: false },
      { isYours: true },
    ]);
    pass(1000);
    expect((await ask(server, `/v1/sessions/${listed[0].id}`, { cookie: other }, 'DELETE')).status).toBe(200);
    expect((await ask(server, '/v1/me', cookie)).status).toBe(401);
    expect((await ask(server, '/v1/me', { cookie: other })).status).toBe(200);
    expect((await ask(server, '/v1/sessions/none', { cookie: other }, 'DELETE')).status).toBe(404);
    expect((await audit.list())[0]).toMatchObject({ who: 'anna', what: 'session-ended', about: listed[0].id });
  });

  it.each([
    ['over plain HTTP', {}, HOST.host, {}, 'candor-session-7391', false],
    [
      'behind a proxy with TLS that passes its name',
      { served: { listensOn: '127.0.0.1', publicUrl: 'https://collector.example.org' } },
      'collector.example.org',
      {},
      '__Host-candor-session',
      true,
    ],
    [
      'behind a proxy on this computer that says so',
      {},
      HOST.host,
      { 'x-forwarded-proto': 'https' },
      '__Host-candor-session-7391',
      true,
    ],
  ])('has a cookie that is kept to TLS where there is TLS: %s', async (_how, change, host, headers, name, isSecure) => {
    const { server, tokens } = await testServer(change);
    const secret = await tokens.create({ name: 'anna', role: 'viewer', use: 'bearer' });
    const address = '127.0.0.1';
    const { cookie } = await logIn(server, secret, { host, ...headers }, address);
    expect(cookie.split('=')[0]).toBe(name);
    expect(cookie.includes('; Secure')).toBe(isSecure);
    expect(cookie).toContain('; HttpOnly');
  });
});

describe('wrong logins', () => {
  it('are slowed down for their network, and keep nobody out who has a token', async () => {
    const { server, tokens } = await testServer();
    const secret = await tokens.create({ name: 'anna', role: 'viewer', use: 'bearer' });
    const wrong = 'A'.repeat(43);
    const statuses: number[] = [];
    for (let times = 0; times <= LOGIN_FAILURES.requests; times++) {
      statuses.push((await logIn(server, wrong, {}, `192.0.2.${times}`)).status);
    }
    expect(new Set(statuses.slice(0, -1))).toEqual(new Set([401]));
    const { status, headers } = await logIn(server, wrong);
    expect([statuses.at(-1), status]).toEqual([429, 429]);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect((await logIn(server, wrong, {}, '192.0.3.1')).status).toBe(401);
    expect((await logIn(server, secret)).status).toBe(303);
  });

  it('are not read when they are long', async () => {
    const { server } = await testServer();
    expect((await logIn(server, 'x'.repeat(5000))).status).toBe(413);
  });
});

describe('what somebody did', () => {
  it('is told to administrators: who, in which role, what and when', async () => {
    const { server, tokens } = await testServer();
    const secret = await tokens.create({ name: 'anna', role: 'administrator', use: 'bearer' });
    await logIn(server, secret);
    const { body } = await ask(server, '/v1/audit', bearer(secret));
    expect(JSON.parse(body)).toEqual([
      { at: '2026-01-01T00:00:00.000Z', who: 'anna', role: 'administrator', what: 'logged-in', about: null },
    ]);
  });
});

describe('a page of somebody else', () => {
  it('cannot read, log in, log out nor post', async () => {
    const { server, tokens, sessions, faults } = await testServer();
    const secret = await tokens.create({ name: 'anna', role: 'administrator', use: 'bearer' });
    const { sent } = await logIn(server, secret);
    const foreign = { origin: 'https://evil.example', cookie: sent };
    expect((await ask(server, '/v1/overview', foreign)).status).toBe(403);
    expect((await ask(server, '/logout', foreign, 'POST')).status).toBe(403);
    expect((await logIn(server, secret, { origin: 'null' })).status).toBe(403);
    expect((await ask(server, '/v1/batches', foreign, 'POST')).status).toBe(403);
    const rebinding = { host: 'evil.example:7391', origin: 'http://evil.example:7391', cookie: sent };
    for (const [method, url] of [
      ['GET', '/v1/overview'],
      ['GET', '/'],
      ['POST', '/v1/batches'],
      ['DELETE', '/v1/installations/x'],
    ] as const) {
      expect((await ask(server, url, rebinding, method)).status).toBe(421);
    }
    expect(await sessions.list()).toHaveLength(1);
    expect(faults.every((fault) => fault.includes('--public-url') && !fault.includes('evil'))).toBe(true);
    // Whoever only asks whether it is well may call it anything.
    expect((await ask(server, '/healthz', { host: 'pod-7.cluster' })).status).toBe(200);
  });
});
