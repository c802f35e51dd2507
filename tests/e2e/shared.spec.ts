import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Locator } from 'playwright/test';
import { finder } from '../../app/finder/product.ts';
import { t } from '../../app/messages/index.ts';
import { setLanguage } from '../../client/core/texts/catalogues.ts';
import { participationFolder } from '../../client/main/files/profile-folders.ts';
import { brotli } from '../../client/main/recording/platform-codec.ts';
import { fieldLabel, groupTitle, logSentence, operationLabel } from '../../client/page/dialogs/field-texts.ts';
import { setOwnProduct } from '../../client/page/own-product.ts';
import { finderFormat } from '../support/finder-format.ts';
import { fullReports } from '../support/full-reports.ts';
import type { FinderApp } from './support/finder-app.ts';
import type { FinderWindow } from './support/finder-window.ts';
import { expect, test } from './support/fixtures.ts';
import { expectAccessible, picture } from './support/look.ts';
import { ownFiles } from './support/profile.ts';
import { eventsOf, received } from './support/received.ts';

// Else its labels would not have the Finder's words.
setOwnProduct(finder);

const confirm = (inside: Locator) => inside.getByRole('button', { name: t('shared.delete.confirm') }).click();

/** Says Yes in the first popup. */
async function takePart(app: FinderApp): Promise<void> {
  await app.ask();
  await app.window.answer('Yes');
}

async function open({ window }: FinderApp): Promise<Locator> {
  await window.chooseInMenu('help.what-is-shared');
  await window.whatIsShared.waitFor();
  return window.whatIsShared;
}

/** Has every file dialog answer with this file. */
async function chooseFile(app: FinderApp, file: string): Promise<void> {
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
}

const unfold = (window: FinderWindow, title: string) =>
  window.whatIsShared.getByRole('button', { name: new RegExp(`^${title}`) }).click();

test('before any answer an example with the values of this computer is shown, and nothing is kept of it', {
  tag: '@long',
}, async ({ launch, profile }) => {
  const app = await launch();
  const { consentPopup, page, whatIsShared } = app.window;
  await app.ask();
  const identityFile = path.join(participationFolder(profile, finder.id), 'identity.json');
  const identity = readFileSync(identityFile, 'utf8');
  // The history begins by itself.
  await expect.poll(() => ownFiles(profile)).toContain('history');
  const files = ownFiles(profile);

  await consentPopup.getByText(t('consent.see')).click();
  const example = whatIsShared.getByRole('region', { name: t('shared.example.title') });
  const fieldOf = (field: 'cores' | 'osVersion' | 'distribution' | 'runtime' | 'architecture') =>
    example
      .getByRole('row')
      .filter({ hasText: fieldLabel(`context.${field}`) })
      .getByRole('cell')
      .first();
  const expected = await app.expectedPlatform();
  await expect(fieldOf('cores')).toContainText(String(expected.cores));
  await expect(fieldOf('osVersion')).toHaveText(expected.osVersion ?? '');
  await expect(fieldOf('distribution')).toHaveText(expected.distribution ?? '');
  await expect(fieldOf('runtime')).toHaveText(expected.runtime);
  await expect(fieldOf('architecture')).toHaveText(expected.architecture);
  await expect(whatIsShared).not.toContainText('4,294,967,295');

  // The head of the table stays, and nothing shows above it.
  const body = whatIsShared.getByRole('group', { name: t('shared.title') });
  await fieldOf('osVersion').scrollIntoViewIfNeeded();
  await body.evaluate((element) => element.scrollBy(0, 200));
  const above = await body.evaluate((element) => {
    const { left, top, width } = element.getBoundingClientRect();
    return [0.1, 0.5, 0.9].map((part) => document.elementFromPoint(left + part * width, top + 1)?.tagName);
  });
  expect(above).toEqual(['TH', 'TH', 'TH']);

  await expect(example).not.toContainText(fieldLabel('organisation.role'));
  await example.getByText(t('level.enhanced'), { exact: true }).first().click();
  await expect(app.window.level(whatIsShared, 'enhanced')).toBeChecked();
  await expect(example).toContainText(fieldLabel('organisation.role'));
  await picture(page, 'what-would-be-shared-enhanced');

  expect(readFileSync(identityFile, 'utf8')).toBe(identity);
  expect(ownFiles(profile)).toEqual(files);
  expect((await app.participation()).reason).toBe('undecided');
});

