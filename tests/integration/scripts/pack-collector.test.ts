import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { finderWords } from '../../../app/finder/words.ts';
import type { Overview } from '../../../client/core/batch/overview.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { installCollector, npx } from '../../support/outside-product.ts';
import { filesBelow, suiteFolder } from '../../support/temporary-folder.ts';
import { deliver, someBatch } from '../collector/support/batches.ts';
import { until } from '../collector/support/collectors.ts';
import { fetchOverview, runCollector } from '../collector/support/processes.ts';
import { askHeld, batchOf, erase, someInstallation } from '../collector/support/user-data.ts';

const folder = suiteFolder();
const installed = path.join(folder, 'node_modules/candor-collector');

beforeAll(() => installCollector(folder), 300_000);

describe('the tarball of the collector', () => {
  it('holds the built service, the dashboard, a README and the licence, and no source, test or map', () => {
    for (const file of filesBelow(installed)) {
      expect(file).toMatch(
        /^(?:LICENSE|README\.md|package\.json|dist\/[\w-]+\.js|dist\/carried\/[\w/-]+\.json|out\/collector-web\/[\w./-]+)$/,
      );
      expect(file).not.toMatch(/\.map$|\.ts$|test/);
      const text = readFileSync(path.join(installed, file), 'utf8');
      expect(text).not.toContain(`${projectRoot}${path.sep}`);
      expect(text).not.toContain('sourceMappingURL');
    }
  });

  it('needs exact versions of what the registry has, and no package of ours', () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8'));
    expect(Object.keys(dependencies).filter((name) => name.startsWith('candor'))).toEqual([]);
    expect(dependencies).toHaveProperty('chdb');
    expect(dependencies).toHaveProperty('fastify');
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

describe('a server that has installed it', () => {
  it('is told by npx how to use it', async () => {
    expect(await npx(folder, ['candor-collector', '--help'])).toContain('candor-collector serve --data FOLDER');
  });

  it('has the manifest of Candor Finder with it', async () => {
    const products = await npx(folder, ['candor-collector', 'products', 'list', '--data', path.join(folder, 'data')]);
    const revisions = [1, finderWords.revision].map((revision) => `${revision}-[0-9a-f]{12}`).join(', ');
    expect(products).toMatch(new RegExp(`candor-finder +Candor Finder +${revisions} +known`));
  });

  it('receives, stores and shows with it', async () => {
    const collector = await runCollector([
      path.join(folder, 'node_modules/.bin/candor-collector'),
      'serve',
      ...['--data', path.join(folder, 'data'), '--port', '0', '--k', '1'],
    ]);
    const batch = someBatch();
    expect(await deliver(collector.url, batch)).toBe('accepted');
    const sessions = async () => (await fetchOverview<Overview>(collector)).versions.map((version) => version.sessions);
    await until(async () => (await sessions())[0] === 1, 'the batch is in the storage');

    const body = new URLSearchParams({ token: collector.token });
    const login = await fetch(`${collector.url}/login`, { method: 'POST', body, redirect: 'manual' });
    const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const page = await fetch(collector.url, { headers: { cookie } });
    const script = /src="(\.\/assets\/[\w.-]+\.js)"/.exec(await page.text())?.[1] ?? 'none';
    expect((await fetch(new URL(script, collector.url), { headers: { cookie } })).status).toBe(200);

    collector.kill('SIGTERM');
    expect(await collector.ended).toEqual({ code: 0, signal: null });
    expect(collector.errors()).not.toContain('Error');
  });

  it('makes tokens, is backed up while it runs, looked at and restored, without what was erased since', async () => {
    const [data, place, restored] = ['data-2', 'backups', 'restored'].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ];
    const command = path.join(folder, 'node_modules/.bin/candor-collector');
    const start = (from: string) => runCollector([command, 'serve', '--data', from, '--port', '0', '--k', '1']);
    const cli = (...args: string[]) => npx(folder, ['candor-collector', ...args]);
    const collector = await start(data);
    const who = someInstallation();
    for (const batch of [batchOf(who), someBatch()]) expect(await deliver(collector.url, batch)).toBe('accepted');
    expect(await cli('token', 'create', 'anna', '--role', 'viewer', '--data', data)).toMatch(/^\S{20,}\n$/);
    expect(await cli('token', 'list', '--data', data)).toMatch(/anna +viewer/);
    const [, backup = ''] = /^backup: (\S+)\n/.exec(await cli('backup', place, '--data', data)) ?? [];
    expect(await erase(collector.url, who)).toMatchObject({ status: 'erased' });
    expect(await cli('doctor', '--data', data)).toMatch(/^ok +backups /m);
    collector.kill('SIGTERM');
    expect(await collector.ended).toEqual({ code: 0, signal: null });

    expect(await cli('restore', backup, '--data', restored)).toContain('erased since the backup: 1');
    const again = await start(restored);
    await until(async () => (await fetchOverview<Overview>(again)).sessions === 1, 'the other one is there, alone');
    expect((await askHeld(again.url, 'GET', who)).status).toBe(404);
    again.kill('SIGTERM');
    expect(await again.ended).toEqual({ code: 0, signal: null });
  });
});
