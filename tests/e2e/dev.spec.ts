import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { SECRET_HEADER, socketAddress } from '../../app/development.ts';
import { quitFrom } from './support/detached-app.ts';
import { boundsOf, DevelopmentRun } from './support/development.ts';
import { test as base, expect } from './support/fixtures.ts';

const test = base.extend<{ dev: DevelopmentRun }, { shared: DevelopmentRun }>({
  /** A run of the test's own, which it may end. */
  dev: async ({ folder }, use) => {
    const dev = DevelopmentRun.start(folder);
    await use(dev);
    await dev.end();
  },
  /** One run for all that leave it going: a start takes seconds. */
  shared: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures a fixture needs from here
    async ({}, use) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'candor-e2e-'));
      const dev = DevelopmentRun.start(folder);
      await use(dev);
      await dev.end();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker' },
  ],
});

// One run for all that leave it going, in one worker.
test.describe.configure({ mode: 'default', timeout: 180_000 });

/** Notes, in the report, how many milliseconds a change took to be seen. */
function noteArrival(what: string, milliseconds: number): void {
  test.info().annotations.push({ type: what, description: `${Math.round(milliseconds)} ms` });
}

/** UTC milliseconds at which a window first had something to see. */
async function paintedAt(page: Page): Promise<number> {
  const paint = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
  return (await page.evaluate(() => performance.timeOrigin)) + ((await paint.jsonValue()) ?? 0);
}

test('the app is a profile of its own, sends to the collector beside it and counts as not packaged', {
  tag: '@long',
}, async ({ shared: dev }) => {
  const { page } = await dev.window();
  const { collector } = await page.evaluate(() => window.candor.invoke('program.status'));
  expect(dev.said).toContain(`local collector: ${collector.replace(/\/$/, '')} `);
  expect(dev.apps).toHaveLength(1);
  // Nothing is where a production build would be looked for, but the dashboard, which is one.
  expect(readdirSync(path.join(dev.folder, 'out')).sort()).toEqual(['.built', 'collector-web']);
  expect(readdirSync(path.join(dev.folder, 'out/.built'))).toEqual(['collector-web']);
});