test('what was done is shown as it happens, saved as it would be sent, and listed when it has arrived', async ({
  collector,
  folder,
  launch,
}) => {
  test.slow();
  const first = await launch({ collector: collector.url });
  await takePart(first);
  await first.window.pressShortcut('go.processes');
  await first.window.clickToolbar('view.refresh');
  await first.recorded(2);
  const shared = await open(first);
  const operations = shared.getByRole('region', { name: groupTitle('operations') });
  // A window hands over what it has timed within ten seconds; the dialog follows by itself.
  await expect(operations.getByRole('row', { name: new RegExp(operationLabel('view.switch')) })).toBeVisible({
    timeout: 20_000,
  });

  const body = shared.getByRole('group', { name: t('shared.title') });
  const keep = shared.getByRole('button', { name: t('shared.delete.current') });
  await keep.focus();
  await body.evaluate((element) => {
    element.scrollTop = 120;
  });
  const other = await first.newWindow();
  await other.pressShortcut('go.processes');
  await first.window.page.bringToFront();
  await expect(
    shared
      .getByRole('region', { name: groupTitle('usage') })
      .getByRole('row', { name: new RegExp(t('command.go.processes')) })
      .first()
      .getByRole('cell')
      .first(),
  ).toHaveText('2');
  await expect(keep).toBeFocused();
  expect(await body.evaluate((element) => element.scrollTop)).toBe(120);

  const file = path.join(folder, 'shared.json');
  await chooseFile(first, file);
  await shared.getByRole('button', { name: t('shared.save') }).click();
  await expect(shared).toContainText(t('shared.saved'));
  const saved = JSON.parse(readFileSync(file, 'utf8'));
  const schema = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../docs/batch.schema.json'), 'utf8'));
  const validate = new Ajv2020().compile(schema);
  expect(saved.map((batch: unknown) => [validate(batch), validate.errors])).toEqual([[true, null]]);
  expect(saved[0].usage.map(({ command }: { command: string }) => command)).toContain('view.refresh');
  const { installation } = await first.participation();
  await first.quit();

  const [batch] = await received(collector, installation);
  expect(batch?.operations.operation).toContain('view.switch');
  const second = await launch({ collector: collector.url });
  const again = await open(second);
  await unfold(second.window, t('sent.title'));
  const row = again
    .getByRole('table', { name: t('sent.title') })
    .getByRole('row')
    .nth(1);
  await expect(row).toContainText(t('sent.accepted'));
  await expect(row).toContainText(batch?.envelope.batch ?? 'nothing');
  await expect(row.locator('time')).toHaveAttribute('datetime', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  await expect(row).toContainText(/\d bytes/);
});

test('of what is not sent hears a window only while it shows it', { tag: '@rare' }, async ({ launch }) => {
  const app = await launch();
  await takePart(app);
  const { page, whatIsShared } = app.window;
  await page.evaluate(() => {
    const heard: true[] = [];
    window.candor.on('program.unsent-changed', () => heard.push(true));
    Object.assign(window, { heard });
  });
  const heard = () => page.evaluate(() => (window as unknown as { heard: true[] }).heard.length);
  await app.window.pressShortcut('go.processes');
  await app.recorded(1);
  expect(await heard()).toBe(0);

  await open(app);
  await app.recorded(2);
  await expect.poll(heard).toBe(1);

  await page.keyboard.press('Escape');
  await whatIsShared.waitFor({ state: 'hidden' });
  await app.window.pressShortcut('go.processes');
  await app.recorded(3);
  expect(await heard()).toBe(1);
});

test('a session that is deleted while it goes on is not sent, and the one after it is', { tag: '@long' }, async ({
  collector,
  launch,
}) => {
  test.slow();
  const app = await launch({ collector: collector.url });
  await takePart(app);
  await app.window.pressShortcut('go.processes');
  await app.recorded(1);
  const shared = await open(app);
  await shared.getByRole('button', { name: t('shared.delete.current') }).click();
  await expect(shared.getByRole('button', { name: t('shared.delete.keep') })).toBeFocused();
  await expectAccessible(app.window.page);
  await picture(app.window.page, 'shared-delete');
  await shared.getByRole('button', { name: t('shared.delete.keep') }).click();
  await expect(shared.getByRole('button', { name: t('shared.delete.current') })).toBeFocused();

  // Another window still holds a use of the session when that is deleted.
  const other = await app.newWindow();
  await other.pressShortcut('go.this-device');
  await app.window.page.bringToFront();
  await shared.getByRole('button', { name: t('shared.delete.current') }).click();
  await other.pressShortcut('view.refresh');
  await confirm(shared);
  await expect(shared).toContainText(t('shared.deleted.current'));
  await expect(shared.getByText(t('shared.usage.none'))).toBeVisible();
  await app.window.closeDialog(shared);
  expect((await app.participation()).level).toBe('standard');
  await app.window.pressShortcut('go.this-device');
  await app.recorded(1);
  const { installation } = await app.participation();
  await app.quit();
  expect(eventsOf(await received(collector, installation))).toEqual([
    { session: 1, command: 'go.this-device', source: 'shortcut' },
  ]);
});

test('of two sessions that wait for the network one is deleted, and the other arrives alone @long', async ({
  collector,
  launch,
}) => {
  test.slow();
  const first = await launch();
  await takePart(first);
  await first.window.pressShortcut('go.processes');
  await first.recorded(1);
  await first.quit();
  const second = await launch();
  await second.window.pressShortcut('go.this-device');
  await second.recorded(1);
  await second.quit();

  const third = await launch({ collector: collector.url });
  const { window } = third;
  const shared = await open(third);
  await expect(shared.getByRole('button', { name: t('shared.delete.waiting') })).toBeVisible();
  await expectAccessible(window.page);
  for (const theme of ['light', 'dark'] as const) {
    await third.setTheme(theme);
    await picture(window.page, `shared-waiting-${theme}`);
  }
  await shared.getByRole('button', { name: t('shared.delete.session', { session: 1 }) }).click();
  await confirm(shared);
  await expect(shared).toContainText(t('shared.deleted.waiting'));
  await expect(shared.getByRole('button', { name: t('shared.delete.session', { session: 1 }) })).toBeHidden();
  await expect(shared.getByRole('button', { name: t('shared.delete.session', { session: 2 }) })).toBeVisible();
  const { installation } = await third.participation();
  await third.quit();
  const batches = await received(collector, installation);
  expect(batches.map(({ envelope }) => envelope.session)).toEqual([2, 3]);
  expect(batches.map(({ dropped }) => dropped)).toEqual([{}, {}]);
});

test.describe('a session that found everything', () => {
  test.afterEach(() => setLanguage('en'));

  test('is read at a glance, in both themes and both languages', { tag: '@long' }, async ({ launch, profile }) => {
    test.slow();
    const first = await launch();
    await takePart(first);
    await first.window.pressShortcut('go.processes');
    await first.recorded(1);
    await first.quit();
    addReports(path.join(profile, 'program/candor-finder/outbox'));

    for (const language of ['en', 'it'] as const) {
      setLanguage(language);
      const app = await launch({ env: { LANGUAGE: language } });
      const shared = await open(app);
      const { page } = app.window;
      await unfold(app.window, t('shared.waiting', { session: 1 }));
      const region = (group: 'operations' | 'errors' | 'logs') =>
        shared.getByRole('region', { name: groupTitle(group) });
      await expect(
        region('operations').getByRole('row', { name: new RegExp(operationLabel('app.start')) }),
      ).toBeVisible();
      await expect(region('errors')).toContainText('renderer/index:2:184113');
      await expect(region('logs')).toContainText(logSentence({ code: 'app.session-ended', time: 0, values: [] }));
      await expect(shared).toContainText('corp.example.com');
      await region('operations').getByRole('button').click();
      await expect(region('operations').getByRole('table').nth(1).getByRole('row')).toHaveCount(7);
      await region('operations').getByRole('button').click();
      await expectAccessible(page);
      for (const theme of ['light', 'dark'] as const) {
        await app.setTheme(theme);
        for (const group of ['operations', 'errors', 'logs'] as const) {
          await region(group).evaluate((element) => element.scrollIntoView({ block: 'start' }));
          await picture(page, `shared-${group}-${language}-${theme}`);
        }
      }
      await unfold(app.window, t('sent.title'));
      const sent = shared.getByRole('table', { name: t('sent.title') });
      await sent.evaluate((element) => element.scrollIntoView({ block: 'center' }));
      await picture(page, `shared-sent-${language}`);
      await app.kill();
    }
  });
});

/** Puts everything that a session can find into the one batch that waits. */
function addReports(outbox: string): void {
  const [name = ''] = readdirSync(outbox);
  const file = path.join(outbox, name);
  const decoding = finderFormat.decode(readFileSync(file), brotli);
  if (!decoding.ok) throw new Error(decoding.problem.path);
  const { batch } = decoding;
  const envelope = { ...batch.envelope, level: 'enhanced' } as const;
  const bytes = finderFormat.encode({ ...batch, ...fullReports, envelope }, brotli);
  const checksum = crc32(bytes).toString(16).padStart(8, '0');
  rmSync(file);
  writeFileSync(file.replace(/\.[0-9a-f]{8}\.batch$/, `.${checksum}.batch`), bytes);
}
