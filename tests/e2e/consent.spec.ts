import { HOLD_QUESTION } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';
import { eventsOf, received } from './support/received.ts';

/** Tolerance of the popup's five seconds, in milliseconds. */
const TOLERANCE = 500;

test('a first launch asks at five seconds; what is used after the Yes arrives, in order, once @timed', async ({
  collector,
  launch,
}) => {
  const app = await launch({ collector: collector.url });
  const { window } = app;
  const appeared = window.timeOfConsentPopup();
  const shownAt = await app.shownAt();

  // Before the Yes: used, and never to be seen again.
  await window.pressShortcut('go.processes');
  await window.page.waitForFunction((at) => Date.now() >= at, shownAt + 4000);
  await expect(window.consentPopup).toBeHidden();
  const after = (await appeared) - shownAt;
  expect(after).toBeGreaterThan(5000 - TOLERANCE);
  expect(after).toBeLessThan(5000 + TOLERANCE);
  await window.answer('Yes');

  await window.chooseInMenu('go.this-device');
  await window.clickToolbar('view.refresh');
  await window.pressShortcut('go.processes');
  await window.chooseInPalette('view.toggle-path-bar');
  const { installation } = await app.participation();
  await window.chooseInMenu('help.about');
  await expect(window.about.getByText(`${collector.url}/support#${installation}`)).toBeVisible();
  await window.closeDialog(window.about);
  const platform = await app.expectedPlatform();
  const day = new Date().toISOString().slice(0, 10);
  await app.quit();

  const sessions = await received(collector, installation);
  expect(eventsOf(sessions)).toEqual([
    { session: 1, command: 'go.this-device', source: 'menu' },
    { session: 1, command: 'view.refresh', source: 'button' },
    { session: 1, command: 'go.processes', source: 'shortcut' },
    { session: 1, command: 'go.commands', source: 'shortcut' },
    { session: 1, command: 'view.toggle-path-bar', source: 'palette' },
    { session: 1, command: 'help.about', source: 'menu' },
  ]);
  expect(sessions).toHaveLength(1);
  expect(sessions[0]?.envelope).toMatchObject({ session: 1, sequence: 0, start: day, end: 'quit', level: 'standard' });
  expect(sessions[0]?.context).toMatchObject(platform);
  expect(sessions[0]?.dropped).toEqual({});
});

test('after an answer the next launch does not ask', async ({ collector, launch }) => {
  const answered = async (answer: 'Yes' | 'No') => {
    const profile = test.info().outputPath(`profile-${answer}`);
    const first = await launch({ collector: collector.url, profile });
    await first.ask();
    await first.window.answer(answer);
    await first.quit();
    const second = await launch({ collector: collector.url, profile });
    await second.staysWithoutPopup();
    await second.quit();
  };
  await Promise.all([answered('Yes'), answered('No')]);
});

test('closed without an answer, the next launch asks again; Escape decides nothing', { tag: '@long' }, async ({
  launch,
}) => {
  const first = await launch();
  await first.ask();
  await first.window.page.keyboard.press('Escape');
  await expect(first.window.consentPopup).toBeHidden();
  expect(await first.participation()).toMatchObject({ level: 'off', reason: 'undecided', history: [] });
  await first.quit();
  const second = await launch();
  await second.ask();
  await second.quit();
});

test('with the Help dialog opened at three seconds there is no popup', { tag: '@long' }, async ({ launch }) => {
  const app = await launch();
  const shownAt = await app.shownAt();
  await app.window.page.waitForFunction((at) => Date.now() >= at, shownAt + 3000);
  await app.window.chooseInMenu('help.program');
  await expect(app.window.helpDialog).toBeVisible();
  await app.window.page.keyboard.press('Escape');
  await expect(app.window.helpDialog).toBeHidden();
  await app.staysWithoutPopup();
});

test('the popup waits while another dialog is open', { tag: '@long' }, async ({ launch }) => {
  const app = await launch({ switches: [HOLD_QUESTION] });
  await app.window.chooseInMenu('help.about');
  await expect(app.window.about).toBeVisible();
  await app.asksNothing();
  await app.window.closeDialog(app.window.about);
  await expect(app.window.consentPopup).toBeVisible();
});

test('with two windows only one asks, and an answer in one holds in the other', { tag: '@long' }, async ({
  launch,
}) => {
  const app = await launch();
  const second = await app.newWindow();
  await expect
    .poll(async () => [await app.window.consentPopup.isVisible(), await second.consentPopup.isVisible()].sort())
    .toEqual([false, true]);
  const asked = (await second.consentPopup.isVisible()) ? second : app.window;
  await asked.answer('Yes');
  await app.window.chooseInMenu('help.program');
  await expect(app.window.helpDialog.getByRole('radio', { name: /^Yes/ })).toBeChecked();
});

test('the Help dialog says Yes and No, and what was said', async ({ launch }) => {
  const app = await launch({ switches: [HOLD_QUESTION] });
  const { window } = app;
  await window.chooseInMenu('help.program');
  await window.decideInHelp('Yes');
  expect(await app.participation()).toMatchObject({ level: 'standard', reason: 'accepted' });
  await window.chooseInMenu('help.program');
  await window.decideInHelp('No');
  expect(await app.participation()).toMatchObject({
    level: 'off',
    reason: 'declined',
    history: [
      { answer: 'yes', from: 'help' },
      { answer: 'no', from: 'help' },
    ],
  });
});

test('DO_NOT_TRACK=1 switches the program off, and the dialog says so', async ({ launch }) => {
  const app = await launch({ env: { DO_NOT_TRACK: '1' } });
  await app.asksNothing();
  await app.window.chooseInMenu('help.program');
  await expect(app.window.helpDialog).toContainText('DO_NOT_TRACK');
  await expect(app.window.helpDialog.getByRole('radio', { name: /^Yes/ })).toBeDisabled();
});
