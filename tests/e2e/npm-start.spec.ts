/** `npm start`, as a person calls it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../scripts/lib/paths.ts';
import { expect, test } from './support/fixtures.ts';

test('npm start without a storage, as on Windows, receives, says that it makes no figures, and ends with Ctrl+C', async ({
  folder,
}) => {
  const [config, data] = [path.join(folder, 'config'), path.join(folder, 'data')];
  const run = spawn(process.execPath, ['scripts/start.mjs', '--storage', 'none'], {
    cwd: projectRoot,
    env: { ...process.env, NODE_OPTIONS: '', XDG_CONFIG_HOME: config, XDG_DATA_HOME: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [run.stdout, run.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const ended = once(run, 'close');
  try {
    await expect.poll(() => said, { timeout: 120_000 }).toContain('Candor Finder is open');
    expect(said).toContain('it makes no figures');
    const [, url = ''] = /local collector: (\S+) /.exec(said) ?? [];
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await expect.poll(() => existsSync(path.join(config, 'Candor Finder', 'settings.json'))).toBe(true);
  } finally {
    run.kill('SIGINT');
    await ended;
  }
  expect(said).toContain('received in this run: nothing');
  expect(run.exitCode).toBe(0);
  const collector = path.join(data, 'candor-finder', 'collector');
  expect(existsSync(path.join(collector, 'journal'))).toBe(true);
  expect(existsSync(path.join(collector, 'store'))).toBe(false);
});
