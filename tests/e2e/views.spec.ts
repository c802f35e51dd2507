import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { menus } from '../../app/commands/catalogue.ts';
import { t } from '../../app/messages/index.ts';
import { setLanguage } from '../../client/core/texts/catalogues.ts';
import { type Language, languages } from '../../client/core/texts/language.ts';
import { startXvfb } from '../../scripts/electron/prepare-display.ts';
import { askEngine } from './support/engine.ts';
import type { FinderApp } from './support/finder-app.ts';
import { test as base, expect } from './support/fixtures.ts';
import { lookInBothThemes, picture } from './support/look.ts';

/** A server of the test's own with a long command line, which listens, is connected to itself and can be ended. */
const test = base.extend<{ server: { readonly port: number; readonly child: ChildProcess } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures a fixture needs from here
  server: async ({}, use) => {
    const script = `const { connect, createServer } = require('node:net');
      const server = createServer(() => {}).listen(0, '127.0.0.1', () => {
        connect(server.address().port, '127.0.0.1');
        process.stdout.write(String(server.address().port));
      });`;
    const child = spawn(process.execPath, ['-e', script, '--', '--looked-at'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [said] = await once(child.stdout, 'data');
    await use({ port: Number(said), child });
    child.kill('SIGKILL');
  },
});

test.describe.configure({ timeout: 240_000 });

let stopDisplay = () => {};

test.afterEach(() => {
  setLanguage('en');
  stopDisplay();
});

type Look = (name: string) => Promise<void>;

/** Looks at what is shown, in light and dark. */
const lookAt =
  (app: FinderApp): Look =>
  (name) =>
    lookInBothThemes(app, `view-${name}`);

async function resize(app: FinderApp, width: number, height: number): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [
    width,
    height,
  ] as const);
  await app.window.page.waitForFunction((wanted) => innerWidth === wanted, width);
}

async function begin(app: FinderApp): Promise<Look> {
  await app.ask();
  await app.window.answer('No');
  return lookAt(app);
}

test('the lists are accessible, in light and dark: flat, as a tree, grouped, with their menus', {
  tag: '@long',
}, async ({ launch, server }) => {
  const app = await launch();
  const look = await begin(app);
  const { window } = app;
  const { page } = window;
  const inMenu = (text: string) => page.getByRole('menu').getByText(text, { exact: true });
  await window.pressShortcut('go.processes');
  await window.rows.nth(2).click();
  await look('processes-flat');
  // With room for more columns.
  await window.pressShortcut('view.toggle-detail');
  await window.pressShortcut('view.tree');
  await page.getByRole('treegrid').waitFor();
  await look('processes-tree');
  await page.locator('[data-heading="user"]').click({ button: 'right' });
  await look('column-menu');
  await inMenu(t('grid.group', { column: t('column.process.user') })).click();
  await look('processes-grouped');
  await page.locator('[data-heading="user"]').click({ button: 'right' });
  await inMenu(t('grid.ungroup')).click();
  await window.chooseInMenu('view.columns');
  await page.getByRole('menuitemcheckbox').first().waitFor();
  await look('columns-menu');
  await page.keyboard.press('Escape');
  await window.rows.nth(2).click({ button: 'right' });
  await inMenu(t('command.object.copy-query')).waitFor();
  await look('row-menu');
  await page.keyboard.press('Escape');
  await window.pressShortcut('view.redact');
  await look('processes-redacted');
  await window.pressShortcut('view.redact');

  for (const [command, name] of [
    ['go.ports', 'ports'],
    ['go.connections', 'connections'],
  ] as const) {
    await window.pressShortcut(command);
    await window.rows
      .filter({ hasText: String(server.port) })
      .first()
      .click();
    await look(name);
  }
  await window.pressShortcut('go.units');
  await window.rows.first().click();
  await look('units');
});

test('answers are accessible, in light and dark: about the past, reckoned, empty, without a record @rare', async ({
  launch,
  server,
}) => {
  const app = await launch();
  const look = await begin(app);
  const { window } = app;
  const { page } = window;
  await expect
    .poll(async () => (await askEngine(app, { ask: 'query', text: 'process during 5m', type: 'process' })).total, {
      timeout: 20_000,
    })
    .toBeGreaterThan(0);
  await window.search('process during 5m | sort cpu desc');
  await window.rows.first().click();
  await look('past');
  await window.search('process | by user | show count, max(memory)');
  await expect(page.getByRole('columnheader', { name: t('column.count') })).toBeVisible();
  await look('reckoned');
  await window.search('process nothing-is-called-this during 5m');
  await expect(page.getByText(t('list.no-match.past'))).toBeVisible();
  await look('past-empty');
  await window.search('process nothing-is-called-this');
  await expect(page.getByText(t('list.no-match.process'))).toBeVisible();
  await look('empty');
  await window.search('process at 2026-01-01');
  await expect(page.getByText(t('list.no-match.past'))).toBeVisible();
  await look('past-unknown');
  await window.search('device during 1h');
  await window.rows.first().waitFor();
  await look('device-minutes');
  expect(server.port).toBeGreaterThan(0);
});

