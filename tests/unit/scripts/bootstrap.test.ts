import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Plays npm: notes how it was called and, unless told to fail, installs a Node and writes npm's record of the install. */
const FAKE_NPM = `
const fs = require('node:fs');
fs.appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n');
if (fs.existsSync('npm-fails')) process.exit(7);
fs.rmSync('node_modules', { recursive: true, force: true });
fs.mkdirSync('node_modules/node/bin', { recursive: true });
if (!fs.existsSync('npm-runs-no-scripts')) fs.symlinkSync(process.execPath, 'node_modules/node/bin/node');
fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
`;

let project: string;

beforeEach(() => {
  project = temporaryFolder();
  cpSync(path.join(projectRoot, 'scripts/lib'), path.join(project, 'scripts/lib'), { recursive: true });
  cpSync(path.join(projectRoot, 'scripts/start.mjs'), path.join(project, 'scripts/start.mjs'));
  mkdirSync(path.join(project, 'fake'));
  write('fake/npm-cli.js', FAKE_NPM);
  write('package.json', '{ "type": "module" }');
  write('fake/package.json', '{ "type": "commonjs" }');
  writeLock({ 'node_modules/left': { version: '1.0.0', integrity: 'sha512-a' } });
  mkdirSync(path.join(project, 'scripts/start'));
  write('scripts/start/run.ts', 'console.log("script ran with", process.argv.slice(2).join(" "));');
});

function write(file: string, text: string) {
  writeFileSync(path.join(project, file), text);
}

function writeLock(packages: Record<string, object>, where = 'package-lock.json') {
  write(where, JSON.stringify({ packages: { '': {}, ...packages } }));
}

function npmCalls(): string[] {
  const file = path.join(project, 'npm-calls');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}

function launch(...args: string[]) {
  const env = { ...process.env, npm_execpath: path.join(project, 'fake/npm-cli.js') };
  return spawn(process.execPath, [path.join(project, 'scripts/start.mjs'), ...args], { cwd: project, env });
}

function run(...args: string[]): Promise<{ code: number | null; signal: string | null; output: string }> {
  const child = launch(...args);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      output += bytes.toString();
    });
  }
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, output })));
}

test('a bare clone is installed with npm ci, and the script runs with the arguments', async () => {
  const { code, output } = await run('--once');
  expect(code).toBe(0);
  expect(output).toContain('script ran with --once');
  expect(npmCalls()).toEqual([expect.stringMatching(/^ci /)]);
});

test('nothing is installed again while package-lock.json stays as it is', async () => {
  await run();
  await run();
  expect(npmCalls()).toHaveLength(1);
});

test('a changed package-lock.json is installed', async () => {
  await run();
  writeLock({ 'node_modules/left': { version: '2.0.0', integrity: 'sha512-b' } });
  const { output } = await run();
  expect(npmCalls()).toHaveLength(2);
  expect(output).toContain('package-lock.json has changed');
});

test('an install by hand that agrees with the lockfile is not repeated', async () => {
  await run();
  rmSync(path.join(project, 'node_modules/.candor-installed'));
  await run();
  expect(npmCalls()).toHaveLength(1);
});

test('an install by hand of another version is repeated', async () => {
  await run();
  rmSync(path.join(project, 'node_modules/.candor-installed'));
  writeLock({ 'node_modules/left': { version: '0.9.0' } }, 'node_modules/.package-lock.json');
  await run();
  expect(npmCalls()).toHaveLength(2);
});

test('an install that was cut off, so that npm left no record of it, is repeated', async () => {
  await run();
  rmSync(path.join(project, 'node_modules/.candor-installed'));
  rmSync(path.join(project, 'node_modules/.package-lock.json'));
  await run();
  expect(npmCalls()).toHaveLength(2);
});

test('a package of another platform may be missing, a required one may not', async () => {
  await run();
  const rest = { 'node_modules/left': { version: '1.0.0', integrity: 'sha512-a' } };
  writeLock({ ...rest, 'node_modules/for-mac': { version: '1.0.0', optional: true } });
  await run();
  expect(npmCalls()).toHaveLength(1);
  writeLock({ ...rest, 'node_modules/right': { version: '1.0.0' } });
  await run();
  expect(npmCalls()).toHaveLength(2);
});

test('a failed install ends with one sentence, and is tried again next time', async () => {
  write('npm-fails', '');
  const { code, output } = await run();
  expect(code).toBe(1);
  expect(output).toMatch(/npm start cannot go on: npm ci ended with code 7; .* try again\.\n$/);
  expect(output).not.toContain('script ran');
  rmSync(path.join(project, 'npm-fails'));
  expect((await run()).code).toBe(0);
  expect(npmCalls()).toHaveLength(2);
});

test('an npm that runs no install scripts is told from other failures', async () => {
  write('npm-runs-no-scripts', '');
  const { code, output } = await run();
  expect(code).toBe(1);
  expect(output).toContain('npm rebuild node --ignore-scripts=false');
});

test("the script's exit code is kept", async () => {
  write('scripts/start/run.ts', 'process.exit(3);');
  expect((await run()).code).toBe(3);
});

test('a signal reaches the script, which answers it as it likes', async () => {
  write(
    'scripts/start/run.ts',
    'process.on("SIGTERM", () => process.exit(42)); setInterval(() => {}, 1000); console.log("waiting");',
  );
  const child = launch();
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.stdout.on('data', (bytes: Buffer) => {
    if (bytes.toString().includes('waiting')) child.kill('SIGTERM');
  });
  expect(await ended).toBe(42);
});

test('a script that dies of a signal looks so from outside', async () => {
  write('scripts/start/run.ts', 'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);');
  expect(await run()).toMatchObject({ code: null, signal: 'SIGKILL' });
});

test('a pinned Node that cannot be started is told in one sentence', async () => {
  await run();
  const node = path.join(project, 'node_modules/node/bin/node');
  rmSync(node);
  write('broken', 'not a program');
  chmodSync(path.join(project, 'broken'), 0o644);
  symlinkSync(path.join(project, 'broken'), node);
  const { code, output } = await run();
  expect(code).toBe(1);
  expect(output).toContain('could not be started');
});
