import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { decline } from './support/agreed-profile.ts';
import { askEngine, enginePid } from './support/engine.ts';
import type { FinderApp } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';

/** Computers of an unusual size, and an app that stood still. On a quiet computer figures are a tenth of these bounds. */
const MOST_MEGABYTES = 400;
const MOST_KEY_MS = 2000;

const sockets = `
import signal, socket
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(5000)
kept = []
for i in range(5000):
  client = socket.socket()
  client.connect(server.getsockname())
  kept += [client, server.accept()[0]]
print("ready", flush=True)
signal.pause()`;

async function begin(program: string): Promise<ChildProcess> {
  const child = spawn('python3', ['-c', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('ended')));
  await Promise.race([once(child.stdout, 'data'), ended]);
  return child;
}

const megabytesOf = (pid: number) =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

async function processesOf(app: FinderApp): Promise<{ main: number; engine: number; page: number }> {
  const page = await app.electron.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  );
  return { main: app.process.pid ?? 0, engine: await enginePid(app), page };
}

/** That readings come at their cadence, keys are followed, and nothing takes more than its share of memory. */
async function expectUsable(app: FinderApp): Promise<void> {
  const { page } = app.window;
  const beats = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const at = new Set<number>();
        window.candor.on('finder.changes', (changes) => {
          at.add(Math.round(changes.at / 1000));
          if (at.size === 5) resolve(Math.max(...at) - Math.min(...at));
        });
      }),
  );
  expect(beats).toBeLessThan(30);
  await app.window.rows.first().click();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'));
  for (let step = 0; step < 10; step += 1) {
    const before = await focused();
    const began = Date.now();
    await page.keyboard.press('ArrowDown');
    await expect.poll(focused, { intervals: [20] }).not.toBe(before);
    expect(Date.now() - began).toBeLessThan(MOST_KEY_MS);
  }
  for (const [name, pid] of Object.entries(await processesOf(app))) {
    expect.soft(megabytesOf(pid), name).toBeLessThan(MOST_MEGABYTES);
  }
}

test('ten thousand connections of one program have its name within minutes, however busy the computer is', {
  tag: '@rare',
}, async ({ profile, launch }) => {
  test.setTimeout(400_000);
  decline(profile);
  const app = await launch({ env: { DO_NOT_TRACK: '1' } });
  const { window } = app;
  const child = await begin(sockets);
  try {
    await window.pressShortcut('go.connections');
    await window.rows.first().waitFor();
    await window.searchField.fill(`connection pid:${child.pid}`);
    await expect(window.page.locator('.path-freshness')).toContainText(/^10,000 (of 1\d,\d{3} )?connections/, {
      timeout: 200_000,
    });
    await expectUsable(app);
  } finally {
    child.kill('SIGKILL');
  }
});

test('an app that stood still for 40 s as a whole goes on with the same engine, and says what it does not know', {
  tag: '@rare',
}, async ({ profile, launch }) => {
  test.setTimeout(300_000);
  decline(profile);
  const app = await launch({ env: { DO_NOT_TRACK: '1' } });
  const { window } = app;
  await window.pressShortcut('go.processes');
  await window.rows.first().waitFor();
  const { main, engine, page } = await processesOf(app);
  for (const pid of [main, engine, page]) process.kill(pid, 'SIGSTOP');
  // The time that is stood still is what is tried here.
  await new Promise((resolve) => setTimeout(resolve, 40_000));
  for (const pid of [engine, page, main]) process.kill(pid, 'SIGCONT');
  await expect(window.page.locator('.path-freshness')).toContainText('live', { timeout: 15_000 });
  expect(await enginePid(app)).toBe(engine);
  await expectUsable(app);
  const { gaps } = await askEngine(app, { ask: 'query', text: 'process during 5m', type: 'process' });
  const inside = gaps.filter(({ from, to }) => to - from >= 30_000 && to > Date.now() - 120_000);
  expect(inside).not.toEqual([]);
});
