import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finder } from '../../app/finder/product.ts';
import { t } from '../../app/messages/index.ts';
import { agreeTo, decline } from './support/agreed-profile.ts';
import {
  handOver,
  mainProcesses,
  mappedByEngine,
  quitFrom,
  reachWindow,
  startDetached,
} from './support/detached-app.ts';
import { askEngine } from './support/engine.ts';
import { FaultyCollector } from './support/faulty-collector.ts';
import type { FinderApp } from './support/finder-app.ts';
import { GONE_WITHIN_MS } from './support/finder-app.ts';
import { FinderWindow } from './support/finder-window.ts';
import { expect, test } from './support/fixtures.ts';
import { expectAccessible, lookInBothThemes, picture } from './support/look.ts';
import { eventsOf, received } from './support/received.ts';
import { searchIn } from './support/search-text.ts';

/** A home whose autostart entry a test may write. */
function homeIn(folder: string) {
  const config = path.join(folder, 'config');
  mkdirSync(config, { recursive: true });
  return {
    env: { XDG_CONFIG_HOME: config },
    entry: path.join(config, 'autostart/candor-finder.desktop'),
    autostart: path.join(config, 'autostart'),
  };
}

const settingsDialog = ({ page }: FinderWindow) => page.getByRole('dialog', { name: t('settings.title') });
const clearDialog = ({ page }: FinderWindow) => page.getByRole('dialog', { name: t('clear.title') });

/** Opens Settings by its shortcut. */
async function openSettings(window: FinderWindow) {
  await window.pressShortcut('file.settings');
  const dialog = settingsDialog(window);
  await dialog.waitFor();
  return dialog;
}

/** Turns on, or off, that recording goes on without a window, by the keyboard. */
async function toggleKeepRecording(window: FinderWindow): Promise<void> {
  const dialog = await openSettings(window);
  await dialog.getByRole('checkbox', { name: t('settings.keep', { product: finder.name }) }).focus();
  await window.page.keyboard.press('Space');
}

/** Closes the only window as people do. */
async function closeLastWindow(app: FinderApp): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  // While the window goes, main's garbage is collected, and now and then with it what a question of the driver waits for.
  await expect(async () => expect(await windowsOf(app)).toBe(0)).toPass({ timeout: 20_000 });
}

const windowsOf = (app: FinderApp) =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

const processesOf = (app: FinderApp) =>
  app.electron.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ type, serviceName, name }) => name ?? serviceName ?? type),
  );

/** Whether anything is in the history yet. */
const hasHistory = async (app: FinderApp) => (await askEngine(app, { ask: 'history' })).from !== null;

const mayAskIn = async ({ window }: FinderApp) =>
  (await window.page.evaluate(() => globalThis.window.candor.invoke('recording.status'))).mayAsk;

/** The process that serves a profile, by Chromium's own lock. */
function lockedBy(profile: string): number {
  try {
    return Number(readlinkSync(path.join(profile, 'SingletonLock')).split('-').at(-1));
  } catch {
    return 0;
  }
}

/** Starts the app again, which hands over to the one that runs, and gives the window that opens. */
async function launchAgain(app: FinderApp, profile: string, words: readonly string[] = []) {
  const [page] = await Promise.all([app.electron.waitForEvent('window'), handOver(profile, words)]);
  const window = new FinderWindow(page);
  await window.isReady();
  return window;
}

