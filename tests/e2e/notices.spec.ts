import { t, tn } from '../../app/messages/index.ts';
import type { FinderApp } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';
import { expectAccessible, picture } from './support/look.ts';

const clipboardOf = (app: FinderApp) => app.electron.evaluate(({ clipboard }) => clipboard.readText());

test('each copy says whether the clipboard has it', { tag: '@long' }, async ({ launch }) => {
  const app = await launch({ env: { DO_NOT_TRACK: '1' } });
  const { window } = app;
  const { page } = window;
  const notice = page.getByRole('status').filter({ hasText: /./ });
  await window.chooseInMenu('go.processes');
  await window.rows.first().waitFor();
  await window.rows.nth(1).click();

  await page.keyboard.press('Control+C');
  await expect(page.getByText(tn('copied.process', 1))).toBeVisible();
  expect((await clipboardOf(app)).split('\n').length).toBeGreaterThanOrEqual(1);
  await window.chooseInMenu('edit.copy');
  await expect(notice.getByText(tn('copied.process', 1))).toBeVisible();

  // As when another program holds the clipboard: it takes nothing, and does not say so.
  await app.electron.evaluate(({ clipboard }) => {
    void clipboard.writeText('from before');
    clipboard.writeText = () => Promise.resolve();
  });
  await window.chooseInMenu('edit.copy');
  await expect(page.getByRole('alert')).toHaveText(t('common.copy-failed.refused'));
  expect(await clipboardOf(app)).toBe('from before');
  await expectAccessible(page);
  await picture(page, 'notice-not-copied');
  // Anew, as it goes by itself while it is looked at.
  await window.chooseInMenu('edit.copy');
  await page.getByRole('button', { name: t('common.close') }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);

  await window.chooseInMenu('help.about');
  await window.about.getByRole('button', { name: t('program.installation.copy') }).click();
  await expect(window.about.getByRole('alert')).toHaveText(t('common.copy-failed.refused'));
  await picture(page, 'about-not-copied');
});

test('two quick changes of a setting never show the first one again, and reach every window', { tag: '@rare' }, async ({
  launch,
}) => {
  const app = await launch({ env: { DO_NOT_TRACK: '1' } });
  const { page } = app.window;
  const other = await app.newWindow();
  await page.bringToFront();
  const shown = await page.evaluate(async () => {
    const seen: boolean[] = [];
    const isShown = () => document.querySelector('.path-bar') !== null;
    const observer = new MutationObserver(() => {
      if (seen.at(-1) !== isShown()) seen.push(isShown());
    });
    observer.observe(document.body, { childList: true, subtree: true });
    const press = () =>
      window.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'p', code: 'KeyP', ctrlKey: true, altKey: true, bubbles: true }),
      );
    for (let presses = 0; presses < 3; presses++) {
      press();
      await new Promise((drawn) => requestAnimationFrame(drawn));
    }
    // Each of them has been answered by then, and its echo drawn.
    for (let answers = 0; answers < 5; answers++) {
      await window.candor.invoke('settings.get');
      await new Promise((drawn) => requestAnimationFrame(drawn));
    }
    observer.disconnect();
    return seen;
  });
  expect(shown).toEqual([false, true, false]);
  await expect(other.page.locator('.path-bar')).toHaveCount(0);
});

test('a setting that cannot be kept is shown as it is, with the reason', async ({ launch }) => {
  const app = await launch({ env: { DO_NOT_TRACK: '1' } });
  const { page } = app.window;
  await app.setTheme('light');
  await app.electron.evaluate(({ ipcMain }) => {
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...given: unknown[]) => unknown> })
      ._invokeHandlers;
    const known = handlers.get('settings.get');
    handlers.set('settings.change', async (event) => ({ ...((await known?.(event)) as object), failure: 'full' }));
  });
  await app.window.chooseInMenu('view.theme-dark');
  await expect(page.getByRole('alert')).toHaveText(t('notice.settings', { reason: t('notice.reason.full') }));
  await expect(page.locator(':root')).toHaveAttribute('data-theme', 'light');
  await picture(page, 'notice-not-kept');
});
