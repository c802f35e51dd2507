import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { dashboardPages } from '../../../client/core/batch/overview.ts';
import { suiteFolder, temporaryFolder } from '../../support/temporary-folder.ts';
import { shareTestCollector, startTestCollector } from './support/collectors.ts';
import { cookieOf, get, logIn, post } from './support/logins.ts';

/** A dashboard of two files, as a build would leave it. */
function builtDashboard(webRoot = temporaryFolder()): string {
  mkdirSync(path.join(webRoot, 'assets'));
  writeFileSync(path.join(webRoot, 'index.html'), '<!doctype html><title>the dashboard</title>');
  writeFileSync(path.join(webRoot, 'assets', 'index.js'), 'export {};');
  return webRoot;
}

const shared = shareTestCollector({ webRoot: builtDashboard(suiteFolder()) });

describe('the dashboard', () => {
  it('is shown to whoever has opened the login link', async () => {
    const collector = shared();
    const link = await collector.loginLink();
    const landing = await get(collector, link);
    expect(landing.status).toBe(200);
    expect(landing.headers.getSetCookie()).toEqual([]);
    const secret = new URL(link).searchParams.get('token') ?? '';
    expect(await landing.text()).toContain(`<input type="hidden" name="token" value="${secret}">`);

    const login = await logIn(collector, secret);
    expect(login.status).toBe(303);
    expect(login.headers.get('location')).toBe('/');
    const [cookie = ''] = login.headers.getSetCookie();
    const { port } = new URL(collector.url);
    expect(cookie).toMatch(new RegExp(`^candor-session-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Lax$`));
    expect(cookie).not.toContain(secret);

    const headers = { cookie: cookieOf(login) };
    const page = await get(collector, '/', headers);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('the dashboard');
    expect((await get(collector, '/assets/index.js', headers)).headers.get('content-type')).toMatch('javascript');
    expect((await get(collector, '/v1/overview', headers)).status).toBe(200);
    expect((await get(collector, '/assets/missing.js', headers)).status).toBe(404);
    expect((await get(collector, '/assets/%2e%2e/%2e%2e/state/token.jsonl', headers)).status).not.toBe(200);
  });

  it.each([
    ['nothing', async () => ({})],
    ['a made-up cookie', async (name: string) => ({ cookie: `${name}=${'A'.repeat(43)}` })],
    ['another bearer token', async () => ({ authorization: `Bearer ${'A'.repeat(43)}` })],
    ['an empty bearer token', async () => ({ authorization: 'Bearer ' })],
  ])('is refused to whoever has %s, with a page that says how to get in', async (_, headersFor) => {
    const collector = shared();
    const name = cookieOf(await logIn(collector, collector.token)).split('=')[0] ?? '';
    const headers: Record<string, string> = await headersFor(name);
    const page = await get(collector, '/', headers);
    expect(page.status).toBe(401);
    expect(await page.text()).toContain('<form method="post" action="/login">');
    for (const where of ['/assets/index.js', '/v1/overview', '/index.html', '/%69ndex.html', '//v1/overview']) {
      expect((await get(collector, new URL(collector.url + where).href, headers)).status).not.toBe(200);
    }
  });

  it('gives its figures to a bearer of a token', async () => {
    const collector = shared();
    const response = await get(collector, '/v1/overview', { authorization: `Bearer ${collector.token}` });
    expect(await response.json()).toEqual(await collector.overview());
  });

  it.each(['', 'wrong', 'A'.repeat(43), '"><script>'])('is not opened by the token "%s"', async (token) => {
    const collector = shared();
    const response = await logIn(collector, token);
    expect(response.status).toBe(401);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await response.text()).toContain('This token or login link is not valid');
    const link = await get(collector, `/login?token=${encodeURIComponent(token)}`);
    expect(link.headers.getSetCookie()).toEqual([]);
    const page = await link.text();
    expect(page).not.toContain('"><script>');
    // The one script that there may be is that of the page, which its policy names by a hash.
    expect(page.match(/<script/g)?.length ?? 0).toBeLessThan(2);
  });

  it.each([
    ['/features?version=1.1.0&votes=installation', '/features?version=1.1.0&votes=installation'],
    ['/', '/'],
    ['/?from=2026-03-09', '/?from=2026-03-09'],
    ['//example.org', '/'],
    ['https://example.org/features', '/'],
    ['/v1/tokens', '/'],
    ['/features"onx', '/'],
    ['/features?a=\r\nset-cookie: x', '/'],
    [`/features?version=${'9'.repeat(1500)}`, '/'],
  ])('leads to a page of the dashboard alone, once somebody has logged in: %s', async (asked, shown) => {
    const collector = shared();
    const page = await get(collector, `/login?next=${encodeURIComponent(asked)}`);
    const hidden = /name="next" value="([^"]*)"/.exec(await page.text())?.[1]?.replaceAll('&#38;', '&') ?? '/';
    expect(hidden).toBe(shown);
    const form = { token: collector.token, next: asked };
    const login = await post(collector, '/login', form, { origin: collector.url });
    expect([login.status, login.headers.get('location')]).toEqual([303, shown]);
  });

  it('serves each of its pages, and asks for a login that leads there', async () => {
    const collector = shared();
    const headers = { cookie: cookieOf(await logIn(collector, collector.token)) };
    for (const name of dashboardPages) {
      expect(await (await get(collector, `/${name}?version=1`, headers)).text()).toContain('the dashboard');
      const asked = await get(collector, `/${name}?version=1`);
      expect([asked.status, await asked.text()]).toEqual([401, expect.stringContaining(`value="/${name}?version=1"`)]);
    }
  });

  it.each([
    ['en-US,en;q=0.9', 'There is no page at this address'],
    ['it-IT,it;q=0.9,en;q=0.8', 'A questo indirizzo non c’è nessuna pagina'],
    ['', 'There is no page at this address'],
  ])('has a page for people at an address where there is none, in their language: %s', async (language, title) => {
    const accept = { accept: 'text/html,*/*;q=0.8', 'accept-language': language };
    const collector = shared();
    const headers = { cookie: cookieOf(await logIn(collector, collector.token)) };
    const page = await get(collector, '/nowhere/at/all', { ...headers, ...accept });
    const text = await page.text();
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(text).toContain(`<h1>${title}</h1>`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const program = await get(collector, '/nowhere/at/all', { ...headers, accept: 'application/json' });
    expect([program.status, program.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  });

  it('says so when it is not built', async () => {
    const collector = await startTestCollector({ webRoot: path.join(temporaryFolder(), 'missing') });
    const page = await get(collector, '/', { cookie: cookieOf(await logIn(collector, collector.token)) });
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('The dashboard is not built');
  });

  it('keeps tokens and logins from run to run, each collector its own', async () => {
    const webRoot = builtDashboard();
    const first = await startTestCollector({ webRoot });
    const port = Number(new URL(first.url).port);
    const cookie = cookieOf(await logIn(first, first.token));
    await first.close();
    const second = await startTestCollector({ webRoot, dataDir: first.dataDir, port });
    expect((await get(second, '/', { cookie })).status).toBe(200);
    expect((await get(second, '/v1/overview', { authorization: `Bearer ${first.token}` })).status).toBe(200);
    await second.close();
    const other = await startTestCollector({ webRoot, port });
    expect((await get(other, '/', { cookie })).status).toBe(401);
  });

  it('allows no other host, no inline script and no frame, and is kept by no cache', async () => {
    const collector = shared();
    const cookie = cookieOf(await logIn(collector, collector.token));
    for (const [where, headers] of [
      ['/', { cookie }],
      ['/', {}],
      ['/login?token=x', {}],
      [await collector.loginLink(), {}],
      ['/v1/overview', { cookie }],
    ] as const) {
      const response = await get(collector, where, headers);
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      // The login page alone says to itself, and to nobody else, that it has sent a form.
      expect(response.headers.get('referrer-policy')).toMatch(/^(?:no-referrer|same-origin)$/);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('the health of a collector', () => {
  it('is told to anybody', async () => {
    const collector = shared();
    expect(await (await get(collector, '/healthz')).json()).toEqual({ status: 'up' });
    const ready = await get(collector, '/readyz');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ journal: true, storage: true });
  });
});

describe('an address', () => {
  it('that does not exist is answered with a problem', async () => {
    const collector = shared();
    const response = await fetch(`${collector.url}/v1/nothing`, { method: 'POST' });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  it('that is taken is told by its code, and the folder is free again', async () => {
    const collector = await startTestCollector();
    const dataDir = temporaryFolder();
    const port = Number(new URL(collector.url).port);
    await expect(startTestCollector({ dataDir, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await startTestCollector({ dataDir });
  });
});