test('with the last window the session is sealed and sent, recording goes on, and a second launch opens the next session', async ({
  folder,
  profile,
  collector,
  launch,
}) => {
  agreeTo(profile);
  const home = homeIn(folder);
  const app = await launch({ collector: collector.url, env: home.env });
  const { installation } = await app.participation();
  await toggleKeepRecording(app.window);
  await expect.poll(() => existsSync(home.entry)).toBe(true);
  await app.window.closeDialog(settingsDialog(app.window));
  await app.window.pressShortcut('go.this-device');
  await app.recorded(2);

  await closeLastWindow(app);
  await expect.poll(async () => (await received(collector, installation)).length).toBe(1);
  await expect.poll(() => processesOf(app)).toContain('Finder engine');
  // Nothing that draws pages is left.
  await expect.poll(() => processesOf(app)).not.toContain('Tab');
  expect(app.hasExited).toBe(false);

  const window = await launchAgain(app, profile);
  await window.pressShortcut('go.processes');
  await expect
    .poll(() =>
      window.page.evaluate(async () => {
        const { batches } = await globalThis.window.candor.invoke('program.unsent', { sessions: 0 });
        return batches.flatMap(({ usage }) => usage).length;
      }),
    )
    .toBe(1);
  await app.quit();
  const sessions = await received(collector, installation);
  expect(sessions.map(({ envelope }) => envelope.session)).toEqual([1, 2]);
  expect(eventsOf(sessions).map(({ session, command }) => `${session} ${command}`)).toEqual([
    '1 file.settings',
    '1 go.this-device',
    '2 go.processes',
  ]);
});

test('without a window nothing more is sent: what could not be sent waits for the next one @timed', {
  tag: '@long',
}, async ({ folder, profile, launch }) => {
  agreeTo(profile, 'enhanced');
  const failing = await FaultyCollector.silent();
  const app = await launch({ collector: failing.url, env: homeIn(folder).env });
  await toggleKeepRecording(app.window);
  await app.window.closeDialog(settingsDialog(app.window));
  await closeLastWindow(app);
  await expect.poll(() => failing.requests).toBe(1);

  await app.electron.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('resume');
    powerMonitor.emit('shutdown');
  });
  const quitTook = await app.quit();
  // It waits for what was being sent, and begins nothing.
  expect(quitTook).toBeLessThan(GONE_WITHIN_MS);
  expect(failing.requests).toBe(1);
  await failing.close();
});

test('recording without a window goes on in an engine that has no history open, and is in the history with the next window @rare', async ({
  folder,
  profile,
  launch,
}) => {
  // Two engines, a program's life of 25 s and a minute of the journal are waited for.
  test.setTimeout(240_000);
  decline(profile);
  const app = await launch({ env: homeIn(folder).env });
  await toggleKeepRecording(app.window);
  await app.window.closeDialog(settingsDialog(app.window));
  await expect.poll(() => mappedByEngine(profile)).toContain('libduckdb');
  await closeLastWindow(app);
  await expect.poll(() => mappedByEngine(profile), { timeout: 60_000 }).not.toMatch(/^$|libduckdb/);
  const lived = spawn('sleep', ['25'], { stdio: 'ignore' });
  await once(lived, 'exit');
  const waiting = path.join(profile, 'history/waiting');
  await expect.poll(() => existsSync(waiting), { timeout: 80_000 }).toBe(true);

  const window = await launchAgain(app, profile);
  const found = () =>
    askEngine({ window }, { ask: 'query', text: 'process is:gone sleep during 5m', type: 'process' }).catch(
      () => undefined,
    );
  // Others' programs sleep, too.
  const pids = async () => (await found())?.rows.map(({ pid }) => pid);
  await expect.poll(pids, { timeout: 20_000 }).toContain(lived.pid);
  const answer = await found();
  // That the engine was another one meanwhile is no time of which nothing is known.
  expect(answer?.gaps.filter(({ from, reason }) => reason === 'off' && from > Date.now() - 150_000)).toEqual([]);
  expect(existsSync(waiting)).toBe(false);
  await app.quit();
});

