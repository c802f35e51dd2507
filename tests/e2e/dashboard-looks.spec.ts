import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { dashboardPages } from '../../client/core/batch/overview.ts';
import { projectRoot } from '../../scripts/lib/paths.ts';
import { runCommand } from '../../scripts/lib/run-command.ts';
import { settled, show, test } from './support/dashboard.ts';
import { expect } from './support/fixtures.ts';
import { expectAccessible, picture } from './support/look.ts';

/** Most that all scripts of the dashboard weigh as Brotli, in bytes. */
const MAX_SCRIPT = 250_000;

// One collector with closed days and one browser for all of them.
test.describe.configure({ mode: 'default' });

test('every page is accessible in light and dark, on 400 pixels and in Italian, and asks nobody else', {
  tag: '@long',
}, async ({ browsing }) => {
  const { page, collector, requests, errors } = browsing;
  test.slow();
  for (const where of ['', ...dashboardPages]) {
    const name = `board-${where || 'overview'}`;
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    await show(browsing, `/${where}`);
    await expectAccessible(page);
    await picture(page, `${name}-light`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 400, height: 800 });
    await page.getByLabel('Language', { exact: true }).selectOption('Italiano');
    await expect(page.locator('html')).toHaveAttribute('lang', 'it');
    await settled(page);
    await expectAccessible(page);
    await picture(page, `${name}-narrow-dark-it`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), where).toBeLessThanOrEqual(400);
    await page.getByLabel('Lingua', { exact: true }).selectOption('English');
  }
  await page.getByRole('button', { name: 'Pages' }).click();
  await page.getByRole('navigation').getByRole('link', { name: 'Features' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What is used?');
  await expect(page.getByRole('navigation')).toBeHidden();
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(requests.filter((url) => !url.startsWith(collector.url))).toEqual([]);
  expect(errors).toEqual([]);
});

/** What is left of paper between its margins, in pixels: A4. */
const PAPER = 717;

test('nothing of any page is cut on paper, which is narrower than the window, and white', { tag: '@long' }, async ({
  browsing,
}) => {
  const { page } = browsing;
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  for (const where of ['', ...dashboardPages]) {
    // A browser prints what was drawn for the window: it lays out anew, and draws nothing.
    await page.setViewportSize({ width: PAPER + 40, height: 1100 });
    await show(browsing, `/${where}?compare=version:1.0.0`);
    const cut = await page.evaluate((paper) => {
      document.documentElement.style.width = `${paper}px`;
      const isCut = (part: Element) =>
        part.getBoundingClientRect().right > paper + 1 ||
        (getComputedStyle(part).overflowX !== 'visible' && part.scrollWidth > part.clientWidth + 1);
      const parts = [...document.querySelectorAll('main, main *')].filter(isCut);
      return parts.map((part) => `${part.tagName} ${part.className} ${part.textContent?.slice(0, 40)}`);
    }, PAPER);
    expect(cut, where).toEqual([]);
    await picture(page, `board-${where || 'overview'}-print`);
  }
  await expect(page.getByRole('button', { name: 'Log out' })).toBeHidden();
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(29, 29, 32)');
  await page.emulateMedia({ media: null, colorScheme: null });
  await page.setViewportSize({ width: 1280, height: 900 });
});

test('a table that is wider than the page says so, and what its rows are of stays in sight', async ({ browsing }) => {
  const { page } = browsing;
  await page.setViewportSize({ width: 400, height: 800 });
  await show(browsing, '/operations');
  const table = page.locator('.figure-table').filter({ hasText: 'All operations' });
  await expect(table.getByText('There are more columns: scroll sideways.')).toBeVisible();
  const scroller = table.getByRole('region', { name: 'All operations' });
  const head = scroller.getByRole('rowheader').first();
  const before = await head.boundingBox();
  await scroller.focus();
  await page.keyboard.press('End');
  await scroller.evaluate((its) => its.scrollTo({ left: its.scrollWidth }));
  await expect.poll(() => scroller.evaluate((its) => its.scrollLeft)).toBeGreaterThan(100);
  expect((await head.boundingBox())?.x).toBe(before?.x);
  await page.setViewportSize({ width: 1280, height: 900 });
  await expect(table.getByText('There are more columns')).toBeHidden();
});

test('labels beside bars are read whole, however long they are', async ({ browsing }) => {
  const { page } = browsing;
  const long = 'renderer/a-very-long-name-of-a-file-that-somebody-has-thought-of-without-any-blank-in-it';
  await page.route('**/v1/answers/errors?*', async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as { rows: object[] };
    await route.fulfill({ response, json: { ...answer, rows: answer.rows.map((row) => ({ ...row, file: long })) } });
  });
  for (const width of [1280, 700, 420]) {
    await page.setViewportSize({ width, height: 900 });
    for (const [where, row, name, bar] of [
      ['/errors', '.bars-row', '.bars-name', '.bars-tracks'],
      ['/', '.chart-row', '.chart-name', '.chart-track'],
    ] as const) {
      await show(browsing, where);
      await expect(page.locator(row).first(), where).toBeVisible();
      const cut = await page.locator(row).evaluateAll(
        (rows, [nameOf, barOf]) =>
          rows.filter((its) => {
            const [text, track] = [its.querySelector(nameOf ?? ''), its.querySelector(barOf ?? '')];
            if (!text || !track) return true;
            const range = document.createRange();
            range.selectNodeContents(text);
            const [words, mark] = [range.getBoundingClientRect(), track.getBoundingClientRect()];
            const isCovered = words.right > mark.left + 1 && words.bottom > mark.top + 1;
            return isCovered || words.left < 0 || words.right > innerWidth || text.scrollWidth > text.clientWidth + 1;
          }).length,
        [name, bar],
      );
      expect(cut, `${where} at ${width}`).toBe(0);
    }
  }
  await page.unroute('**/v1/answers/errors?*');
  await page.setViewportSize({ width: 1280, height: 900 });
});

test('the published site is accessible in light and dark, on 400 pixels and in Italian, and asks nobody', async ({
  browsing,
}) => {
  const { page, collector, requests, errors } = browsing;
  const site = path.join(collector.folder, 'site');
  const args = ['collector/cli.ts', 'publish', '--data', collector.folder, '--to', site];
  expect(await runCommand(process.execPath, args, { cwd: projectRoot })).toMatchObject({ code: 0 });
  // Others have used the browser before.
  const [asked, before] = [requests.length, errors.length];
  await page.goto(pathToFileURL(path.join(site, 'index.html')).href);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What came of it');
  await page.emulateMedia({ colorScheme: 'light' });
  await expectAccessible(page);
  await picture(page, 'site-light');
  await page.setViewportSize({ width: 400, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('link', { name: 'Italiano' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Che cosa ne è venuto');
  await expect(page.getByRole('row', { name: /^Cerca/ })).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'site-narrow-dark-it');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
  await page.emulateMedia({ media: 'print' });
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(29, 29, 32)');
  await page.emulateMedia({ media: null, colorScheme: null });
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(requests.slice(asked).map((url) => path.basename(url))).toEqual(['index.html', 'it.html']);
  expect(errors.slice(before)).toEqual([]);
});

test('all scripts together stay small', () => {
  const folder = path.resolve(import.meta.dirname, '../../out/collector-web/assets');
  const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'));
  const bytes = scripts.reduce(
    (sum, file) => sum + brotliCompressSync(readFileSync(path.join(folder, file))).length,
    0,
  );
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(MAX_SCRIPT);
});
