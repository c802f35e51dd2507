import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { finder } from '../../app/finder/product.ts';
import { t } from '../../app/messages/index.ts';
import { manifestOf, readManifest } from '../../client/core/product/manifest.ts';
import { participationFolder, programFolder } from '../../client/main/files/profile-folders.ts';
import { addManifest } from '../../collector/products/changes.ts';
import { example, texts } from '../fixtures/second-product/product.ts';
import type { LaunchOptions } from './support/finder-app.ts';
import { test as base, expect } from './support/fixtures.ts';
import { picture } from './support/look.ts';
import { eventsOf, received } from './support/received.ts';
import { buildSecondProduct, SecondProduct } from './support/second-product.ts';

interface Fixtures {
  /** Starts the second product, in the same profile folder as the Finder. */
  launchExample: (options?: Partial<LaunchOptions>) => Promise<SecondProduct>;
}

const test = base.extend<Fixtures>({
  collector: async ({ collector, folder }, use) => {
    const directory = path.join(folder, 'collector', 'products');
    const onFault = (message: string) => expect(message).toBe('');
    expect(await addManifest({ directory, onFault }, manifestOf(example))).toEqual({ status: 'done' });
    await use(collector);
  },
  launchExample: async ({ profile }, use) => {
    const apps: SecondProduct[] = [];
    await use(async (options = {}) => {
      const app = await SecondProduct.launch(built, { profile, ...options });
      apps.push(app);
      return app;
    });
    for (const app of apps) await app.quit();
  },
});

// Built once, in one worker.
test.describe.configure({ mode: 'default' });

let built = '';
test.beforeAll(async () => {
  test.setTimeout(300_000);
  built = await buildSecondProduct();
});

const outbox = (profile: string, product: typeof finder | typeof example) =>
  readdirSync(path.join(programFolder(profile, product.id), 'outbox'));

test('two products in one profile ask, collect and send each for itself', async ({
  collector,
  launch,
  launchExample,
  profile,
}) => {
  const second = await launchExample({ collector: collector.url });
  await second.ask();
  await expect(second.consentPopup).toContainText('Candor Example 2.3');
  await expect(second.consentPopup).not.toContainText(finder.name);
  // It says for itself what it asks for.
  await expect(second.consentPopup).toContainText(
    (texts.en['consent.purpose'] ?? '').replace('{product}', example.name),
  );
  await picture(second.page, 'second-product-popup');
  await second.answer('Yes');
  await second.refresh();
  const example1 = await second.participation();
  expect(example1).toMatchObject({ level: 'standard', reason: 'accepted' });
  await second.quit();

  const first = await launch({ collector: collector.url });
  const undecided = await first.participation();
  expect(undecided).toMatchObject({ level: 'off', reason: 'undecided', history: [] });
  expect(undecided.installation).not.toBe(example1.installation);
  await first.ask();
  await expect(first.window.consentPopup).toContainText('Candor Finder 1.0');
  await expect(first.window.consentPopup).not.toContainText(example.name);
  await expect(first.window.consentPopup).toContainText(t('consent.purpose', { product: finder.name }));
  await first.window.answer('Yes');
  await first.window.pressShortcut('go.processes');
  await first.quit();

  expect(eventsOf(await received(collector, example1.installation ?? ''))).toEqual([
    { session: 1, command: 'clock.refresh', source: 'button' },
  ]);
  expect(eventsOf(await received(collector, undecided.installation))).toEqual([
    { session: 1, command: 'go.processes', source: 'shortcut' },
  ]);
  const { versions } = await collector.overview();
  expect(versions.map(({ product, version, sessions }) => ({ product, version, sessions }))).toEqual(
    expect.arrayContaining([
      { product: 'candor-finder', version: finder.version, sessions: 1 },
      { product: 'candor-example', version: example.version, sessions: 1 },
    ]),
  );
  for (const { id } of [finder, example]) {
    expect(readdirSync(participationFolder(profile, id)).sort()).toEqual(['consent.json', 'identity.json']);
  }
});