test('started at login there is no window; a launch opens one, on its search', { tag: '@long' }, async ({
  folder,
  profile,
  launch,
}) => {
  // Four starts of the app, and the first block of the journal.
  test.setTimeout(150_000);
  decline(profile);
  const home = homeIn(folder);
  const app = await launch({ env: home.env });
  await toggleKeepRecording(app.window);
  await expect.poll(() => existsSync(home.entry)).toBe(true);
  await app.quit();

  const entry = readFileSync(home.entry, 'utf8');
  expect(entry).toMatch(/^Exec="[^"]+" .*"--background"$/m);
  expect(statSync(home.entry).mode & 0o777).toBe(0o600);
  const waiting = path.join(profile, 'history/waiting');
  // A quit soon after the start leaves what was recorded until then.
  rmSync(waiting, { force: true });
  const background = startDetached(profile, 'http://127.0.0.1:9', home.env, ['--background']);
  const gone = once(background, 'exit');
  await expect.poll(() => lockedBy(profile)).toBe(background.pid);
  // It records, without what questions need.
  await expect.poll(() => existsSync(waiting), { timeout: 30_000 }).toBe(true);
  expect(mappedByEngine(profile)).not.toMatch(/^$|libduckdb/);
  // A second start at login changes nothing.
  expect(await handOver(profile, ['--background'])).toBe(0);
  expect(await handOver(profile, ['port:3000'])).toBe(0);
  expect(mainProcesses(profile)).toEqual([background.pid]);
  const { page } = await reachWindow(profile);
  await new FinderWindow(page).isReady();
  await expect.poll(() => searchIn(page)).toContain('3000');
  await quitFrom(page);
  await gone;
});

test('a start at login that nobody wants any more ends at once, and records nothing', { tag: '@rare' }, async ({
  folder,
  profile,
}) => {
  const home = homeIn(folder);
  decline(profile);
  const [code] = await once(startDetached(profile, 'http://127.0.0.1:9', home.env, ['--background']), 'exit');
  expect(code).toBe(0);
  expect(existsSync(path.join(profile, 'history'))).toBe(false);
});

test('the end of the system’s session ends recording without a window, in order', { tag: '@rare' }, async ({
  folder,
  profile,
  launch,
}) => {
  decline(profile);
  const app = await launch({ env: homeIn(folder).env });
  await toggleKeepRecording(app.window);
  await app.window.closeDialog(settingsDialog(app.window));
  await closeLastWindow(app);
  app.process.kill('SIGTERM');
  await app.exited();
  expect(app.process.exitCode).toBe(0);
});

test('what the system says about starting at login is respected and shown', { tag: '@rare' }, async ({
  folder,
  profile,
  launch,
}) => {
  decline(profile);
  const home = homeIn(folder);
  const app = await launch({ env: home.env });
  await toggleKeepRecording(app.window);
  await expect.poll(() => existsSync(home.entry)).toBe(true);
  const dialog = settingsDialog(app.window);
  await expect(dialog.getByText(t('settings.login.off'))).toBeHidden();
  await app.quit();

  // As a desktop's own settings do it.
  rmSync(home.entry);
  const next = await launch({ env: home.env });
  const shown = await openSettings(next.window);
  await expect(shown.getByText(t('settings.login.off'))).toBeVisible();
  expect(existsSync(home.entry)).toBe(false);
  const keep = shown.getByRole('checkbox', { name: t('settings.keep', { product: finder.name }) });
  await keep.focus();
  await next.window.page.keyboard.press('Space');
  await next.window.page.keyboard.press('Space');
  await expect.poll(() => existsSync(home.entry)).toBe(true);
  await expect(shown.getByText(t('settings.login.off'))).toBeHidden();
  await next.window.page.keyboard.press('Space');
  await expect.poll(() => existsSync(home.entry)).toBe(false);
});

test('an autostart folder that cannot be made is said', { tag: '@rare' }, async ({ folder, profile, launch }) => {
  decline(profile);
  const home = homeIn(folder);
  writeFileSync(home.autostart, 'a file in the way');
  const app = await launch({ env: home.env });
  await toggleKeepRecording(app.window);
  await expect(settingsDialog(app.window).getByText(t('settings.login.failed'))).toBeVisible();
  await picture(app.window.page, 'settings-failed-login');
});

test('a page cannot have the app started at login, clear the history or save a file by itself', async ({
  folder,
  profile,
  launch,
}) => {
  decline(profile);
  const home = homeIn(folder);
  const app = await launch({ env: home.env });
  const answers = await app.window.page.evaluate(async () => {
    const { candor } = globalThis.window;
    const { settings } = await candor.invoke('settings.change', { keepRecording: 'on' });
    const cleared = await candor.invoke('finder.ask', { ask: 'clear', span: 'all' });
    const { saved } = await candor.invoke('file.save', { name: 'a', format: 'txt', text: 'a' });
    return { keepRecording: settings.keepRecording, cleared: cleared.ok, saved };
  });
  expect(answers).toEqual({ keepRecording: 'not-asked', cleared: false, saved: false });
  expect(existsSync(home.entry)).toBe(false);
});

