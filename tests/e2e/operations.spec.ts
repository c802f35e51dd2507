import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright/test';
import type { Batch } from '../../client/core/batch/batch.ts';
import { outcomes } from '../../client/core/measures/throughput.ts';
import { durationsOf } from '../support/durations.ts';
import { agreeTo } from './support/agreed-profile.ts';
import { type FinderApp, HOLD_QUESTION } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';
import { received } from './support/received.ts';

/** How often an operation was timed, whatever came of it. */
const timesOf = (batch: Batch, operation: string) =>
  outcomes.flatMap((outcome) => durationsOf(batch, operation, outcome)).reduce((sum, { count }) => sum + count, 0);

/** Shows the processes, searches in them and goes back. */
async function lookAround({ window }: FinderApp): Promise<void> {
  await window.pressShortcut('go.processes');
  await window.rows.first().waitFor();
  await window.pressShortcut('go.search');
  await window.page.keyboard.type('no-program-is-called-this');
  await window.page.getByRole('main').getByRole('status').waitFor();
  await painted(window.page);
  await window.pressShortcut('go.this-device');
  await window.deviceFacts.first().waitFor();
  await painted(window.page);
}

/** Waits until what the page shows has been painted: two frames, because the first may be the one that paints it. */
async function painted(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined)))),
  );
}

test('what the app does is timed and counted where it happens, and the collector holds it', { tag: '@long' }, async ({
  collector,
  launch,
  profile,
}) => {
  agreeTo(profile);
  const launched = performance.now();
  const app = await launch({ collector: collector.url });
  const stopwatch = performance.now() - launched;
  const { installation } = await app.participation();
  await lookAround(app);
  await app.window.clickToolbar('view.refresh');
  const quitIn = await app.quit();

  const [batch, ...more] = await received(collector, installation);
  expect(more).toEqual([]);
  if (!batch) throw new Error('the collector holds nothing');
  const single = ['app.start', 'finder.first-data', 'app.quit'] as const;
  for (const operation of single) expect(timesOf(batch, operation), operation).toBe(1);
  expect(timesOf(batch, 'view.switch')).toBe(2);
  // One for each letter.
  expect(timesOf(batch, 'finder.search')).toBe('no-program-is-called-this'.length);
  expect(timesOf(batch, 'sampling.cycle')).toBeGreaterThanOrEqual(1);
  expect(timesOf(batch, 'ipc.round-trip')).toBeGreaterThanOrEqual(1);
  // A call that main has not answered by the quit was made all the same.
  expect(batch.counts['ipc.calls']).toBeGreaterThanOrEqual(timesOf(batch, 'ipc.round-trip'));
  expect(batch.counts['ipc.failures']).toBeUndefined();
  expect(batch.counts['finder.rows-sampled']).toBeGreaterThan(1);

  const only = (operation: string) => {
    const [durations] = durationsOf(batch, operation);
    if (!durations) throw new Error(`${operation} was not timed`);
    return durations;
  };
  // A runtime that starts in less than a frame is none; the test's own watch began before the app did.
  expect(only('app.start').upTo).toBeGreaterThan(16);
  expect(only('app.start').above).toBeLessThan(stopwatch);
  expect(only('app.quit').above).toBeLessThan(quitIn);
  // The page cannot have shown processes before the engine had read any.
  expect(only('finder.first-data').upTo).toBeGreaterThan(only('sampling.cycle').above);
  for (const operation of ['view.switch', 'finder.search', 'ipc.round-trip', 'sampling.cycle'] as const) {
    for (const { above } of durationsOf(batch, operation)) expect(above, operation).toBeLessThan(10_000);
    // From a bucket that is no mere call that was not waited for.
    for (const { upTo } of durationsOf(batch, operation)) expect(upTo, operation).toBeGreaterThan(0.02);
  }
});

test('nothing of before a Yes is ever timed: not the start, not the first list, not what was done meanwhile', {
  tag: '@long',
}, async ({ collector, launch, profile }) => {
  const app = await launch({ collector: collector.url, switches: [HOLD_QUESTION] });
  await lookAround(app);
  await app.ask();
  expect(existsSync(path.join(profile, 'program'))).toBe(false);
  await app.window.answer('Yes');
  const { installation } = await app.participation();
  await app.quit();

  const [batch] = await received(collector, installation);
  if (!batch) throw new Error('the collector holds nothing');
  for (const operation of ['app.start', 'finder.first-data', 'finder.search', 'view.switch'] as const) {
    expect(timesOf(batch, operation), operation).toBe(0);
  }
  expect(timesOf(batch, 'app.quit')).toBe(1);
});

test('without consent nothing is timed, and a No leaves nothing to send', { tag: '@long' }, async ({
  collector,
  launch,
  profile,
}) => {
  const app = await launch({ collector: collector.url });
  await app.ask();
  await app.window.answer('No');
  const { installation } = await app.participation();
  await lookAround(app);
  await app.quit();
  expect(existsSync(path.join(profile, 'program'))).toBe(false);
  expect(await received(collector, installation)).toEqual([]);
});

test('a window at rest has nothing to say: no message in fifteen seconds, while the processes are live @rare', async ({
  launch,
  profile,
}) => {
  agreeTo(profile);
  test.slow();
  const app = await launch();
  const { page } = app.window;
  await app.window.pressShortcut('go.processes');
  await app.window.rows.first().waitFor();
  // The last of the start is handed over by now: a message follows what is measured within ten seconds; twenty after
  // its start the window has asked whether it may offer to keep recording, and has timed that.
  await passed(page, 34_000);
  const messages = await app.electron.evaluate(({ ipcMain }) => {
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...given: unknown[]) => unknown> })
      ._invokeHandlers;
    const heard: string[] = [];
    for (const [channel, handler] of [...handlers]) {
      handlers.set(channel, (...given) => {
        heard.push(channel);
        return handler(...given);
      });
    }
    Object.assign(globalThis, { heard });
    return heard.length;
  });
  expect(messages).toBe(0);
  await passed(page, 15_000);
  const heard = () => app.electron.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
  expect(await heard()).toEqual([]);
  // The ear was open all the time.
  await app.window.pressShortcut('view.refresh');
  await expect.poll(heard).toContain('usage.record');
});

/** Waits until this much time has passed in the page. */
async function passed(page: Page, milliseconds: number): Promise<void> {
  const until = (await page.evaluate(() => performance.now())) + milliseconds;
  await page.waitForFunction((at) => performance.now() >= at, until, { timeout: 2 * milliseconds });
}
