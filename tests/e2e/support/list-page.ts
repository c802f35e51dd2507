import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, test as base, type ElectronApplication, type Locator, type Page } from 'playwright/test';
import type { GridState } from '../../../app/grid/grid-state.ts';
import { buildGridPage, gridApp } from '../../bench/finder/build-grid-page.ts';
import type {} from '../../bench/finder/grid-page.tsx';
import { electronPath } from './finder-app.ts';

/** The list on a page of its own, on rows that are made up, as its users see it. */
export class ListPage {
  readonly page: Page;
  readonly electron: ElectronApplication;

  constructor(page: Page, electron: ElectronApplication) {
    this.page = page;
    this.electron = electron;
  }

  /** Begins anew with so many rows. */
  async begin(rows: number): Promise<void> {
    await this.page.reload();
    await this.page.waitForFunction(() => 'harness' in window);
    await this.page.evaluate((count) => window.harness.show(count), rows);
    if (rows > 0) await this.page.locator('.grid-row').first().waitFor();
  }

  async resize(width: number, height: number): Promise<void> {
    await this.electron.evaluate(
      ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h),
      [width, height] as const,
    );
    await this.page.waitForFunction((wanted) => window.innerWidth === wanted, width);
  }

  async change(patch: Partial<GridState>): Promise<void> {
    await this.page.evaluate((change) => window.harness.state.update((now) => ({ ...now, ...change })), patch);
  }

  state(): Promise<GridState> {
    return this.page.evaluate(() => window.harness.state.get());
  }

  selected(): Promise<readonly string[]> {
    return this.page.evaluate(() => window.harness.selection.get());
  }

  /** What the list has told of since it was asked last. */
  told(): Promise<readonly object[]> {
    return this.page.evaluate(() => window.harness.told.splice(0) as object[]);
  }

  /** Key of the row that has the focus. */
  focused(): Promise<string | undefined> {
    return this.page.evaluate(() =>
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset['key'] : undefined,
    );
  }

  /** Keys of the rows that are seen, from the top. */
  keys(): Promise<readonly string[]> {
    return this.page.evaluate(() => {
      const head = document.querySelector('.grid-head')?.getBoundingClientRect().bottom ?? 0;
      const rows = [...document.querySelectorAll<HTMLElement>('.grid-body .grid-row')];
      const seen = rows.map((row) => ({ key: row.dataset['key'] ?? '', ...row.getBoundingClientRect().toJSON() }));
      return seen
        .filter(({ top, bottom }) => top >= head && bottom <= window.innerHeight)
        .sort((a, b) => a.top - b.top)
        .map(({ key }) => key);
    });
  }

  row(key: string): Locator {
    return this.page.locator(`[data-key="${key}"]`);
  }

  cell(key: string, column: string): Locator {
    return this.row(key).locator(`[data-column="${column}"]`);
  }

  heading(column: string): Locator {
    return this.page.locator(`[data-heading="${column}"]`);
  }

  headings(): Promise<readonly string[]> {
    return this.page
      .locator('.grid-heading')
      .evaluateAll((all) => all.map((heading) => (heading as HTMLElement).dataset['heading'] ?? ''));
  }
}

/** One Electron for all tests of a file; each of them begins anew with 500 rows. */
export const test = base.extend<{ list: ListPage }, { electron: ElectronApplication }>({
  electron: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures a fixture needs from here
    async ({}, use) => {
      await buildGridPage();
      const profile = mkdtempSync(path.join(tmpdir(), 'candor-list-'));
      const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      const electron = await _electron.launch({
        executablePath: electronPath(),
        args: [...sandbox, `--user-data-dir=${profile}`, gridApp],
      });
      await use(electron);
      await electron.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker' },
  ],
  list: async ({ electron }, use) => {
    const list = new ListPage(await electron.firstWindow(), electron);
    await list.page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    await list.resize(1200, 780);
    await list.begin(500);
    await use(list);
  },
});

export { expect } from 'playwright/test';
