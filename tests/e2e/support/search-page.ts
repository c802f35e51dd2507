import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, test as base, type ElectronApplication, type Locator, type Page } from 'playwright/test';
import type { EventChannel, InvokeChannel, PayloadOf } from '../../../app/ipc/contract.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import type { FakeBridge, FakeBridgeOptions } from '../../support/fake-bridge/fake-bridge.ts';
import { electronPath } from './finder-app.ts';

const built = path.join(projectRoot, '.cache/fake-bridge');
const browser = path.join(import.meta.dirname, 'browser');
const kinds: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** The whole window on a computer that there is not, as its users see it. */
export class SearchPage {
  readonly page: Page;
  readonly #electron: ElectronApplication;
  readonly #address: string;

  constructor(page: Page, electron: ElectronApplication, address: string) {
    this.page = page;
    this.#electron = electron;
    this.#address = address;
  }

  /** Opens it anew. */
  async open(options: Partial<FakeBridgeOptions> = {}): Promise<void> {
    await this.page.goto(`${this.#address}?options=${encodeURIComponent(JSON.stringify(options))}`);
    await this.field.waitFor();
  }

  async resize(width: number, height: number): Promise<void> {
    await this.#electron.evaluate(
      ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h),
      [width, height] as const,
    );
    await this.page.waitForFunction((wanted) => window.innerWidth === wanted, width);
  }

  get field(): Locator {
    return this.page.locator('.search-input');
  }

  get lines(): Locator {
    return this.page.getByRole('search').getByRole('option');
  }

  get builder(): Locator {
    return this.page.locator('.builder');
  }

  get view(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** The row that has the focus. */
  get focusedRow(): Locator {
    return this.page.locator('.grid-row:focus');
  }

  /** The letters of the field that are marked. */
  marked(): Promise<string> {
    return this.field.evaluate((field: HTMLInputElement) =>
      field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0),
    );
  }

  /** Goes to the field by its shortcut and types in place of what is there. */
  async search(text: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.type(text);
  }

  /** What the window has asked of main on a channel. */
  asked(channel: InvokeChannel): Promise<readonly unknown[]> {
    return this.page.evaluate(
      (wanted) =>
        (window.candor as FakeBridge).asked.filter((one) => one.channel === wanted).map(({ request }) => request),
      channel,
    );
  }

  /** Tells the window something, as main does. */
  async tell<C extends EventChannel>(channel: C, payload: PayloadOf<C>): Promise<void> {
    await this.page.evaluate(([to, what]) => (window.candor as FakeBridge).emit(to as never, what as never), [
      channel,
      payload,
    ] as const);
  }
}

/** What the build made of the page, as the app's own protocol would give it. */
function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    const file = path.join(built, path.normalize(pathname));
    try {
      const content = readFileSync(file);
      response.setHeader('content-type', kinds[path.extname(file)] ?? 'application/octet-stream');
      response.end(content);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

interface Shared {
  readonly electron: ElectronApplication;
  readonly address: string;
}

/** One Electron for all tests of a file; each of them opens the window anew. */
export const test = base.extend<{ finder: SearchPage }, { shared: Shared }>({
  shared: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures a fixture needs from here
    async ({}, use) => {
      const { build } = await import('vite');
      const configFile = path.join(projectRoot, 'tests/support/fake-bridge/vite.config.ts');
      await build({ configFile, logLevel: 'error', build: { chunkSizeWarningLimit: 4096 } });
      const server = await serve();
      const profile = mkdtempSync(path.join(tmpdir(), 'candor-search-'));
      const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      const electron = await _electron.launch({
        executablePath: electronPath(),
        args: [...sandbox, `--user-data-dir=${profile}`, browser],
      });
      const { port } = server.address() as AddressInfo;
      await use({ electron, address: `http://127.0.0.1:${port}/index.html` });
      await electron.close();
      server.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker' },
  ],
  finder: async ({ shared }, use) => {
    const finder = new SearchPage(await shared.electron.firstWindow(), shared.electron, shared.address);
    await finder.page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    await finder.resize(1280, 800);
    await finder.open();
    await use(finder);
  },
});

export { expect } from 'playwright/test';
