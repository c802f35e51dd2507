import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { agreeTo } from './support/agreed-profile.ts';
import { FaultyCollector } from './support/faulty-collector.ts';
import type { FinderApp } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';

const names = (profile: string, folder: string) => {
  const at = path.join(profile, 'program/candor-finder', folder);
  return existsSync(at) ? readdirSync(at) : [];
};

/** What arrived, session by session. */
const commandsIn = (collector: FaultyCollector) =>
  collector.deliveries.map(({ batch }) => batch.usage.map(({ command }) => command));

/** Asks the app to quit, as the system does, and does not expect it to. */
const askToQuit = (app: FinderApp) => app.electron.evaluate(({ app: own }) => setImmediate(() => own.quit()));

const isVisible = (app: FinderApp) =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()));

/** Prevents the next `event` of the app or its window, before or after the app's own handlers have had their say. */
const preventNext = (app: FinderApp, event: 'before-quit' | 'close', position: 'first' | 'last') =>
  app.electron.evaluate(
    ({ app: own, BrowserWindow }, { name, at }) => {
      const emitter = (name === 'close' ? BrowserWindow.getAllWindows()[0] : own) as NodeJS.EventEmitter;
      const state = globalThis as { prevented?: boolean };
      state.prevented = false;
      const prevent = (given: Electron.Event) => {
        // Of a quit that waits for its sending, or for the engine to write, the second event is the one that counts.
        if (name === 'before-quit' && at === 'last' && given.defaultPrevented) return;
        given.preventDefault();
        emitter.off(name, prevent);
        setImmediate(() => {
          state.prevented = true;
        });
      };
      if (at === 'first') emitter.prependListener(name, prevent);
      else emitter.on(name, prevent);
    },
    { name: event, at: position },
  );

/** The event that was to be prevented has come. */
const wasPrevented = (app: FinderApp) => app.electron.evaluate(() => (globalThis as { prevented?: boolean }).prevented);

test('a shutdown that was called off loses nothing: what is used after it is on the disk at once, and is delivered', {
  tag: '@long',
}, async ({ launch, profile }) => {
  agreeTo(profile);
  const collector = await FaultyCollector.accepting();
  const app = await launch({ collector: collector.url });
  await app.window.pressShortcut('go.processes');
  await app.recorded(1);
  for (const event of ['shutdown', 'query-session-end', 'session-end'] as const) {
    await app.electron.evaluate(({ powerMonitor, BrowserWindow }, name) => {
      const emitter = name === 'shutdown' ? powerMonitor : BrowserWindow.getAllWindows()[0];
      emitter?.emit(name as never);
    }, event);
    expect(names(profile, 'sessions'), event).toEqual([]);
    await app.window.pressShortcut('go.this-device');
    await expect.poll(() => names(profile, 'sessions'), event).toHaveLength(1);
  }
  expect(await app.participation()).toMatchObject({ level: 'standard' });
  await app.quit();
  expect(commandsIn(collector)).toEqual([['go.processes'], ['go.this-device'], ['go.this-device'], ['go.this-device']]);
  expect(names(profile, 'outbox')).toEqual([]);
  await collector.close();
});

test('a quit that a page calls off brings its window back, and collection goes on', { tag: '@long' }, async ({
  launch,
  profile,
}) => {
  agreeTo(profile);
  const collector = await FaultyCollector.accepting();
  const app = await launch({ collector: collector.url });
  await app.window.pressShortcut('go.processes');
  await app.recorded(1);
  const { page } = app.window;
  await page.evaluate(() => {
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', stay);
    Object.assign(window, { leave: () => removeEventListener('beforeunload', stay) });
  });
  for (const command of ['go.this-device', 'go.processes'] as const) {
    const before = collector.deliveries.length;
    await askToQuit(app);
    await expect.poll(() => collector.deliveries.length).toBe(before + 1);
    await expect.poll(() => isVisible(app)).toEqual([true]);
    await app.window.pressShortcut(command);
    await app.recorded(1);
  }
  await page.evaluate(() => (window as unknown as { leave(): void }).leave());
  await app.quit();
  expect(commandsIn(collector)).toEqual([['go.processes'], ['go.this-device'], ['go.processes']]);
  await collector.close();
});

test('a quit that another handler calls off leaves the app as it was, whether there was anything to send or not', {
  tag: '@rare',
}, async ({ launch, profile }) => {
  agreeTo(profile);
  const collector = await FaultyCollector.accepting();
  const app = await launch({ collector: collector.url });
  const cases = [
    ['before-quit', 'first'],
    ['before-quit', 'last'],
    ['close', 'last'],
  ] as const;
  for (const [event, position] of cases) {
    await preventNext(app, event, position);
    await askToQuit(app);
    await expect.poll(() => wasPrevented(app), `${event} ${position}`).toBe(true);
    await expect.poll(() => isVisible(app), `${event} ${position}`).toEqual([true]);
    await app.window.pressShortcut('go.processes');
    await app.recorded(1);
  }
  await app.quit();
  expect(commandsIn(collector).flat()).toEqual(cases.map(() => 'go.processes'));

  const off = await launch({ collector: collector.url, env: { DO_NOT_TRACK: '1' } });
  await preventNext(off, 'before-quit', 'last');
  await askToQuit(off);
  await expect.poll(() => wasPrevented(off)).toBe(true);
  await expect.poll(() => isVisible(off)).toEqual([true]);
  await off.window.pressShortcut('go.processes');
  await off.quit();
  expect(collector.deliveries).toHaveLength(cases.length);
  await collector.close();
});

test('a launch during a quit that was called off is forgotten with it', { tag: '@rare' }, async ({
  launch,
  profile,
}) => {
  agreeTo(profile);
  const collector = await FaultyCollector.silent();
  const app = await launch({ collector: collector.url });
  const relaunched = path.join(profile, 'relaunched');
  await app.electron.evaluate(({ app: own, BrowserWindow }, file) => {
    const { writeFileSync } = process.getBuiltinModule('node:fs');
    own.relaunch = () => writeFileSync(file, '');
    BrowserWindow.getAllWindows()[0]?.once('close', (event) => event.preventDefault());
  }, relaunched);
  await askToQuit(app);
  await expect.poll(() => collector.requests).toBe(1);
  await app.electron.evaluate(({ app: own }) => own.emit('second-instance'));
  await expect.poll(() => isVisible(app)).toEqual([true]);
  await app.quit();
  expect(existsSync(relaunched)).toBe(false);
  await collector.close();
});
