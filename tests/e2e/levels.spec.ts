import { t } from '../../app/messages/index.ts';
import { aboveStandard } from '../support/above-standard.ts';
import type { FinderApp } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';
import { expectAccessible, picture } from './support/look.ts';
import { writePolicy } from './support/policy-file.ts';
import { received } from './support/received.ts';

/** A change of the policy takes effect within this, in milliseconds. */
const WITHIN = 5000;

const installationOf = async (app: FinderApp) => (await app.participation()).installation;

/** Starts on a new profile and says Yes in the popup. */
async function agreed(app: FinderApp, level: 'standard' | 'enhanced'): Promise<void> {
  await app.ask();
  await app.window.answer('Yes', level);
}

test('Enhanced is chosen in the popup; gone down in Help, the app is another installation, and anonymous', async ({
  collector,
  folder,
  launch,
}) => {
  const policy = writePolicy(folder, { participation: 'enhanced', customerId: 'C-20394', licenceId: 'L-77' });
  const started = { collector: collector.url, env: { CANDOR_POLICY_FILE: policy } };
  const first = await launch(started);
  await first.ask();
  await expect(first.window.level(first.window.consentPopup, 'standard')).toBeChecked();
  await agreed(first, 'enhanced');
  await first.setTheme('dark');
  await first.window.pressShortcut('go.processes');
  await first.recorded(1);
  const before = await installationOf(first);
  await first.quit();
  const [sent, ...more] = await received(collector, before);
  expect(more).toEqual([]);
  expect(sent?.envelope).toMatchObject({ level: 'enhanced', session: 1, installation: before });
  // The tests run as root or as somebody; a domain is there only where the computer has joined one.
  const role = process.getuid?.() === 0 ? 'administrator' : expect.stringMatching(/^(administrator|standard)$/);
  expect(sent?.organisation).toMatchObject({ role, customer: 'C-20394', licence: 'L-77' });
  expect(sent?.organisation.user).not.toBe(before);

  const second = await launch(started);
  const { window } = second;
  await window.pressShortcut('go.this-device');
  await second.recorded(1);
  await window.chooseInMenu('help.program');
  const { helpDialog } = window;
  await expect(helpDialog).toContainText(t('consent.enhanced.title'));
  await expect(helpDialog).toContainText(before);
  await expect(helpDialog).not.toContainText(t('program.level.lowered'));
  await window.level(helpDialog, 'standard').check({ force: true });
  await expect(helpDialog.getByRole('status').getByText(t('program.level.lowered'))).toBeVisible();
  await expect(helpDialog).not.toContainText(t('consent.enhanced.title'));
  await window.decideInHelp('Yes', 'standard');
  const after = await installationOf(second);
  expect(after).not.toBe(before);
  await window.chooseInMenu('help.program');
  await expect(helpDialog).toContainText(after);
  await window.closeDialog(helpDialog);
  await window.pressShortcut('go.processes');
  await second.recorded(2);
  await second.quit();

  const [anonymous, ...others] = await received(collector, after);
  expect(others).toEqual([]);
  expect(anonymous?.envelope).toMatchObject({ level: 'standard', session: 1 });
  expect(anonymous && aboveStandard(anonymous)).toEqual([]);
  const all = await received(collector, before);
  expect(all.map(({ envelope }) => [envelope.session, envelope.level])).toEqual([
    [1, 'enhanced'],
    [2, 'standard'],
  ]);
  expect(all[1] && aboveStandard(all[1])).toEqual([]);
});

test('what waited from Enhanced arrives without it after the level went down', { tag: '@long' }, async ({
  collector,
  launch,
}) => {
  const first = await launch();
  await agreed(first, 'enhanced');
  await first.window.pressShortcut('go.processes');
  await first.recorded(1);
  const before = await installationOf(first);
  await first.quit();

  const second = await launch({ collector: collector.url });
  await second.window.chooseInMenu('help.program');
  await second.window.decideInHelp('Yes', 'standard');
  const after = await installationOf(second);
  await second.quit();
  const batches = [...(await received(collector, before)), ...(await received(collector, after))];
  expect(batches.map(({ envelope, usage }) => [envelope.session, usage.length])).toEqual([
    [1, 1],
    [2, expect.any(Number)],
    [1, expect.any(Number)],
  ]);
  expect(batches.map(({ envelope }) => envelope.level)).toEqual(['standard', 'standard', 'standard']);
  expect(batches.flatMap(aboveStandard)).toEqual([]);
});

