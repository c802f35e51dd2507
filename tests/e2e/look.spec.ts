import path from 'node:path';
import { _electron } from 'playwright/test';
import { menuDialogs } from './support/dialogs.ts';
import { drivenArguments, electronPath } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';
import { expectAccessible, lookInBothThemes, picture } from './support/look.ts';

const themes = ['light', 'dark'] as const;

test('the window and its dialogs are accessible, in light and dark', { tag: '@long' }, async ({
  collector,
  launch,
}) => {
  test.slow();
  const app = await launch({ collector: collector.url });
  const { window } = app;
  const inBothThemes = (name: string) => lookInBothThemes(app, name);

  await app.ask();
  await inBothThemes('consent-popup');
  await window.answer('Yes');

  await window.deviceFacts.first().waitFor();
  await inBothThemes('this-device');

  await window.chooseInMenu('go.processes');
  await window.rows.first().waitFor();
  await window.rows.nth(2).click();
  await inBothThemes('processes');

  await window.pressShortcut('go.commands');
  await window.palette.waitFor();
  await inBothThemes('palette');
  await window.closeDialog(window.palette);

  for (const { command, dialog, name } of menuDialogs(window)) {
    await window.chooseInMenu(command);
    await dialog.waitFor();
    await inBothThemes(name);
    await window.closeDialog(dialog);
  }
});

test('the dashboard shows what arrived and is accessible, in light and dark', { tag: '@long' }, async ({
  collector,
  folder,
  launch,
}) => {
  const app = await launch({ collector: collector.url });
  await app.ask();
  await app.window.answer('Yes');
  for (let times = 0; times < 4; times++) await app.window.pressShortcut('go.processes');
  await app.window.clickToolbar('view.refresh');
  await app.window.chooseInMenu('go.this-device');
  await app.window.chooseInPalette('view.redact');
  await app.quit();
  await collector.settled();

  const browser = await _electron.launch({
    executablePath: electronPath(),
    args: drivenArguments(path.join(folder, 'browser'), [], path.resolve(import.meta.dirname, 'support/browser')),
  });
  const page = await browser.firstWindow();
  await page.goto(collector.url);
  await expect(page.getByText('go.processes')).toHaveCount(0);
  await picture(page, 'dashboard-login');
  await page.goto(await collector.loginLink());
  await picture(page, 'dashboard-login-link');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How is it going?');
  await expect(page.getByRole('row', { name: /Processes.* 4\b/ }).first()).toBeVisible();
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    await expectAccessible(page);
    await picture(page, `dashboard-${theme}`);
  }
  // With k = 1 the first page is of this moment; the others are about days that have closed, of which there is none.
  await page.goto(new URL('/features', collector.url).href);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('No day has closed yet');
  await expectAccessible(page);
  await picture(page, 'dashboard-no-day');
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Please log in');
  await page.goto(collector.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Please log in');
  await browser.close();
});
