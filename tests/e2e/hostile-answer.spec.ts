import type { Page } from 'playwright/test';
import { t } from '../../app/messages/index.ts';
import { agreeTo } from './support/agreed-profile.ts';
import { FaultyCollector } from './support/faulty-collector.ts';
import type { FinderApp } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';

/** A Yes as a script gives it, at the most that it could win. */
const sayYes = (page: Page) =>
  page.evaluate(() => window.candor.invoke('program.decide', { answer: 'yes', level: 'enhanced', from: 'popup' }));

const pause = (page: Page, milliseconds: number) =>
  page.evaluate((length) => new Promise((resolve) => setTimeout(resolve, length)), milliseconds);

const undecided = { level: 'off', reason: 'undecided', history: [] };

test('a Yes that no hand gave does not count, whatever the page says that it shows', async ({ launch }) => {
  const app = await launch();
  const { page } = app.window;
  expect(await sayYes(page)).toEqual({ outcome: 'unseen' });
  for (const shown of ['popup', 'help'] as const) {
    await page.evaluate((what) => window.candor.invoke('program.question', { shown: what }), shown);
    await pause(page, 700);
    expect(await sayYes(page)).toEqual({ outcome: 'unseen' });
  }
  expect(await app.participation()).toMatchObject(undecided);
});

test("a script's click on Yes does not count, and the dialog says so; the next press does", { tag: '@long' }, async ({
  launch,
}) => {
  const app = await launch();
  const { consentPopup } = app.window;
  await app.ask();
  const yes = consentPopup.getByRole('button', { name: t('consent.yes'), exact: true });
  await expect(consentPopup.locator('footer[inert]')).toHaveCount(0);
  await yes.evaluate((button: HTMLElement) => button.click());
  await expect(consentPopup.getByText(t('consent.failed.unseen'))).toBeVisible();
  expect(await app.participation()).toMatchObject(undecided);
  await app.window.answer('Yes');
  expect(await app.participation()).toMatchObject({ level: 'standard', reason: 'accepted' });
});

test('what was typed as the popup came is no Yes', { tag: '@long' }, async ({ launch }) => {
  const app = await launch();
  const { page } = app.window;
  const answers = page.evaluate(
    () =>
      new Promise<unknown[]>((resolve) => {
        const given: Promise<unknown>[] = [];
        window.candor.on('program.ask', () => {
          void window.candor.invoke('program.question', { shown: 'popup' });
          addEventListener('keydown', () => {
            given.push(window.candor.invoke('program.decide', { answer: 'yes', level: 'standard', from: 'popup' }));
          });
          setTimeout(() => resolve(Promise.all(given)), 400);
        });
      }),
  );
  await app.window.pressShortcut('go.search');
  let typing = true;
  const typed = answers.finally(() => {
    typing = false;
  });
  while (typing) await page.keyboard.press('Enter');
  const given = await typed;
  expect(given.length).toBeGreaterThan(0);
  for (const answer of given) expect(answer).toEqual({ outcome: 'unseen' });
  expect(await app.participation()).toMatchObject(undecided);
});

const tabTo = async (app: FinderApp, name: string) => {
  const button = app.window.consentPopup.getByRole('button', { name, exact: true });
  await expect
    .poll(async () => {
      await app.window.page.keyboard.press('Tab');
      return await button.evaluate((element) => element === document.activeElement);
    })
    .toBe(true);
};

for (const key of ['Enter', 'Space'] as const) {
  test(`the keyboard alone says Yes: ${key}`, { tag: key === 'Space' ? '@rare' : [] }, async ({ launch }) => {
    const app = await launch();
    await app.ask();
    await tabTo(app, t('consent.yes'));
    await app.window.page.keyboard.press(key);
    await app.window.consentPopup.waitFor({ state: 'hidden' });
    expect(await app.participation()).toMatchObject({ level: 'standard', reason: 'accepted' });
  });
}

