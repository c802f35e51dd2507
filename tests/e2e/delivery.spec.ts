import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright/test';
import { FaultyCollector } from './support/faulty-collector.ts';
import { electronPath, launchArguments, launchEnvironment } from './support/finder-app.ts';
import { expect, type RunningCollector, test } from './support/fixtures.ts';

/** Longest time in which the app may be gone after a quit, in milliseconds. */
const EXIT_LIMIT = 2500;

const arrived = async (collector: RunningCollector) => {
  await collector.settled();
  return await collector.events();
};

test('a session that was killed is delivered once, at the next quit', async ({ collector, launch }) => {
  const first = await launch({ collector: collector.url });
  await first.window.consentPopup.waitFor();
  await first.window.answer('Yes');
  await first.window.pressShortcut('go.processes');
  await first.recorded(1);
  await first.kill();

  const second = await launch({ collector: collector.url });
  await second.window.pressShortcut('go.this-device');
  await second.quit();
  expect(await arrived(collector)).toEqual([
    { session: 1, command: 'go.processes', source: 'shortcut' },
    { session: 2, command: 'go.this-device', source: 'shortcut' },
  ]);
  expect((await collector.sessions()).map(({ session, end }) => [session, end])).toEqual([
    [1, 'killed'],
    [2, 'quit'],
  ]);

  const third = await launch({ collector: collector.url });
  await third.quit();
  expect((await arrived(collector)).length).toBe(2);
});

test('with the collector down the app exits in time, and the next quit delivers both, oldest first', async ({
  collector,
  launch,
}) => {
  const first = await launch();
  await first.window.consentPopup.waitFor();
  await first.window.answer('Yes');
  await first.window.pressShortcut('go.processes');
  expect(await first.quit()).toBeLessThan(EXIT_LIMIT);

  const second = await launch({ collector: collector.url });
  await second.window.pressShortcut('go.this-device');
  await second.quit();
  expect((await arrived(collector)).map(({ session }) => session)).toEqual([1, 2]);
  expect(await collector.order()).toEqual([1, 2]);
});

test('a connection that is cut before the receipt leads to a duplicate, counted once', async ({
  collector,
  launch,
}) => {
  const faulty = await FaultyCollector.cuttingAnswers(collector.url, 1);
  const first = await launch({ collector: faulty.url });
  await first.window.consentPopup.waitFor();
  await first.window.answer('Yes');
  await first.window.pressShortcut('go.processes');
  await first.quit();
  expect((await arrived(collector)).length).toBe(1);

  const second = await launch({ collector: faulty.url });
  await second.quit();
  expect((await arrived(collector)).length).toBe(1);
  expect((await collector.sessions()).map(({ session }) => session)).toEqual([1, 2]);
  expect((await collector.overview()).duplicates).toBe(1);
  await faulty.close();
});

test('a collector that accepts and never answers does not hold the app, and a second launch meanwhile opens', async ({
  launch,
  profile,
}) => {
  const silent = await FaultyCollector.silent();
  const first = await launch({ collector: silent.url });
  await first.window.consentPopup.waitFor();
  await first.window.answer('Yes');
  await first.window.pressShortcut('go.processes');

  const gone = first.quit();
  await expect.poll(() => silent.connections).toBe(1);
  const portFile = path.join(profile, 'DevToolsActivePort');
  const firstPort = existsSync(portFile) ? readFileSync(portFile, 'utf8') : '';
  const second = spawn(electronPath(), [...launchArguments(profile), '--remote-debugging-port=0'], {
    env: launchEnvironment({ collector: silent.url }),
    stdio: 'ignore',
  });
  expect(await gone).toBeLessThan(EXIT_LIMIT);

  await expect
    .poll(() => existsSync(portFile) && readFileSync(portFile, 'utf8') !== firstPort, { timeout: 20_000 })
    .toBe(true);
  const [port] = readFileSync(portFile, 'utf8').split('\n');
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  await expect.poll(() => browser.contexts()[0]?.pages()[0]?.url()).toContain('app://finder/');
  const page = browser.contexts()[0]?.pages()[0];
  await page?.evaluate(() => window.candor.invoke('window.perform', { action: 'quit' }));
  await expect.poll(() => browser.isConnected(), { timeout: 10_000 }).toBe(false);
  second.kill('SIGKILL');
  await silent.close();
});
