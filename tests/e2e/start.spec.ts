/** The app started as a desktop or a terminal starts it, where the environment names folders that cannot be used. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { electronPath, launchArguments, launchEnvironment } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';

/** Starts the app without naming its profile. */
function start(cwd: string, env: Readonly<Record<string, string>>) {
  const args = launchArguments('').filter((argument) => !argument.startsWith('--user-data-dir'));
  return spawn(electronPath(), args, { cwd, env: launchEnvironment({ env }), stdio: ['ignore', 'ignore', 'pipe'] });
}

test('a profile that cannot be made is said, with its folder, and the app ends', async ({ folder }) => {
  const app = start(folder, { HOME: '/proc/nowhere', XDG_CONFIG_HOME: '/proc/nowhere' });
  const [said, [code, signal]] = await Promise.all([text(app.stderr), once(app, 'exit')]);
  expect({ code, signal }).toEqual({ code: 1, signal: null });
  expect(said).toContain('Candor Finder cannot start, because its folder cannot be made: /proc/nowhere/Candor Finder');
});

test('a relative XDG_CONFIG_HOME makes no profile of its own in each working directory', async ({ folder }) => {
  const [home, cwd] = [path.join(folder, 'home'), path.join(folder, 'cwd')];
  for (const made of [home, cwd]) mkdirSync(made);
  const app = start(cwd, { HOME: home, XDG_CONFIG_HOME: 'relative/config' });
  const said = text(app.stderr);
  const ended = once(app, 'exit');
  await expect.poll(() => readdirSync(home, { recursive: true })).toContain('.config/Candor Finder/settings.json');
  app.kill();
  await Promise.all([said, ended]);
  expect(readdirSync(cwd)).toEqual([]);
});
