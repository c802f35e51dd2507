import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright/test';
import { FIRST_DAY, type FilledCollector, filledCollector, LAST_DAY } from './filled-collector.ts';
import { drivenArguments, electronPath } from './finder-app.ts';
import { test as base, expect } from './fixtures.ts';

export interface Browsing {
  readonly collector: FilledCollector;
  readonly page: Page;
  /** Addresses of every request that the browser made. */
  readonly requests: string[];
  readonly errors: string[];
}

/** With a collector that has closed days, and a browser that is logged in. */
export const test = base.extend<object, { filled: FilledCollector; browsing: Browsing }>({
  filled: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures a fixture needs from here
    async ({}, use) => {
      const collector = await filledCollector();
      await use(collector);
      await collector.end();
    },
    { scope: 'worker' },
  ],
  browsing: [
    async ({ filled }, use) => {
      const browser = await openBrowser(filled.folder);
      const page = await browser.firstWindow();
      const [requests, errors]: [string[], string[]] = [[], []];
      page.on('request', (request) => requests.push(request.url()));
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      await logIn(page, filled);
      await use({ collector: filled, page, requests, errors });
      await browser.close();
    },
    { scope: 'worker' },
  ],
});

async function openBrowser(folder: string): Promise<ElectronApplication> {
  return await _electron.launch({
    executablePath: electronPath(),
    args: drivenArguments(path.join(folder, 'browser'), ['--lang=en-US'], path.resolve(import.meta.dirname, 'browser')),
  });
}

async function logIn(page: Page, collector: FilledCollector): Promise<void> {
  await page.goto(await collector.loginLink());
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How is it going?');
}

/** Goes to a page, and waits until it has answered. */
export async function show({ page, collector }: Browsing, where: string): Promise<void> {
  await page.goto(new URL(where, collector.url).href);
  await settled(page);
}

/** The page has drawn what it asked for; the first one asks again by itself, but not within these moments. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const asked = performance.getEntriesByType('resource').map(({ name }) => name);
    return (
      asked.some((name) => name.includes('/v1/answers')) &&
      document.querySelector('main > :nth-child(2)') !== null &&
      !document.querySelector('.loading, [aria-busy=true]')
    );
  });
}

export interface Answered {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export async function answerOf(collector: FilledCollector, question: string, search = ''): Promise<Answered> {
  const where = `/v1/answers/${question}?from=${FIRST_DAY}&to=${LAST_DAY}${search}`;
  const headers = { authorization: `Bearer ${collector.token}` };
  return (await (await fetch(new URL(where, collector.url), { headers })).json()) as Answered;
}
