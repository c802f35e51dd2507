import { spawn } from 'node:child_process';
import { t } from '../../app/messages/index.ts';
import type { FinderApp } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';
import { expectAccessible, picture } from './support/look.ts';

async function resize(app: FinderApp, width: number, height: number): Promise<void> {
  await app.electron.evaluate(
    ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w ?? 0, h ?? 0),
    [width, height],
  );
  await expect.poll(() => app.window.page.evaluate(() => window.innerWidth)).toBe(width);
}

test('at 1280 pixels memory, parent and command line are in sight beside both panes', async ({ launch }) => {
  const app = await launch({ env: { DO_NOT_TRACK: '1' } });
  const { window } = app;
  await resize(app, 1280, 800);
  await window.pressShortcut('go.processes');
  await window.rows.first().waitFor();
  const heads = window.page.getByRole('main').getByRole('columnheader');
  for (const field of ['name', 'memory', 'parent', 'command'] as const) {
    await expect(heads.filter({ hasText: t(`column.process.${field}`) })).toBeInViewport({ ratio: 1 });
  }
  await expect(window.detail).toBeVisible();
  // Inter draws × for the x of 1280x720 unless it is told not to: what is shown is what there is.
  for (const text of [window.rows.first().locator('.grid-cell').first(), window.searchField, heads.first()]) {
    await expect(text).toHaveCSS('font-variant-ligatures', 'no-contextual');
  }
});

test('a narrow window shows the detail pane over the list when asked, and Escape puts it away before anything else', {
  tag: '@long',
}, async ({ launch }) => {
  const app = await launch({ env: { DO_NOT_TRACK: '1' } });
  const { window } = app;
  const { page } = window;
  await resize(app, 800, 560);
  await window.pressShortcut('go.processes');
  await window.rows.first().waitFor();
  await expect(window.detail).toHaveCount(0);
  const row = window.rows.nth(1);
  await row.click();
  await page.keyboard.press('Enter');
  await expect(window.detail).toBeInViewport({ ratio: 0.99 });
  await expect(window.detail.getByRole('heading').first()).toBeVisible();
  await page.mouse.move(1, 1);
  await expectAccessible(page);
  await picture(page, 'narrow-detail-light');
  await page.keyboard.press('Escape');
  await expect(window.detail).toHaveCount(0);
  await expect(page.getByRole('main').locator('[role="row"][aria-selected="true"]')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('main').locator('[role="row"][aria-selected="true"]')).toHaveCount(0);
});

test('menu titles are read as words while their letters are underlined', { tag: '@long' }, async ({ launch }) => {
  const app = await launch({ env: { DO_NOT_TRACK: '1' } });
  const { page } = app.window;
  await page.keyboard.down('Alt');
  const titles = page.getByRole('menubar').getByRole('menuitem');
  for (const menu of ['file', 'edit', 'view', 'go', 'object', 'window', 'help'] as const) {
    await expect(titles.filter({ hasText: t(`menu.${menu}`) })).toHaveAccessibleName(t(`menu.${menu}`));
  }
  await page.keyboard.up('Alt');
});

test('keys that mean the same stand apart on the sheet', { tag: '@long' }, async ({ launch }) => {
  const app = await launch({ env: { DO_NOT_TRACK: '1' } });
  const { window } = app;
  await window.pressShortcut('help.shortcuts');
  await expect(window.shortcuts.getByRole('definition').filter({ hasText: 'Ctrl+K' })).toHaveText('Ctrl+K or Ctrl+F');
});

test('a long command line costs Quick Look no more than what is drawn of it', { tag: '@long' }, async ({ launch }) => {
  const word = `quick-look-${process.pid}`;
  const long = spawn('/bin/sh', ['-c', 'sleep 100; :', word, 'x'.repeat(8000)]);
  try {
    const app = await launch({ env: { DO_NOT_TRACK: '1' } });
    const { window } = app;
    await window.pressShortcut('go.processes');
    await window.searchField.fill(`process ${word}`);
    await window.rows.first().click();
    await window.page.keyboard.press('Space');
    const sheet = window.page.locator('.detail[data-room="sheet"]');
    await expect(sheet.getByText(word)).toBeVisible();
    const { inColumns, inOne } = await sheet.evaluate((element: HTMLElement) => {
      const fastest = () => {
        const runs = [1, 2, 3, 4, 5].map((inset) => {
          const from = performance.now();
          element.style.paddingInlineStart = `${inset}px`;
          element.getBoundingClientRect();
          return performance.now() - from;
        });
        return Math.min(...runs);
      };
      const columns = fastest();
      element.style.columns = 'auto';
      return { inColumns: columns, inOne: fastest() };
    });
    // It was thirty to seventy times as much; a millisecond is the least that a page can tell.
    expect(inColumns).toBeLessThan(10 * Math.max(inOne, 1));
  } finally {
    long.kill();
  }
});