test('the search is accessible, in light and dark: what was found, what may follow, what is wrong, the builder @long', async ({
  launch,
  server,
}) => {
  const app = await launch();
  const look = await begin(app);
  const { window } = app;
  const { page } = window;
  await expect
    .poll(async () => (await askEngine(app, { ask: 'find', text: String(server.port) })).hits.length, {
      timeout: 20_000,
    })
    .toBeGreaterThan(0);
  await window.pressShortcut('go.search');
  await look('search-begun');
  await page.keyboard.type(String(server.port));
  await expect(page.getByRole('option').first()).toContainText(String(server.port));
  await look('search-found');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('process cpu');
  await page.getByRole('option').first().waitFor();
  await look('search-completed');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('process cpuu>20 user:root during 5m');
  await expect(window.searchField).toHaveAttribute('aria-invalid', 'true');
  await look('search-wrong');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('process cpu>20% -user:root (node or bash) during 5m | by name | show max(cpu)');
  await page.keyboard.press('Escape');
  await look('search-pills');
  await window.pressShortcut('go.builder');
  await page.getByText(t('builder.retrieve'), { exact: true }).waitFor();
  await look('builder');
});

test('the title of each menu is one word to who hears it', async ({ launch }) => {
  const { window } = await launch();
  for (const menu of menus) {
    await expect(window.page.getByRole('menuitem', { name: t(`menu.${menu}`), exact: true })).toBeVisible();
  }
});

test('what is done with an object is accessible, in light and dark: a look, where to go next, its end @long', async ({
  launch,
  server,
}) => {
  const app = await launch();
  const look = await begin(app);
  const { window } = app;
  const { page } = window;
  await window.pressShortcut('go.processes');
  await window.search(`process pid:${server.child.pid}`);
  const found = window.rows.filter({ hasText: String(server.child.pid) });
  await found.first().click();
  await expect(window.detail).toContainText(String(server.child.pid));
  await look('process-detail');
  await page.keyboard.press('Space');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await look('quick-look');
  await window.closeDialog(dialog);
  await window.chooseInMenu('object.investigate');
  await dialog.waitFor();
  await look('investigate');
  await window.closeDialog(dialog);
  await found.first().click();
  await page.keyboard.press('Delete');
  await dialog.waitFor();
  await look('end-process');
  await window.closeDialog(dialog);
  await found.first().click();
  await page.keyboard.press('Shift+Delete');
  await dialog.waitFor();
  await look('force-end');
  await window.closeDialog(dialog);

  await window.pressShortcut('go.this-device');
  await window.deviceFacts.first().waitFor();
  await page.getByRole('radio', { name: t('spark.span.day') }).click();
  await look('this-device-day');
  await window.pressShortcut('view.redact');
  await look('this-device-redacted');
});

const sizes = [
  { width: 800, height: 500 },
  { width: 1024, height: 700 },
  { width: 1600, height: 1000 },
] as const;
const locales: Readonly<Record<Language, string>> = { en: 'en_US.UTF-8', it: 'it_IT.UTF-8' };

for (const language of languages) {
  test(`every view fits in windows of all sizes, in ${language} ${language === 'it' ? '@long' : '@rare'}`, async ({
    launch,
    server,
  }) => {
    setLanguage(language);
    const { display, stop } = await startXvfb('1920x1200');
    stopDisplay = stop;
    const app = await launch({ env: { LANGUAGE: language, LC_ALL: locales[language], DISPLAY: display } });
    await begin(app);
    const { window } = app;
    const { page } = window;
    await app.setTheme('light');
    for (const { width, height } of sizes) {
      await resize(app, width, height);
      const show = async (name: string) => {
        await page.mouse.move(1, 1);
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect([name, width, beyond <= 0]).toEqual([name, width, true]);
        await picture(page, `size-${name}-${width}x${height}-${language}`);
      };
      await window.pressShortcut('go.this-device');
      await window.deviceFacts.first().waitFor();
      await show('this-device');
      for (const [command, name] of [
        ['go.processes', 'processes'],
        ['go.ports', 'ports'],
        ['go.connections', 'connections'],
      ] as const) {
        await window.pressShortcut(command);
        await window.rows.first().click();
        await show(name);
      }
      await window.search('process during 5m | sort cpu desc');
      await window.rows.first().click();
      await show('past');
      await window.pressShortcut('go.search');
      await page.keyboard.type(String(server.port));
      await page.getByRole('option').first().waitFor();
      await show('search');
      await page.keyboard.press('Escape');
      await window.pressShortcut('go.builder');
      await page.getByText(t('builder.retrieve'), { exact: true }).waitFor();
      await show('builder');
      await page.keyboard.press('Escape');
      await window.pressShortcut('go.processes');
      await window.search(`process pid:${server.child.pid}`);
      await window.rows
        .filter({ hasText: String(server.child.pid) })
        .first()
        .click();
      await page.keyboard.press('Delete');
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      await show('end-process');
      await window.closeDialog(dialog);
    }
  });
}