test('a finger says Yes', { tag: '@rare' }, async ({ launch }) => {
  const app = await launch();
  const { page, consentPopup } = app.window;
  await app.ask();
  await expect(consentPopup.locator('footer[inert]')).toHaveCount(0);
  const box = await consentPopup.getByRole('button', { name: t('consent.yes'), exact: true }).boundingBox();
  if (!box) throw new Error('Yes has no place');
  const devtools = await page.context().newCDPSession(page);
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await consentPopup.waitFor({ state: 'hidden' });
  expect(await app.participation()).toMatchObject({ level: 'standard', reason: 'accepted' });
});

test('a script does not raise the level, and always may say No', { tag: '@long' }, async ({ launch, profile }) => {
  agreeTo(profile);
  const app = await launch();
  const { page, helpDialog } = app.window;
  await app.window.chooseInMenu('help.program');
  await helpDialog.waitFor();
  await pause(page, 1600);
  expect(await sayYes(page)).toEqual({ outcome: 'unseen' });
  expect((await app.participation()).level).toBe('standard');
  await app.window.decideInHelp('Yes', 'enhanced');
  expect((await app.participation()).level).toBe('enhanced');
  await page.evaluate(() => window.candor.invoke('program.decide', { answer: 'no', from: 'help' }));
  expect((await app.participation()).reason).toBe('declined');
});

test('a script sends no request, opens no dialog of the system, deletes nothing and fills no clipboard', {
  tag: '@long',
}, async ({ launch, profile }) => {
  agreeTo(profile);
  const collector = await FaultyCollector.accepting();
  const app = await launch({ collector: collector.url });
  await app.electron.evaluate(({ clipboard }) => clipboard.writeText('of the person'));
  await pause(app.window.page, 1100);
  const answers = await app.window.page.evaluate(async () => {
    const { invoke } = window.candor;
    const told = (answer: Promise<unknown>) => answer.catch((error: Error) => error.message);
    return [
      await told(invoke('program.fetch')),
      await told(invoke('program.erase')),
      await told(invoke('program.save-unsent')),
      await told(invoke('program.save-user-data')),
      await told(invoke('program.delete-unsent', { what: 'current' })),
    ];
  });
  for (const answer of answers) expect(answer).toContain('nobody pressed anything for it');
  expect(collector.requests).toBe(0);
  await pause(app.window.page, 5000);
  const copied = await app.window.page.evaluate(() => window.candor.invoke('clipboard.copy', { text: 'of the page' }));
  expect(copied).toEqual({ status: 'failed', reason: 'refused' });
  expect(await app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe('of the person');
  await collector.close();
});

test('a page opens no windows by itself, and nobody more than twenty', { tag: '@rare' }, async ({ launch }) => {
  const app = await launch();
  const { page } = app.window;
  const windows = () => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  await pause(page, 5000);
  await page.evaluate(async () => {
    for (let i = 0; i < 30; i++) await window.candor.invoke('window.perform', { action: 'new-window' });
  });
  expect(await windows()).toBe(1);
  await app.electron.evaluate(({ BrowserWindow }) => {
    for (let i = 0; i < 18; i++) new BrowserWindow({ show: false });
  });
  await app.newWindow();
  expect(await windows()).toBe(20);
  await page.keyboard.press('Shift');
  await page.evaluate(() => window.candor.invoke('window.perform', { action: 'new-window' }));
  expect(await windows()).toBe(20);
});

test('a page that sends messages without end is not listened to for a while', { tag: '@long' }, async ({ launch }) => {
  const app = await launch();
  const { page } = app.window;
  const refused = await page.evaluate(async () => {
    const answers = Array.from({ length: 4000 }, () => window.candor.invoke('program.status'));
    const settled = await Promise.allSettled(answers);
    return settled.filter(({ status }) => status === 'rejected').length;
  });
  expect(refused).toBeGreaterThan(0);
  await expect
    .poll(() =>
      app.participation().then(
        ({ reason }) => reason,
        () => 'refused',
      ),
    )
    .toBe('undecided');
});