test('the development server answers to the app alone, and the page reaches nothing but its socket', {
  tag: '@long',
}, async ({ shared: dev }) => {
  const { page } = await dev.window();
  const { server } = dev;
  const asked = (headers: http.OutgoingHttpHeaders) =>
    new Promise((resolve) => {
      http.get({ host: '127.0.0.1', port: server.port, path: '/main.tsx', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
    });
  expect(await asked({})).toBe(403);
  expect(await asked({ [SECRET_HEADER]: server.secret })).toBe(200);

  const opens = (address: string) =>
    page.evaluate(
      (to) =>
        new Promise((resolve) => {
          const socket = new WebSocket(to, 'vite-hmr');
          socket.onopen = () => resolve(true);
          socket.onerror = () => resolve(false);
        }),
      address,
    );
  expect(await opens(socketAddress(server))).toBe(true);
  expect(await opens(socketAddress({ ...server, socketToken: 'another-token' }))).toBe(false);
  const reached = (address: string) =>
    page.evaluate(
      (to) =>
        fetch(to, { mode: 'no-cors' }).then(
          () => true,
          () => false,
        ),
      address,
    );
  expect(await reached(`http://127.0.0.1:${server.port}/main.tsx`)).toBe(false);
});

test('a change of the window is on the screen without a restart, and what was typed stays', { tag: '@long' }, async ({
  shared: dev,
}) => {
  const { page } = await dev.window();
  const app = dev.apps;
  const search = page.getByRole('combobox').first();
  await search.fill('kernel');

  let began = Date.now();
  dev.change(
    'renderer/sidebar/sidebar.tsx',
    '<span className="sidebar-name">{name}',
    '<span className="sidebar-name">Seen: {name}',
  );
  await page.getByText('Seen: This Device').waitFor();
  noteArrival('a component', Date.now() - began);
  await expect(search).toHaveValue('kernel');

  began = Date.now();
  dev.change('renderer/sidebar/sidebar.css', '\n.sidebar-name {', '\n.sidebar-name { letter-spacing: 3px;');
  await expect(page.getByText('Seen: This Device')).toHaveCSS('letter-spacing', '3px');
  noteArrival('a style sheet', Date.now() - began);
  await expect(search).toHaveValue('kernel');

  const mend = dev.change('renderer/sidebar/sidebar.tsx', 'export function Sidebar() {', 'export function Sidebar( {');
  await expect(() => {
    dev.save('renderer/sidebar/sidebar.tsx');
    expect(dev.said).toMatch(/PARSE_ERROR[\s\S]*sidebar\.tsx/);
  }).toPass({ intervals: [500] });
  await expect(search).toHaveValue('kernel');
  mend((text) => text.replace('Seen: ', 'Seen again: '));
  await expect(async () => {
    dev.save('renderer/sidebar/sidebar.tsx');
    await page.getByText('Seen again: This Device').waitFor({ timeout: 1000 });
  }).toPass();
  expect(dev.apps).toEqual(app);
});

test('what cannot be built is told, and the app stays as it was until it can', { tag: '@rare' }, async ({
  shared: dev,
}) => {
  const { page } = await dev.window();
  const app = dev.apps;
  const mend = dev.change('main/handlers.ts', 'export function createHandlers({', 'export function createHandlers({{');
  await expect.poll(() => dev.said).toContain('could not build: the app stays as it was');
  expect(dev.said).toMatch(/handlers\.ts/);
  expect(await page.evaluate(() => window.candor.invoke('app.info'))).toMatchObject({ platform: 'linux' });
  expect(dev.apps).toEqual(app);

  mend((text) => text.replace('/** What main does', '/** A comment alone restarts nothing. What main does'));
  dev.change('main/window/actions.ts', 'ZOOM_STEP = 0.5', 'ZOOM_STEP = 0.25');
  await expect.poll(() => dev.apps.length === 1 && dev.apps[0] !== app[0]).toBe(true);
  await dev.window();
});

test('an app that fails is started again with the next change', { tag: '@rare' }, async ({ shared: dev }) => {
  await dev.window();
  const [app = 0] = dev.apps;
  process.kill(app, 'SIGKILL');
  await expect.poll(() => dev.said).toContain('ended with SIGKILL: it starts again with your next change');
  dev.change('main/window/actions.ts', 'ZOOM_LIMIT = 3', 'ZOOM_LIMIT = 4');
  await dev.window();
});

test('a change of main, engine or preload restarts the app with its windows where they were', { tag: '@rare' }, async ({
  shared: dev,
}) => {
  const first = await dev.window();
  await first.page.evaluate(() => {
    window.resizeTo(1011, 702);
    window.moveTo(123, 87);
  });
  const place = { x: 123, y: 87, width: 1011, height: 702 };
  await expect.poll(() => boundsOf(first.page)).toEqual(place);
  await first.pressShortcut('file.new-window');
  await expect.poll(() => windowsOf(first.page)).toHaveLength(2);
  const second = windowsOf(first.page).find((page) => page !== first.page);
  await second?.evaluate(() => window.moveTo(400, 150));
  const places = [place, { ...place, x: 400, y: 150 }];
  await expect.poll(() => allBounds(first.page)).toEqual(places);

  const [app] = dev.apps;
  let began = Date.now();
  dev.change(
    'main/handlers.ts',
    'settings: shownSettings(settings.get()) })',
    'settings: { ...shownSettings(settings.get()), pathBarVisible: false } })',
  );
  await expect.poll(() => dev.apps.length === 1 && dev.apps[0] !== app).toBe(true);
  const after = await dev.window();
  await expect(after.page.locator('.path-bar')).toBeHidden();
  noteArrival('main', (await paintedAt(after.page)) - began);
  await expect(async () => expect(await allBounds((await dev.window()).page)).toEqual(places)).toPass();

  began = Date.now();
  dev.change(
    'engine/device/fact-rules.ts',
    "kernel: rule('machine', ({ kernel }) => kernel)",
    "kernel: rule('machine', () => 'changed kernel')",
  );
  await expect(async () => {
    const { page } = await dev.window();
    await page.getByText('changed kernel').waitFor({ timeout: 2000 });
    noteArrival('the engine', (await paintedAt(page)) - began);
  }).toPass();

  began = Date.now();
  dev.change(
    'preload/index.ts',
    'exposeBridge({ contextBridge, ipcRenderer }, __OWN_CHANNELS__);',
    "exposeBridge({ contextBridge, ipcRenderer }, __OWN_CHANNELS__);\ncontextBridge.exposeInMainWorld('changed', true);",
  );
  await expect(async () => {
    const { page } = await dev.window();
    expect(await page.evaluate(() => 'changed' in window)).toBe(true);
    noteArrival('the preload', (await paintedAt(page)) - began);
  }).toPass();
  await expect(async () => expect(await allBounds((await dev.window()).page)).toEqual(places)).toPass();
});

test('Ctrl+C ends the app, the collector and everything else, and leaves no process behind', { tag: '@rare' }, async ({
  dev,
}) => {
  await dev.window();
  expect(dev.processes.length).toBeGreaterThan(2);
  expect(await dev.interrupt()).toBe(0);
  expect(dev.processes).toEqual([]);
});

test('quitting the app ends everything as well', { tag: '@rare' }, async ({ dev }) => {
  const { page } = await dev.window();
  await quitFrom(page);
  expect(await dev.ended()).toBe(0);
  expect(dev.processes).toEqual([]);
});

test('an app whose development server is gone quits', { tag: '@rare' }, async ({ dev }) => {
  await dev.window();
  dev.killScript();
  await expect.poll(() => dev.processes, { timeout: 20_000 }).toEqual([]);
});

function windowsOf(page: Page): Page[] {
  return page
    .context()
    .pages()
    .filter((other) => other.url().startsWith('app://finder/'));
}

/** Of all windows, from left to right. */
async function allBounds(page: Page) {
  const bounds = await Promise.all(windowsOf(page).map(boundsOf));
  return bounds.sort((a, b) => a.x - b.x);
}
