import { chmodSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { runCommand } from '../../../scripts/lib/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { until } from './support/collectors.ts';
import { cookieOf, get, logIn } from './support/logins.ts';
import { runCli } from './support/processes.ts';

const call = (dataDir: string, ...words: string[]) =>
  runCommand(process.execPath, ['collector/cli.ts', ...words, '--data', dataDir], {
    cwd: projectRoot,
    env: { ...process.env, NODE_OPTIONS: '' },
  });

describe('a collector that is started on the folder of an earlier version', () => {
  it('takes its token, prints none, closes the folder, and is administered beside', async () => {
    const dataDir = temporaryFolder();
    const earlier = 's'.repeat(43);
    writeFileSync(path.join(dataDir, 'dashboard-token'), `${earlier}\n`, { mode: 0o600 });
    chmodSync(dataDir, 0o777);
    const collector = await runCli(dataDir);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(collector.errors()).toContain('was open to others and is closed now');
    const statusOf = async (token: string) =>
      (await get(collector, '/v1/overview', { authorization: `Bearer ${token}` })).status;
    expect(await statusOf(earlier)).toBe(200);
    expect(collector.output()).toContain(`to log in: candor-collector login --data ${dataDir}`);
    expect(collector.output()).not.toMatch(/token=|[\w-]{43}/);
    const old = await logIn(collector, earlier);
    expect(old.status).toBe(303);

    const made = await call(dataDir, 'token', 'create', 'anna', '--role', 'viewer', '--expires', '1d');
    const token = made.stdout.trim();
    await until(async () => (await statusOf(token)) === 200, 'the token is good');
    const session = await logIn(collector, token);
    expect((await get(collector, '/v1/audit', { cookie: cookieOf(session) })).status).toBe(403);
    expect((await call(dataDir, 'token', 'list')).stdout).toMatch(/dashboard-token +administrator[\s\S]*anna +viewer/);
    expect((await call(dataDir, 'token', 'revoke', 'anna')).code).toBe(0);
    await until(async () => (await statusOf(token)) === 401, 'the token is revoked');
    expect((await get(collector, '/v1/overview', { cookie: cookieOf(session) })).status).toBe(401);

    const link = new URL((await call(dataDir, 'login', '--role', 'administrator', '--as', 'bert')).stdout.trim());
    expect(link.origin).toBe(collector.url);
    let login: Response | undefined;
    const opened = async () => {
      login = await logIn(collector, link.searchParams.get('token') ?? '');
      return login.status === 303;
    };
    await until(opened, 'the link logs in');
    const audit = await (
      await get(collector, '/v1/audit', { cookie: cookieOf(login ?? expect.fail('no answer')) })
    ).json();
    expect(audit).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ who: 'bert', what: 'logged-in' }),
        expect.objectContaining({ who: 'command line', what: 'token-revoked', about: 'anna' }),
      ]),
    );
    const refused = await call(dataDir, 'token', 'create', 'x', '--role', 'king');
    expect(refused).toMatchObject({ code: 2 });
  }, 180_000);
});
