import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import path from 'node:path';
import type { CommandId } from '../../app/commands/catalogue.ts';
import { t } from '../../app/messages/index.ts';
import type { Row } from '../../app/query/query.ts';
import { askEngine, damageHistory, enginePid } from './support/engine.ts';
import type { FinderApp } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';
import { lookInBothThemes, picture } from './support/look.ts';

test.describe.configure({ timeout: 180_000 });

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** When something begins to listen on a port, UTC milliseconds. */
async function listening(port: number): Promise<number> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return Date.now();
    await new Promise(setImmediate);
  }
}

const rows = (app: FinderApp) =>
  app.window.page.getByRole('main').locator('[role="row"][data-key]:not([data-entry="note"])');
const detail = (app: FinderApp) => app.window.page.getByRole('complementary', { name: t('shell.detail') });

/** What the detail pane shows under a title. */
const property = (app: FinderApp, title: string) =>
  detail(app)
    .locator('.property')
    .filter({ has: app.window.page.locator('dt').getByText(title, { exact: true }) })
    .locator('.property-value');

/** The names in the chain that the detail pane shows, from the process or its parent upwards. */
const chainShown = (app: FinderApp) => detail(app).locator('.chain-step').getByRole('link');

/** The moment that the detail pane shows under a title, UTC milliseconds. */
async function momentShown(app: FinderApp, title: string): Promise<number> {
  // How long ago it was stands behind it.
  const text = await property(app, title).evaluate((element) => element.firstChild?.textContent ?? '');
  return Date.parse(text);
}

/** The seconds that a text such as "12.3 s" or "1 min 5 s" tells. */
function secondsIn(text: string): number {
  const [, minutes = '0', seconds = ''] = /^(?:(\d+)\s*min )?([\d.]+)\s*s$/.exec(text.trim()) ?? [];
  return seconds === '' ? Number.NaN : 60 * Number(minutes) + Number(seconds);
}

/** Types a search and presses Enter, with nothing but the keyboard. */
async function find(app: FinderApp, text: string): Promise<void> {
  await app.window.pressShortcut('go.search');
  await app.window.page.keyboard.type(text);
  await app.window.page.keyboard.press('Enter');
}

/** Processor time of the shell's children, from the second line of its `times`: "0m19.80s 0m0.10s". */
function childrenSeconds(times: string): number {
  const line = times.trim().split('\n').at(-1) ?? '';
  return [...line.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s), 0);
}

/** Says No, so that nothing of a test is a session of the program. */
async function begin(app: FinderApp): Promise<void> {
  await app.ask();
  await app.window.answer('No');
}