test('what the second product times, counts, notes, reports and has set arrives in its own words, and people see them', {
  tag: '@long',
}, async ({ collector, launchExample }) => {
  const second = await launchExample({ collector: collector.url });
  await second.ask();
  await second.consentPopup.getByRole('radio', { name: t('level.enhanced'), exact: true }).check({ force: true });
  await second.answer('Yes');
  // Three of them are in two minutes at most.
  for (let times = 0; times < 3; times += 1) await second.refresh();
  await second.page.evaluate(() => {
    const early = Date.now() - 3_600_000;
    globalThis.Date = class extends Date {
      constructor() {
        super(early);
      }
    } as unknown as DateConstructor;
  });
  await second.refresh();
  const shared = await second.showShared();
  await expect(shared.getByRole('row', { name: /^Refresh/ }).first()).toBeVisible();
  await expect(shared).toContainText('Face of the clock');
  await picture(second.page, 'second-product-shared');
  await second.page.keyboard.press('Escape');
  const { installation = '' } = await second.participation();
  await second.quit();

  const [batch] = await received(collector, installation);
  expect(batch?.operations.operation).toContain('clock.draw');
  expect(batch?.counts['clock.same-minute']).toBeGreaterThanOrEqual(1);
  expect(batch?.errors.map(({ report }) => [report.class, report.code])).toContainEqual([
    'ClockError',
    'CLOCK_WENT_BACK',
  ]);
  expect(batch?.configuration).toEqual({ face: 'hands' });
  expect(batch?.context.product).toBe(example.id);
  expect(batch?.logs.map(({ code, values }) => [code, ...values])).toContainEqual(['clock.shown', 'hands']);
});

test('the manifest that the second product writes is the one of its words', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['manifest.ts'], { cwd: built });
  expect(readManifest(stdout)).toEqual(manifestOf(example));
});

test('a second launch of the second product brings its window forward and ends', { tag: '@rare' }, async ({
  launchExample,
  profile,
}) => {
  const second = await launchExample();
  await second.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const visible = () =>
    second.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()));
  expect(await visible()).toEqual([false]);
  expect(await second.launchAgain(built, profile)).toEqual({ code: 0, signal: null });
  await expect.poll(visible).toEqual([true]);
});

test('the second product says why it sends nothing, in its own name', { tag: '@rare' }, async ({ launchExample }) => {
  const second = await launchExample({ env: { DO_NOT_TRACK: '1' } });
  const dialog = await second.showDiagnostics();
  await expect(dialog).toContainText(t('diagnosis.why.do-not-track'));
  await expect(dialog).toContainText(`/etc/${example.id}/`);
  await expect(dialog).not.toContainText(finder.id);
  await expect(dialog).not.toContainText(t('diagnosis.engine'));
});

test('a No to one product deletes what it collected, and nothing of the other @long', async ({
  collector,
  launch,
  launchExample,
  profile,
}) => {
  const second = await launchExample();
  await second.ask();
  await second.answer('Yes');
  await second.refresh();
  await second.quit();
  const first = await launch();
  await first.ask();
  await first.window.answer('Yes');
  await first.window.pressShortcut('go.processes');
  await first.quit();
  expect(outbox(profile, example)).toHaveLength(1);
  const waiting = outbox(profile, finder);
  expect(waiting).toHaveLength(1);

  const again = await launchExample();
  await again.showProgram();
  await picture(again.page, 'second-product-dialog');
  await again.page.keyboard.press('Escape');
  await again.withdraw();
  expect(await again.participation()).toMatchObject({ level: 'off', reason: 'declined' });
  await again.quit();
  expect(existsSync(programFolder(profile, example.id))).toBe(false);
  expect(outbox(profile, finder)).toEqual(waiting);

  const still = await launch({ collector: collector.url });
  const { level, installation } = await still.participation();
  expect(level).toBe('standard');
  await still.quit();
  expect(eventsOf(await received(collector, installation))).toEqual([
    { session: 1, command: 'go.processes', source: 'shortcut' },
  ]);
});
