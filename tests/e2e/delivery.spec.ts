import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mainProcesses, quitFrom, reachWindow, startDetached, startHeld } from './support/detached-app.ts';
import { FaultyCollector } from './support/faulty-collector.ts';
import { electronPath, GONE_WITHIN_MS } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';
import { eventsOf, received } from './support/received.ts';

test('a session that was killed is delivered once, at the next quit', async ({ collector, launch }) => {
  const first = await launch({ collector: collector.url });
  await first.ask();
  await first.window.answer('Yes');
  await first.window.pressShortcut('go.processes');
  await first.recorded(1);
  const { installation } = await first.participation();
  await first.kill();

  const second = await launch({ collector: collector.url });
  await second.window.pressShortcut('go.this-device');
  await second.quit();
  const sessions = await received(collector, installation);
  expect(eventsOf(sessions)).toEqual([
    { session: 1, command: 'go.processes', source: 'shortcut' },
    { session: 2, command: 'go.this-device', source: 'shortcut' },
  ]);
  expect(sessions.map(({ envelope }) => envelope.end)).toEqual(['killed', 'quit']);

  const third = await launch({ collector: collector.url });
  await third.quit();
  expect(eventsOf(await received(collector, installation))).toHaveLength(2);
});

test('with the collector down the app exits in time, and the next quit delivers both, oldest first @timed', {
  tag: '@long',
}, async ({ collector, launch }) => {
  const first = await launch();
  await first.ask();
  await first.window.answer('Yes');
  await first.window.pressShortcut('go.processes');
  expect(await first.quit()).toBeLessThan(GONE_WITHIN_MS);

  const watched = await FaultyCollector.inFrontOf(collector.url);
  const second = await launch({ collector: watched.url });
  await second.window.pressShortcut('go.this-device');
  const { installation } = await second.participation();
  await second.quit();
  expect(watched.deliveries.map(({ batch }) => batch.envelope.session)).toEqual([1, 2]);
  expect(eventsOf(await received(collector, installation)).map(({ command }) => command)).toEqual([
    'go.processes',
    'go.this-device',
  ]);
  await watched.close();
});

test('a connection that is cut before the receipt leads to a duplicate, counted once', { tag: '@long' }, async ({
  collector,
  launch,
}) => {
  const faulty = await FaultyCollector.inFrontOf(collector.url, 1);
  const first = await launch({ collector: faulty.url });
  await first.ask();
  await first.window.answer('Yes');
  await first.window.pressShortcut('go.processes');
  const { installation } = await first.participation();
  await first.quit();

  const second = await launch({ collector: faulty.url });
  await second.quit();
  expect(faulty.deliveries.map(({ batch, receipt }) => [batch.envelope.session, receipt.status])).toEqual([
    [1, 'accepted'],
    [1, 'duplicate'],
    [2, 'accepted'],
  ]);
  const sessions = await received(collector, installation);
  expect(sessions.map(({ envelope }) => envelope.session)).toEqual([1, 2]);
  expect(eventsOf(sessions)).toHaveLength(1);
  await faulty.close();
});

test('a collector that accepts and never answers does not hold the app, and a second launch meanwhile opens @timed', async ({
  folder,
  launch,
  profile,
}) => {
  const asked = await launch();
  await asked.ask();
  await asked.window.answer('Yes');
  await asked.quit();

  const silent = await FaultyCollector.silent();
  const first = startDetached(profile, silent.url);
  const gone = once(first, 'exit');
  const before = await reachWindow(profile);
  const release = await startHeld(folder, profile, silent.url);
  const quitAt = performance.now();
  await quitFrom(before.page);
  await expect.poll(() => silent.requests).toBe(1);
  const handedOver = release();
  await gone;
  expect(performance.now() - quitAt).toBeLessThan(GONE_WITHIN_MS);

  await handedOver;
  await expect.poll(() => mainProcesses(profile).length).toBe(1);
  expect(mainProcesses(profile)).not.toContain(first.pid);
  const after = await reachWindow(profile);
  await quitFrom(after.page);
  await expect.poll(() => mainProcesses(profile), { timeout: 10_000 }).toEqual([]);
  await silent.close();
});

test('a second launch while an AppImage quits starts the AppImage, as what it has mounted goes with it @timed', {
  tag: '@long',
}, async ({ folder, launch, profile }) => {
  const asked = await launch();
  await asked.ask();
  await asked.window.answer('Yes');
  await asked.quit();

  const image = path.join(folder, 'Finder.AppImage');
  const started = path.join(folder, 'started');
  writeFileSync(image, `#!/bin/sh\necho "$@" > '${started}.new' && mv '${started}.new' '${started}'\n`, {
    mode: 0o755,
  });
  const env = { APPIMAGE: image, APPDIR: path.dirname(electronPath()) };
  const silent = await FaultyCollector.silent();
  const first = startDetached(profile, silent.url, env);
  const gone = once(first, 'exit');
  const { page } = await reachWindow(profile);
  const release = await startHeld(folder, profile, silent.url, env);
  await quitFrom(page);
  await expect.poll(() => silent.requests).toBe(1);
  await release();
  await gone;

  await expect.poll(() => existsSync(started)).toBe(true);
  expect(readFileSync(started, 'utf8')).toContain(`--user-data-dir=${profile}`);
  expect(mainProcesses(profile)).toEqual([]);
  await silent.close();
});