/** Watches the page from now on; tells whether a text has stood in it. */
async function whenSaid(app: FinderApp, text: string): Promise<() => Promise<boolean>> {
  const { page } = app.window;
  await page.evaluate((wanted) => {
    const seen = document.documentElement.dataset;
    const look = () => {
      if (document.body.textContent?.includes(wanted)) seen['said'] = `${seen['said'] ?? ''}|${wanted}`;
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
    look();
  }, text);
  return () => page.evaluate((wanted) => document.documentElement.dataset['said']?.includes(wanted) === true, text);
}

/** `14:02` of a moment, as a search names a minute. */
const minute = (at: number) => new Date(at).toTimeString().slice(0, 5);

test('a server is found by its port, ended from the window, and found afterwards @timed', async ({ launch }) => {
  const port = await freePort();
  const app = await launch();
  await begin(app);
  // As a shell does: what it came from is part of the answer.
  const shell = spawn('sh', ['-c', `python3 -m http.server ${port} --bind 127.0.0.1; true`], { stdio: 'ignore' });
  const ended = once(shell, 'exit').then(() => Date.now());
  const began = Date.now();
  const open = await listening(port);
  await expect
    .poll(async () => (await askEngine(app, { ask: 'find', text: String(port) })).hits[0]?.type, { timeout: 20_000 })
    .toBe('port');
  await app.window.pressShortcut('go.search');
  await app.window.page.keyboard.type(String(port));
  await expect(app.window.page.getByRole('option').first()).toContainText(String(port));
  await app.window.page.keyboard.press('Enter');
  await expect(rows(app)).toHaveCount(1);
  await expect(rows(app)).toContainText('python3');
  await expect(detail(app)).toContainText('python3');
  const [hit] = (await askEngine(app, { ask: 'find', text: String(port) })).hits;
  expect(Math.abs(Number(hit?.row['since']) - open)).toBeLessThanOrEqual(2000);
  const found = await askEngine(app, { ask: 'detail', type: 'port', key: String(hit?.row.key) });
  expect(found?.chain.map(({ name }) => name).slice(0, 2)).toEqual(['python3', 'sh']);
  await expect(chainShown(app).first()).toHaveText('python3');
  await expect(chainShown(app).nth(1)).toHaveText('sh');
  await expect(property(app, t('column.port.user'))).toHaveText(userInfo().username);
  // It shows whole seconds.
  expect(Math.abs((await momentShown(app, t('column.port.since'))) - open)).toBeLessThanOrEqual(3000);
  await picture(app.window.page, 'scenario-port');

  await app.window.page.keyboard.press('Delete');
  const question = app.window.page.getByRole('dialog');
  await expect(question).toContainText(t('end.final'));
  await picture(app.window.page, 'scenario-end');
  await app.window.page.keyboard.press('Tab');
  await app.window.page.keyboard.press('Enter');
  const lived = (await ended) - began;
  await expect(question).toBeHidden({ timeout: 6000 });
  await expect(rows(app)).toHaveCount(0, { timeout: 6000 });

  await find(app, `process is:gone name:python3 command:${port} during 5m`);
  await expect(rows(app)).toHaveCount(1);
  await expect(rows(app)).toContainText('python3');
  // The search leaves the keyboard on the list; its first row is selected, and its detail shown.
  await expect(chainShown(app).first()).toHaveText('sh');
  // "It ended at 21:37:40, after 12.3 s."
  const after = /after (.+?\ss)\. /;
  await expect(detail(app).getByRole('status')).toHaveText(after);
  const [, span = ''] = after.exec((await detail(app).getByRole('status').textContent()) ?? '') ?? [];
  expect(Math.abs(secondsIn(span) - lived / 1000), span).toBeLessThanOrEqual(2.1);
  await picture(app.window.page, 'scenario-gone');
  const answer = await askEngine(app, { ask: 'query', text: `process is:gone ${port} during 5m`, type: 'process' });
  const server = answer.rows.find(({ name }) => name === 'python3');
  expect(Math.abs(Number(server?.['duration']) - lived)).toBeLessThanOrEqual(2000);
  const past = await askEngine(app, { ask: 'detail', type: 'process', key: String(server?.key) });
  expect(past?.running).toBe(false);
  expect(past?.chain[0]?.['name']).toBe('sh');
  await app.quit();
});

test('what made a minute slow is found ten minutes later @long @timed', async ({ launch }) => {
  const app = await launch();
  await begin(app);
  // The shell says what processor time its children had: on a computer that does other things it is less than the time it took.
  const stress = spawn('sh', ['-c', 'stress-ng --cpu 1 -t 20s >/dev/null 2>&1; times'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let times = '';
  stress.stdout.on('data', (said) => (times += said));
  const began = Date.now();
  await once(stress, 'close');
  const over = Date.now();
  const had = childrenSeconds(times) / ((over - began) / 1000);
  expect(had, 'the share of a core that stress-ng had: less says nothing of what is read').toBeGreaterThan(0.5);
  // It lies in two minutes mostly; that one is asked about in which more of it does.
  const next = (Math.floor(began / 60_000) + 1) * 60_000;
  const [asked, lived] = next - began >= over - next ? [began, Math.min(over, next) - began] : [next, over - next];
  await expect
    .poll(
      async () =>
        (await askEngine(app, { ask: 'query', text: 'process is:gone stress-ng during 5m', type: 'process' })).total,
    )
    .toBeGreaterThan(0);
  await app.quit();

  const later = await launch({ env: { CANDOR_CLOCK_AHEAD: '600000' } });
  await begin(later).catch(() => {});
  const text = `process at ${minute(asked)} | sort cpu desc`;
  await find(later, text);
  await expect(rows(later).first()).toContainText('stress-ng');
  const { rows: found } = await askEngine(later, { ask: 'query', text, type: 'process' });
  const [first] = found as readonly Row[];
  expect(first?.['name']).toContain('stress-ng');
  // The peak is of two seconds, and so no less than the mean.
  expect(Number(first?.['peak']), `it had ${had} of a core`).toBeGreaterThanOrEqual(had > 0.92 ? 90 : 97 * had);
  // The processes of stress-ng end one after the other.
  expect(Math.abs(Number(first?.['lived']) - lived)).toBeLessThanOrEqual(3000);
  expect(Math.abs(Number(first?.['duration']) - 20_000)).toBeLessThanOrEqual(3000);
  await picture(later.window.page, 'scenario-minute');
  await find(later, `${text} | columns name, peak, lived`);
  await expect(rows(later).first().locator('[data-column="lived"]')).toHaveText(/\d+(\.\d)?\ss$/);
  const shownLived = (await rows(later).first().locator('[data-column="lived"]').textContent()) ?? '';
  expect(Math.abs(secondsIn(shownLived) - lived / 1000), shownLived).toBeLessThanOrEqual(3);
  await later.quit();
});

test('a time in which nothing was recorded is a row of its own, by keyboard and in copies @long', async ({
  launch,
}) => {
  const app = await launch();
  await begin(app);
  await expect.poll(async () => (await askEngine(app, { ask: 'history' })).size).toBeGreaterThan(0);
  const closed = Date.now();
  await app.quit();
  const later = await launch({ env: { CANDOR_CLOCK_AHEAD: String(3 * 60_000) } });
  await later.window.isReady();
  const { page } = later.window;
  const text = `process at ${minute(closed + 90_000)}`;
  await find(later, text);
  const gap = page.locator('.grid-row[data-entry="note"]');
  await expect(gap).toHaveCount(1);
  // The whole of it: who asks about a minute wants to know since when nothing is known.
  await expect(gap).toHaveText(/^Not recorded .+ – .+ \([23] min\): Candor was closed, or recording was off$/);
  // What ran before and after went on meanwhile; the gap is none of that.
  const { gaps } = await askEngine(later, { ask: 'query', text, type: 'process' });
  expect(gaps).toMatchObject([{ reason: 'off' }]);
  const drawn = Number(await page.getByRole('grid').getAttribute('aria-rowcount'));
  await expect(page.locator('.path-freshness')).toHaveText(`${drawn - 2} processes`);

  const clipboard = () => later.electron.evaluate(({ clipboard: system }) => system.readText());
  const copied = async (command: CommandId, has: string) => {
    await later.electron.evaluate(({ clipboard: system }) => system.clear());
    await gap.focus();
    await later.window.chooseInMenu(command);
    await expect.poll(clipboard).toContain(has);
    return clipboard();
  };
  // The search leaves the keyboard on the first row that was found, and where none was on the gap, which stands before it.
  await expect(page.locator('.grid-row:focus')).toBeVisible();
  await page.keyboard.press('Home');
  await expect(gap).toHaveAttribute('aria-selected', 'true');
  await expect(detail(later)).toContainText(t('gap.about'));
  expect((await copied('edit.copy', 'Not recorded')).split('\n')[1]).toMatch(/^Not recorded /);
  expect((await copied('edit.copy-as-csv', 'Not recorded')).split('\r\n')[1]).toMatch(/^"?Not recorded /);
  const [told] = gaps;
  expect(JSON.parse(await copied('edit.copy-as-json', '"gap"'))).toEqual([
    { gap: 'off', from: new Date(told?.from ?? 0).toISOString(), to: new Date(told?.to ?? 0).toISOString() },
  ]);
  await page.keyboard.press('Delete');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await lookInBothThemes(later, 'scenario-gap');

  // Where there are rows too, it is none of them: not in their number, their groups or their sums.
  await find(later, 'process during 10m | sort last desc');
  await expect(page.locator('.grid-row[data-entry="row"]').first()).toBeVisible();
  // It stands in its place: behind all that was seen since, which is what runs now.
  await expect(page.locator('.grid-row[aria-rowindex="2"]')).toHaveAttribute('data-entry', 'row');
  await page.locator('.grid-row:focus').press('End');
  await expect(gap.last()).toBeVisible();
  const { total } = await askEngine(later, { ask: 'query', text: 'process during 10m', type: 'process' });
  const { rows: all } = await askEngine(later, {
    ask: 'query',
    text: 'process during 10m | show count()',
    type: 'process',
  });
  expect(Object.values(all[0] ?? {})).toContain(total);
  await lookInBothThemes(later, 'scenario-gap-among-rows');
  await later.quit();
});

/** Runs a program of that name until the engine has seen it, and waits until it is known to have ended. */
async function runOnce(app: FinderApp, folder: string, name: string): Promise<void> {
  const file = path.join(folder, name);
  copyFileSync('/bin/sleep', file);
  const child = spawn(file, ['600'], { stdio: 'ignore' });
  await expect.poll(() => found(app, `process ${name} during 5m`)).toBeGreaterThan(0);
  child.kill();
  await expect.poll(() => found(app, `process is:gone ${name} during 5m`)).toBe(1);
}

/** How many rows a question to the history finds; none while there is no engine. */
const found = (app: FinderApp, text: string) =>
  askEngine(app, { ask: 'query', text, type: 'process' }).then(
    ({ total }) => total,
    () => 0,
  );

test('an engine that stands still or ends is replaced, says so, and forgets nothing @long', async ({
  folder,
  launch,
}) => {
  const first = await launch();
  await begin(first);
  await runOnce(first, folder, 'seen-long-before');
  await first.quit();
  const app = await launch();
  await app.window.isReady();
  const remembered = () => found(app, 'process is:gone seen-long-before during 15m');
  await expect.poll(remembered).toBe(1);
  await app.window.pressShortcut('go.processes');
  await rows(app).first().waitFor();
  const said = await whenSaid(app, t('engine.stalled'));
  const stopped = await enginePid(app);
  process.kill(stopped, 'SIGSTOP');
  // A new engine may be there a moment later: what was said is seen by the page itself.
  await expect.poll(said, { timeout: 16_000 }).toBe(true);
  await picture(app.window.page, 'scenario-stalled');
  await expect.poll(() => enginePid(app).catch(() => stopped), { timeout: 10_000 }).not.toBe(stopped);
  await expect(app.window.page.getByText(t('engine.stalled'))).toBeHidden({ timeout: 15_000 });

  await expect.poll(remembered, 'what was recorded before it stood still').toBe(1);

  const killed = await enginePid(app);
  const ended = await whenSaid(app, t('engine.restarting'));
  process.kill(killed, 'SIGKILL');
  await expect.poll(ended).toBe(true);
  await expect.poll(() => enginePid(app).catch(() => killed), { timeout: 10_000 }).not.toBe(killed);
  await expect(app.window.page.getByText(t('engine.back'))).toBeVisible();
  await expect.poll(async () => (await askEngine(app, { ask: 'history' })).recording).toBe(true);
  await expect.poll(remembered, 'what was recorded before it was killed').toBe(1);
  await app.quit();
});

test('what the window says of an engine that does not work can be read by everybody', { tag: '@long' }, async ({
  launch,
}) => {
  const app = await launch();
  await begin(app);
  await app.window.pressShortcut('go.processes');
  await rows(app).first().waitFor();
  const tell = (channel: string, payload: object) =>
    app.electron.evaluate(
      ({ BrowserWindow }, [to, what]) => BrowserWindow.getAllWindows()[0]?.webContents.send(to, what),
      [channel, payload] as const,
    );
  for (const state of ['stalled', 'restarting', 'stopped'] as const) {
    await tell('finder.engine', { state });
    await expect(app.window.page.getByRole('alert')).toContainText(t(`engine.${state}`));
    await lookInBothThemes(app, `engine-${state}`);
  }
  await tell('finder.engine', { state: 'running' });
  await expect(app.window.page.getByText(t('engine.back'))).toBeVisible();
  await lookInBothThemes(app, 'engine-back');
  await app.quit();
});

test('a history that is damaged while it is used is set aside, and recording goes on', { tag: '@long' }, async ({
  folder,
  launch,
  profile,
}) => {
  const app = await launch();
  await begin(app);
  await expect.poll(async () => (await askEngine(app, { ask: 'history' })).size).toBeGreaterThan(0);
  await runOnce(app, folder, 'seen-before-damage');
  // A first minute is in the file itself.
  await app.quit();
  const again = await launch();
  await again.window.isReady();
  await expect.poll(async () => (await askEngine(again, { ask: 'history' })).recording).toBe(true);
  const before = readdirSync(path.join(profile, 'history'));
  damageHistory(profile);
  const damaged = await enginePid(again);
  process.kill(damaged, 'SIGKILL');
  await expect.poll(() => enginePid(again).catch(() => damaged), { timeout: 10_000 }).not.toBe(damaged);
  await expect
    .poll(async () => (await askEngine(again, { ask: 'history' })).setAside.length, { timeout: 15_000 })
    .toBeGreaterThan(0);
  await expect(again.window.page.getByText(/was set aside/)).toBeVisible();
  // That the engine is back is told for a moment, over the panes and not over this.
  const { page } = again.window;
  const place = await page.locator('.shell-notice-place').boundingBox();
  const banner = await page.locator('.shell-banner').boundingBox();
  expect((place?.y ?? 0) + (place?.height ?? 0)).toBeLessThanOrEqual(banner?.y ?? 0);
  // Nothing is deleted: what could not be read lies beside the new file.
  expect(readdirSync(path.join(profile, 'history')).length).toBeGreaterThan(before.length);
  await lookInBothThemes(again, 'scenario-set-aside');
  // The new file has none of it, and the answer says of that time that it is not known, and why.
  const lost = `process seen-before-damage during 15m`;
  expect(await found(again, lost)).toBe(0);
  const { gaps } = await askEngine(again, { ask: 'query', text: lost, type: 'process' });
  expect(gaps.map(({ reason }) => reason)).toContain('damaged');
  await expect
    .poll(async () => (await askEngine(again, { ask: 'query', text: 'process during 5m', type: 'process' })).total, {
      timeout: 15_000,
    })
    .toBeGreaterThan(0);
  await again.quit();
});
