import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import { expect, type Page } from 'playwright/test';
import type { FinderApp } from './finder-app.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Where the suite puts the pictures that people look at. */
const pictures = path.resolve(import.meta.dirname, '../../../test-results/pictures');

/** Takes a picture of what the page shows now. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path.join(pictures, `${name}.png`), animations: 'disabled' });
}

/** {@link picture} of the whole window as it is drawn, for a page that is enlarged: the driver would cut it off. */
export async function windowPicture(app: FinderApp, name: string): Promise<void> {
  const png = await app.electron.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.capturePage();
    return image?.toPNG().toString('base64') ?? '';
  });
  mkdirSync(pictures, { recursive: true });
  writeFileSync(path.join(pictures, `${name}.png`), Buffer.from(png, 'base64'));
}

/** Finds what people with disabilities would stumble over; WCAG 2.2 A and AA and best practices. */
export async function expectAccessible(page: Page): Promise<void> {
  // A colour that is still on its way to another has a contrast that nobody reads.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
  );
  expect(found).toEqual([]);
}

/** Takes a picture of the window in light and in dark, each of which axe has nothing to say about. */
export async function lookInBothThemes(app: FinderApp, name: string): Promise<void> {
  const { page } = app.window;
  // What the mouse was last over has a tooltip, which belongs to no part of the page.
  await page.mouse.move(1, 1);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  for (const theme of ['light', 'dark'] as const) {
    await app.setTheme(theme);
    await expectAccessible(page);
    await picture(page, `${name}-${theme}`);
  }
}
