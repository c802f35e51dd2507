import { readdirSync } from 'node:fs';
import path from 'node:path';
import { HOLD_QUESTION } from './support/finder-app.ts';
import type { FinderWindow } from './support/finder-window.ts';
import { expect, test } from './support/fixtures.ts';
import { filesMentioning, ownFiles } from './support/profile.ts';
import { Tracer } from './support/tracer.ts';

/** Chromium's address for the question whether this computer has a route to the IPv6 internet; nothing is sent to it. */
const IPV6_PROBE = '2001:4860:4860::8888';

const ownBeforeYes = [
  'history',
  'participation/candor-finder/consent.json',
  'participation/candor-finder/identity.json',
  'settings.json',
];

/** Commands used as markers: none of their ids may stand in any file of the profile. */
const markers = ['go.processes', 'go.this-device', 'view.refresh', 'view.redact', 'help.about'];

async function useMarkers(window: FinderWindow): Promise<void> {
  await window.pressShortcut('go.processes');
  await window.pressShortcut('go.this-device');
  await window.clickToolbar('view.refresh');
  await window.chooseInMenu('view.redact');
  await window.chooseInMenu('help.about');
  await window.closeDialog(window.about);
}

test.describe.configure({ timeout: 180_000 });

test('before a Yes and after a No nothing is kept and no internet address is spoken to', async ({
  collector,
  folder,
  launch,
  profile,
}) => {
  const tracer = new Tracer(folder, 'no');
  const switches = [HOLD_QUESTION];
  const app = await launch({ collector: collector.url, wrapper: tracer.wrapper, switches });
  await useMarkers(app.window);
  await app.ask();
  await expect.poll(() => ownFiles(profile).sort()).toEqual(ownBeforeYes);
  expect(filesMentioning(profile, markers)).toEqual([]);

  await app.window.answer('No');
  await useMarkers(app.window);
  await app.quit();
  expect(ownFiles(profile).sort()).toEqual(ownBeforeYes);
  expect(filesMentioning(profile, markers)).toEqual([]);

  const again = new Tracer(folder, 'no-again');
  const second = await launch({ collector: collector.url, wrapper: again.wrapper });
  await useMarkers(second.window);
  await second.quit();
  expect(ownFiles(profile).sort()).toEqual(ownBeforeYes);
  expect(filesMentioning(profile, markers)).toEqual([]);

  for (const trace of [tracer, again]) {
    expect(trace.traced).toBeGreaterThan(10);
    expect(trace.internetUses()).toEqual([]);
  }
  await collector.settled();
  expect((await collector.overview()).sessions).toBe(0);
});

test('with a Yes the only internet address spoken to is the collector', async ({ collector, folder, launch }) => {
  const tracer = new Tracer(folder, 'yes');
  const app = await launch({ collector: collector.url, wrapper: tracer.wrapper });
  await app.ask();
  await app.window.answer('Yes');
  await useMarkers(app.window);
  expect(tracer.internetUses()).toEqual([]);
  await app.quit();
  const { hostname, port } = new URL(collector.url);
  const uses = tracer.internetUses();
  const sent = uses.filter(({ kind }) => kind !== 'route');
  expect(sent.length).toBeGreaterThan(0);
  for (const use of sent) expect(use).toEqual({ kind: 'connection', address: hostname, port: Number(port) });
  // Before it connects, Chromium asks this computer's routing table about IPv6 and about the collector.
  const routes = uses.filter(({ kind }) => kind === 'route').map(({ address }) => address);
  expect([IPV6_PROBE, hostname]).toEqual(expect.arrayContaining(routes));
  await collector.settled();
  expect((await collector.overview()).sessions).toBe(1);
});

test('a withdrawal deletes log, outbox and buffers within 100 ms, and nothing is sent @timed', async ({
  collector,
  folder,
  launch,
  profile,
}) => {
  // A session that waits in the outbox, from a run whose collector was down.
  const first = await launch();
  await first.ask();
  await first.window.answer('Yes');
  await useMarkers(first.window);
  await first.quit();
  const program = path.join(profile, 'program', 'candor-finder');
  expect(readdirSync(path.join(program, 'outbox'))).toHaveLength(1);

  const tracer = new Tracer(folder, 'withdrawn');
  const app = await launch({ collector: collector.url, wrapper: tracer.wrapper });
  await expect.poll(() => ownFiles(profile).filter((file) => file.endsWith('.log'))).toHaveLength(1);
  await useMarkers(app.window);
  const took = await app.withdraw(program);
  expect(took).toBeLessThan(100);
  await useMarkers(app.window);
  await app.quit();
  expect(ownFiles(profile).sort()).toEqual(ownBeforeYes);
  expect(filesMentioning(profile, markers)).toEqual([]);
  expect(tracer.internetUses()).toEqual([]);
  await collector.settled();
  expect((await collector.overview()).sessions).toBe(0);
});