test('a policy that comes while the app runs brings Enhanced down, says so, and gives it back @long', async ({
  collector,
  folder,
  launch,
}) => {
  const policy = writePolicy(folder, { participation: 'enhanced' });
  const app = await launch({ collector: collector.url, env: { CANDOR_POLICY_FILE: policy } });
  await agreed(app, 'enhanced');
  const { window } = app;
  const before = await installationOf(app);
  await window.chooseInMenu('help.program');
  const { helpDialog } = window;
  const enhanced = window.level(helpDialog, 'enhanced');
  await expect(enhanced).toBeChecked();

  writePolicy(folder, { participation: 'standard' });
  await expect(helpDialog).toContainText('your organisation allows no higher level', { timeout: WITHIN });
  await expect(enhanced).toBeDisabled();
  await expect(enhanced).toHaveAccessibleDescription(t('level.unavailable'));
  await expect(helpDialog).not.toContainText(before);
  await expect(helpDialog).not.toContainText(t('consent.enhanced.title'));
  await app.setTheme('light');
  await expectAccessible(window.page);
  await picture(window.page, 'level-capped-light');
  const capped = await installationOf(app);

  writePolicy(folder, { participation: 'enhanced' });
  await expect(enhanced).toBeEnabled({ timeout: WITHIN });
  await window.closeDialog(helpDialog);
  const raised = await installationOf(app);
  expect(new Set([before, capped, raised]).size).toBe(3);
  await app.quit();
  const levels = await Promise.all([before, capped, raised].map(async (id) => await received(collector, id)));
  expect(levels.flat().map(({ envelope }) => envelope.level)).toEqual(['standard', 'standard', 'enhanced']);
});

test('under a policy the popup offers Standard alone, and says why', { tag: '@rare' }, async ({ folder, launch }) => {
  const app = await launch({ env: { CANDOR_POLICY_FILE: writePolicy(folder, { participation: 'standard' }) } });
  const { window } = app;
  await app.ask();
  const enhanced = window.level(window.consentPopup, 'enhanced');
  await expect(enhanced).toBeDisabled();
  await expect(enhanced).toHaveAccessibleDescription(t('level.unavailable'));
  await window.answer('Yes');
  expect(await app.participation()).toMatchObject({ level: 'standard', reason: 'accepted' });
});

test('the level is chosen with the keyboard alone, in light and dark @rare', async ({ launch }) => {
  const app = await launch();
  const { window } = app;
  const { page, consentPopup, helpDialog } = window;
  await app.ask();
  const inBothThemes = async (name: string) => {
    for (const theme of ['light', 'dark'] as const) {
      await app.setTheme(theme);
      await expectAccessible(page);
      await picture(page, `${name}-${theme}`);
    }
  };
  // The first stop that answers anything is the level, and neither button has the focus.
  const standard = window.level(consentPopup, 'standard');
  for (let stops = 0; stops < 5 && !(await standard.evaluate((one) => one === document.activeElement)); stops++) {
    await page.keyboard.press('Tab');
  }
  await expect(standard).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(window.level(consentPopup, 'enhanced')).toBeChecked();
  await expect(consentPopup.getByRole('status').filter({ hasText: t('consent.enhanced.title') })).toBeVisible();
  await expect(consentPopup.getByRole('status').getByRole('listitem')).toHaveCount(6);
  await inBothThemes('popup-enhanced');
  await window.answer('Yes');
  expect(await app.participation()).toMatchObject({ level: 'enhanced', collectedAt: 'enhanced' });

  await window.chooseInMenu('help.program');
  await window.decideInHelp('Yes', 'standard');
  await window.chooseInMenu('help.program');
  await window.level(helpDialog, 'enhanced').check({ force: true });
  await expect(helpDialog.getByRole('status').getByText(t('program.level.raised'))).toBeVisible();
  await inBothThemes('dialog-raised');
  await window.level(helpDialog, 'standard').check({ force: true });
  await expect(helpDialog.getByRole('button', { name: t('common.ok') })).toBeDisabled();
});