test('the history is the person’s: limits, programs that are left out, and clearing', async ({
  folder,
  profile,
  launch,
}) => {
  decline(profile);
  const app = await launch({ env: homeIn(folder).env });
  const { window } = app;
  const dialog = await openSettings(window);
  await expect(dialog.getByText(path.join(profile, 'history'))).toBeVisible();
  for (const theme of ['light', 'dark'] as const) {
    await app.setTheme(theme);
    await expectAccessible(window.page);
    await picture(window.page, `settings-${theme}`);
  }

  const days = dialog.getByRole('textbox', { name: t('settings.days') });
  await days.fill('99');
  await window.page.keyboard.press('Enter');
  await expect(days).toHaveValue('30');
  await dialog.getByRole('button', { name: t('settings.less', { label: t('settings.days') }) }).click();
  await expect(days).toHaveValue('29');
  await dialog.getByRole('textbox', { name: t('settings.excluded.name') }).fill('diary');
  await window.page.keyboard.press('Enter');
  await expect(dialog.getByRole('listitem').filter({ hasText: 'diary' })).toBeVisible();
  await dialog.getByRole('textbox', { name: t('settings.excluded.name') }).fill('diary');
  await window.page.keyboard.press('Enter');
  await expect(dialog.getByText(t('settings.excluded.there', { name: 'diary' }))).toBeVisible();
  await expectAccessible(window.page);
  const stored = await window.page.evaluate(() => globalThis.window.candor.invoke('settings.get'));
  expect(stored.settings).toMatchObject({ historyDays: 29, excludedPrograms: ['diary'] });

  await dialog.getByRole('button', { name: t('command.file.clear-history') }).click();
  const clear = clearDialog(window);
  const cancel = clear.getByRole('button', { name: t('common.cancel') });
  await expect(cancel).toBeFocused();
  await lookInBothThemes(app, 'clear-history-question');
  await clear.getByRole('radio', { name: t('clear.all') }).check({ force: true });
  await expect(clear.getByText(t('clear.lost.all'))).toBeVisible();
  await clear.getByRole('button', { name: t('clear.confirm') }).click();
  await expect(clear.getByText(t('clear.done.all'))).toBeVisible();
  await lookInBothThemes(app, 'clear-history-done');
  await expect(clear.getByRole('button', { name: t('common.close') }).last()).toBeFocused();
  await window.page.keyboard.press('Enter');
  await expect(clear).toBeHidden();
  const history = path.join(profile, 'history');
  expect(statSync(history).mode & 0o777).toBe(0o700);
});

test('people are asked once, in a later session and where something is missing, whether to keep recording', {
  tag: '@long',
}, async ({ folder, profile, launch }) => {
  decline(profile);
  const { env } = homeIn(folder);
  const first = await launch({ env });
  expect(await mayAskIn(first)).toBe(false);
  await expect.poll(() => hasHistory(first), { timeout: 60_000 }).toBe(true);
  await first.quit();

  // Ten minutes of the store's clock later.
  const later = { ...env, CANDOR_CLOCK_AHEAD: '600000' };
  const second = await launch({ env: later });
  expect(await mayAskIn(second)).toBe(true);
  const note = second.window.page.getByRole('region', { name: t('keep.label') });
  await expect(note).toBeVisible({ timeout: 40_000 });
  await lookInBothThemes(second, 'keep-recording-note');
  await note.getByRole('button', { name: t('keep.no') }).click();
  await expect(note).toBeHidden();
  expect(await mayAskIn(second)).toBe(false);
  await second.quit();

  const third = await launch({ env: { ...env, CANDOR_CLOCK_AHEAD: '1200000' } });
  expect(await mayAskIn(third)).toBe(false);
});
