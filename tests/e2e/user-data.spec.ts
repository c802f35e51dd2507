import { readFileSync } from 'node:fs';
import path from 'node:path';
import { t } from '../../app/messages/index.ts';
import type { Collector } from '../../collector/collector.ts';
import { FaultyCollector } from './support/faulty-collector.ts';
import { HOLD_QUESTION } from './support/finder-app.ts';
import type { FinderWindow } from './support/finder-window.ts';
import { expect, test } from './support/fixtures.ts';
import { expectAccessible, picture } from './support/look.ts';
import { eventsOf, received } from './support/received.ts';

const REASON = 'ticket 4711: exports fail';

async function lookUp({ url, tokens }: Collector, installation: string): Promise<void> {
  const token = await tokens.create({ name: 'the-support', role: 'support', use: 'bearer' });
  const { status } = await fetch(new URL('/v1/support/lookups', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ installation, reason: REASON }),
  });
  expect(status).toBe(200);
}

const press = (
  window: FinderWindow,
  key: 'user-data.show' | 'user-data.erase' | 'user-data.confirm.erase' | 'user-data.confirm.keep',
) => window.helpDialog.getByRole('button', { name: t(key) }).click();

test('what the collector holds is shown and erased by a click, and only by a click; a No changes nothing of that', async ({
  collector,
  folder,
  launch,
}) => {
  test.slow();
  const watched = await FaultyCollector.inFrontOf(collector.url);
  const first = await launch({ collector: watched.url });
  await first.ask();
  await first.window.answer('Yes');
  await first.window.pressShortcut('go.processes');
  await first.window.clickToolbar('view.refresh');
  const { installation } = await first.participation();
  await first.quit();
  expect(eventsOf(await received(collector, installation))).toHaveLength(2);
  expect(watched.requests).toBe(1);

  const second = await launch({ collector: watched.url });
  const { window } = second;
  const { page } = window;
  await window.chooseInMenu('help.program');
  await window.decideInHelp('No');
  await window.chooseInMenu('help.program');
  await expect(window.helpDialog).toContainText(t('user-data.lead'));
  expect(watched.requests).toBe(1);

  await press(window, 'user-data.show');
  await expect(window.held.getByRole('row', { name: new RegExp(t('command.go.processes')) }).first()).toBeVisible();
  await expect(window.held.getByRole('row', { name: new RegExp(t('command.view.refresh')) }).first()).toBeVisible();
  await expect(window.held).toContainText(installation);
  await expect(window.held).toContainText(t('user-data.lookups.none'));
  expect(watched.requests).toBe(2);
  await expectAccessible(page);
  await picture(page, 'held');
  const file = path.join(folder, 'user-data.json');
  await second.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await window.held.getByRole('button', { name: t('user-data.save') }).click();
  await expect(window.held).toContainText(t('user-data.saved'));
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject([{ envelope: { installation } }]);
  await window.closeDialog(window.held);

  // Support looks it up, and has to say why; the person is told when and by whom it was.
  await lookUp(collector, installation);
  await press(window, 'user-data.show');
  await expect(window.held.getByRole('listitem').filter({ hasText: /by support$/ })).toHaveCount(1);
  await expect(window.held).not.toContainText(REASON);
  await picture(page, 'held-looked-up');
  await window.closeDialog(window.held);
  expect(watched.requests).toBe(3);

  await press(window, 'user-data.erase');
  await expect(window.helpDialog.getByRole('button', { name: t('user-data.confirm.keep') })).toBeFocused();
  await expectAccessible(page);
  await picture(page, 'held-confirm');
  await press(window, 'user-data.confirm.keep');
  await expect(window.helpDialog).toContainText(t('user-data.lead'));
  expect(watched.requests).toBe(3);

  await press(window, 'user-data.erase');
  await press(window, 'user-data.confirm.erase');
  await expect(window.helpDialog).toContainText('Erased: 1 session part.');
  await expectAccessible(page);
  await picture(page, 'held-erased');
  expect(await collector.installation(installation)).toEqual([]);
  const after = await second.participation();
  expect(after.installation).not.toBe(installation);
  expect(after).toMatchObject({ level: 'off', reason: 'declined' });

  await press(window, 'user-data.show');
  await expect(window.held).toContainText(t('user-data.nothing'));
  expect(watched.requests).toBe(5);
  await second.quit();
  expect(watched.requests).toBe(5);
  await watched.close();
});

test('erased while taking part, what comes next arrives under another ID @long', async ({ collector, launch }) => {
  const first = await launch({ collector: collector.url });
  await first.ask();
  await first.window.answer('Yes');
  await first.window.pressShortcut('go.processes');
  const { installation } = await first.participation();
  await first.quit();

  const second = await launch({ collector: collector.url });
  await second.window.pressShortcut('go.processes');
  await second.recorded(1);
  await second.window.chooseInMenu('help.program');
  await press(second.window, 'user-data.erase');
  await press(second.window, 'user-data.confirm.erase');
  await expect(second.window.helpDialog).toContainText('Erased: 1 session part.');
  await second.window.closeDialog(second.window.helpDialog);
  await second.recorded(0);
  const { installation: next, level } = await second.participation();
  expect(level).toBe('standard');
  await second.window.pressShortcut('go.this-device');
  await second.quit();
  expect(await received(collector, installation)).toEqual([]);
  expect(eventsOf(await received(collector, next))).toEqual([
    { session: 1, command: 'go.this-device', source: 'shortcut' },
  ]);
});

test('offline the dialog says so and nothing changes; an answer that does not come can be given up', {
  tag: '@rare',
}, async ({ launch, profile }) => {
  const silent = await FaultyCollector.silent();
  const app = await launch({ collector: silent.url, switches: [HOLD_QUESTION] });
  const { window } = app;
  const identity = () => readFileSync(path.join(profile, 'participation/candor-finder/identity.json'), 'utf8');
  const before = identity();
  await window.chooseInMenu('help.program');
  await press(window, 'user-data.erase');
  await press(window, 'user-data.confirm.erase');
  await expect.poll(() => silent.requests).toBe(1);
  await window.helpDialog
    .getByRole('region', { name: t('user-data.title') })
    .getByRole('button', { name: t('common.cancel') })
    .click();
  await expect(window.helpDialog).toContainText(t('user-data.cancelled.erase'));
  await silent.close();

  await press(window, 'user-data.show');
  await expect(window.held).toContainText(t('user-data.unreachable.fetch'));
  await window.closeDialog(window.held);
  await press(window, 'user-data.erase');
  await press(window, 'user-data.confirm.erase');
  await expect(window.helpDialog).toContainText(t('user-data.unreachable'));
  expect(identity()).toBe(before);
});
