import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startTestCollector, type TestCollector } from './support/collectors.ts';

/** A dashboard of two files, as a build would leave it. */
function builtDashboard(): string {
  const webRoot = temporaryFolder();
  mkdirSync(path.join(webRoot, 'assets'));
  writeFileSync(path.join(webRoot, 'index.html'), '<!doctype html><title>the dashboard</title>');
  writeFileSync(path.join(webRoot, 'assets', 'index.js'), 'export {};');
  return webRoot;
}

function get(collector: TestCollector, where: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(new URL(where, collector.url), { headers, redirect: 'manual' });
}

async function logIn(collector: TestCollector): Promise<string> {
  const response = await get(collector, collector.loginUrl);
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

const tokenOf = ({ loginUrl }: TestCollector) => new URL(loginUrl).searchParams.get('token') ?? '';

describe('the dashboard', () => {
  it('is shown to whoever has opened the login link', async () => {
    const collector = await startTestCollector({ webRoot: builtDashboard() });
    const login = await get(collector, collector.loginUrl);
    expect(login.status).toBe(303);
    expect(login.headers.get('location')).toBe('/');
    const [cookie = ''] = login.headers.getSetCookie();
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(tokenOf(collector));

    const headers = { cookie: cookie.split(';')[0] ?? '' };
    const page = await get(collector, '/', headers);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('the dashboard');
    expect((await get(collector, '/assets/index.js', headers)).headers.get('content-type')).toMatch('javascript');
    expect((await get(collector, '/v1/overview', headers)).status).toBe(200);
    expect((await get(collector, '/assets/missing.js', headers)).status).toBe(404);
    expect((await get(collector, '/assets/%2e%2e/%2e%2e/dashboard-token', headers)).status).not.toBe(200);
  });

  it.each([
    ['nothing', async () => ({})],
    ['a made-up cookie', async (name: string) => ({ cookie: `${name}=made-up` })],
    ['another bearer token', async () => ({ authorization: `Bearer ${'A'.repeat(43)}` })],
    ['an empty bearer token', async () => ({ authorization: 'Bearer ' })],
  ])('is refused to whoever has %s, with a page that says how to get in', async (_, headersFor) => {
    const collector = await startTestCollector({ webRoot: builtDashboard() });
    const name = (await logIn(collector)).split('=')[0] ?? '';
    const headers: Record<string, string> = await headersFor(name);
    const page = await get(collector, '/', headers);
    expect(page.status).toBe(401);
    expect(await page.text()).toContain('open the login link');
    for (const where of ['/assets/index.js', '/v1/overview', '/index.html', '/%69ndex.html', '//v1/overview']) {
      expect((await get(collector, new URL(collector.url + where).href, headers)).status).not.toBe(200);
    }
  });

  it('gives its figures to a bearer of the token', async () => {
    const collector = await startTestCollector();
    const response = await get(collector, '/v1/overview', { authorization: `Bearer ${tokenOf(collector)}` });
    expect(await response.json()).toEqual(await collector.overview());
  });

  it.each(['', 'wrong', 'A'.repeat(43)])('is not opened by a login link with the token "%s"', async (token) => {
    const collector = await startTestCollector();
    const response = await get(collector, `/login?token=${token}`);
    expect(response.status).toBe(401);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await response.text()).toContain('This login link is not valid');
  });

  it('says so when it is not built', async () => {
    const collector = await startTestCollector({ webRoot: path.join(temporaryFolder(), 'missing') });
    const page = await get(collector, '/', { cookie: await logIn(collector) });
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('The dashboard is not built');
  });

  it('keeps its token from run to run, for its owner alone, and cookies stay good', async () => {
    const webRoot = builtDashboard();
    const first = await startTestCollector({ webRoot });
    const cookie = await logIn(first);
    await first.close();
    expect(statSync(path.join(first.dataDir, 'dashboard-token')).mode & 0o777).toBe(0o600);
    const second = await startTestCollector({ webRoot, dataDir: first.dataDir });
    expect(tokenOf(second)).toBe(tokenOf(first));
    expect((await get(second, '/', { cookie })).status).toBe(200);
    const other = await startTestCollector({ webRoot });
    expect((await get(other, '/', { cookie })).status).toBe(401);
  });

  it('allows no other host, no inline script and no frame, and is kept by no cache', async () => {
    const collector = await startTestCollector({ webRoot: builtDashboard() });
    const cookie = await logIn(collector);
    for (const [where, headers] of [
      ['/', { cookie }],
      ['/', {}],
      ['/login?token=x', {}],
      ['/v1/overview', { cookie }],
    ] as const) {
      const response = await get(collector, where, headers);
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('the health of a collector', () => {
  it('is told to anybody', async () => {
    const collector = await startTestCollector();
    expect(await (await get(collector, '/healthz')).json()).toEqual({ status: 'up' });
    const ready = await get(collector, '/readyz');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ journal: true, storage: true });
  });
});

describe('an address', () => {
  it('that does not exist is answered with a problem', async () => {
    const collector = await startTestCollector();
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
