import type { Page } from 'playwright/test';
import { commands, menus } from '../../app/commands/catalogue.ts';
import { catalogues, t } from '../../app/messages/index.ts';
import { setLanguage } from '../../client/core/texts/catalogues.ts';
import { MIN_SIZE } from '../../main/window/placement.ts';
import { menuDialogs } from './support/dialogs.ts';
import { expect, test } from './support/fixtures.ts';
import { expectAccessible, picture } from './support/look.ts';
import { received } from './support/received.ts';

/**
 * An Italian's computer. On Linux Electron takes the preferred languages from LANGUAGE and the region from LC_ALL or LANG, whether
 * or not that locale is installed; Chromium's `--lang=it` does the same for the language on every platform.
 */
const italian = { LANGUAGE: 'it', LC_ALL: 'it_IT.UTF-8' };

test.beforeEach(() => setLanguage('it', 'it-IT'));
test.afterEach(() => setLanguage('en'));

/** English texts that stand on the page, as text or as the name of something. */
async function englishOn(page: Page): Promise<string[]> {
  const spoken = new Set<string>(Object.values(catalogues.it));
  const english = Object.values(catalogues.en).filter((text) => !spoken.has(text) && !text.includes('{'));
  return await page.evaluate((texts) => {
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) found.add(walker.currentNode.textContent?.trim() ?? '');
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
      for (const name of ['aria-label', 'title', 'placeholder']) found.add(element.getAttribute(name) ?? '');
    }
    return texts.filter((text) => found.has(text));
  }, english);
}

/** Texts that do not fit where they stand. What the Finder finds may be cut, in the table and the detail pane. */
async function clippedOn(page: Page): Promise<string[]> {
  return await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => !element.closest('[role="grid"], [role="treegrid"], aside, svg'))
      // What is there for those who hear the page alone is clipped on purpose.
      .filter((element) => getComputedStyle(element).clipPath === 'none')
      .filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE))
      .filter((element) => getComputedStyle(element).overflowX !== 'visible')
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.textContent ?? ''),
  );
}

test('who prefers Italian gets the window, the question and every dialog in Italian', { tag: '@long' }, async ({
  collector,
  launch,
}) => {
  test.slow();
  const app = await launch({ collector: collector.url, env: italian });
  const { window } = app;
  const { page } = window;
  const look = async (name: string) => {
    expect(await englishOn(page)).toEqual([]);
    expect(await clippedOn(page)).toEqual([]);
    await expectAccessible(page);
    await picture(page, `${name}-it-light`);
  };
  await app.setTheme('light');
  await expect(page.locator('html')).toHaveAttribute('lang', 'it');

  await expect(window.consentPopup).toBeVisible();
  await expect(window.consentPopup.getByRole('button', { name: 'No', exact: true })).toBeVisible();
  await expect(window.consentPopup.getByRole('button', { name: 'Sì', exact: true })).toBeVisible();
  await look('consent-popup');
  await window.answer('Yes');

  const menuBar = page.getByRole('menubar', { name: 'Barra dei menu' });
  await expect(menuBar.getByRole('menuitem')).toHaveText(menus.map((menu) => t(`menu.${menu}`)));
  for (const menu of menus) {
    await menuBar.getByRole('menuitem', { name: t(`menu.${menu}`), exact: true }).click();
    await expect(page.getByRole('menu').locator('[role^="menuitem"]')).toHaveCount(
      commands.filter((command) => command.menu === menu).length,
    );
    expect(await englishOn(page)).toEqual([]);
    await picture(page, `menu-${menu}-it-light`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);
  }

  await window.deviceFacts.first().waitFor();
  const memory = page.getByRole('definition').filter({ hasText: /^\d{1,3},\d+\sGiB/ });
  await expect(memory.first()).toBeVisible();
  await look('this-device');
  const resize = async (size: { readonly width: number; readonly height: number }) => {
    await app.electron.evaluate(
      ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
      size,
    );
    await page.waitForFunction((width) => innerWidth === width, size.width);
  };
  await resize(MIN_SIZE);
  await look('this-device-small');
  await window.chooseInMenu('help.program');
  await window.helpDialog.waitFor();
  await look('help-dialog-small');
  await window.closeDialog(window.helpDialog);
  await resize({ width: 1200, height: 900 });

  await window.chooseInMenu('go.processes');
  await window.rows.first().waitFor();
  await expect(window.rows.getByText(/^\d+,\d\s*%$/).first()).toBeVisible();
  await window.rows.nth(2).click();
  await look('processes');

  await window.pressShortcut('go.commands');
  await window.palette.waitFor();
  await look('palette');
  await window.closeDialog(window.palette);

  for (const { command, dialog, name } of menuDialogs(window)) {
    await window.chooseInMenu(command);
    await dialog.waitFor();
    await look(name);
    await window.closeDialog(dialog);
  }

  const { installation } = await app.participation();
  await app.quit();
  const sessions = await received(collector, installation);
  expect(sessions.map(({ context }) => context.language)).toEqual(['it']);
});

for (const [preferred, language, locale] of [
  ['de:it_CH:en', 'it', 'it-CH'],
  ['fr:de', 'en', 'en-CH'],
] as const) {
  test(`who prefers ${preferred} in Switzerland gets ${locale}`, { tag: '@rare' }, async ({ launch }) => {
    setLanguage(language, locale);
    const app = await launch({ env: { LANGUAGE: preferred, LC_ALL: 'de_CH.UTF-8' } });
    const info = await app.window.page.evaluate(() => window.candor.invoke('app.info'));
    expect(info).toMatchObject({ language, locale });
    await expect(app.window.page.locator('html')).toHaveAttribute('lang', language);
  });
}
