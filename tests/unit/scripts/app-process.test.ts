import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type AppProcess, launchApp } from '../../../scripts/start/app-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let folder: string;
let running: AppProcess | undefined;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  running?.kill();
  vi.restoreAllMocks();
});

/** Starts a program of a few lines in the place of Electron, and waits until it says, by making a file, that it is up. */
async function launch(...lines: string[]): Promise<AppProcess> {
  const program = path.join(folder, 'program.mjs');
  const up = path.join(folder, 'up');
  const rest = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(up)}, String(globalThis.helper ?? 'up'));`;
  writeFileSync(program, [...lines, 'setInterval(() => {}, 1000);', rest].join('\n'));
  running = launchApp(process.execPath, [program], process.env);
  await expect.poll(() => existsSync(up) && readFileSync(up).length > 0).toBe(true);
  return running;
}

test('an app that is asked to quit may do its last things first', async () => {
  const app = await launch("process.on('SIGTERM', () => setTimeout(() => process.exit(5), 20));");
  app.askToQuit();
  expect(await app.ended).toEqual({ code: 5, signal: null });
});

test('an app that does not answer can be ended, and all that it started with it', async () => {
  const app = await launch(
    "import { spawn } from 'node:child_process';",
    "process.on('SIGTERM', () => {});",
    "globalThis.helper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']).pid;",
  );
  const helper = Number(readFileSync(path.join(folder, 'up'), 'utf8'));
  expect(isAlive(helper)).toBe(true);
  app.kill();
  expect(await app.ended).toEqual({ code: null, signal: 'SIGKILL' });
  await expect.poll(() => isAlive(helper)).toBe(false);
});

test("the app's own messages are shown, Chromium's log is not", async () => {
  const shown = vi.spyOn(console, 'error').mockImplementation(() => {});
  const app = await launch(
    "console.error('[123:0102/030405.678901:ERROR:bus.cc(407)] Failed to connect to the bus');",
    "console.error('[123:456] a message of the app');",
    "process.on('SIGTERM', () => process.exit());",
  );
  await expect.poll(() => shown.mock.calls).toEqual([['[123:456] a message of the app']]);
  app.askToQuit();
  await app.ended;
});

test('an executable that is not there is an error', async () => {
  await expect(launchApp(path.join(folder, 'nothing'), [], {}).ended).rejects.toThrow('ENOENT');
});

/** A process that has ended but was not yet collected by its parent is not alive. */
function isAlive(pid: number): boolean {
  const status = `/proc/${pid}/stat`;
  if (process.platform === 'linux') return existsSync(status) && !/\) [ZX] /.test(readFileSync(status, 'utf8'));
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
