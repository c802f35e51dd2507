import { t } from '../../app/messages/index.ts';
import { setLanguage } from '../../client/core/texts/catalogues.ts';
import type { FinderApp } from './support/finder-app.ts';
import { HOLD_QUESTION } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';
import { expectAccessible, picture } from './support/look.ts';

const address = 'https://results.candor.example/finder/';

/** Puts itself in the place of what asks the system to open an address; nothing else of the app's is another. */
async function watchOpening({ electron }: FinderApp, opens: boolean) {
  await electron.evaluate(({ shell }, works) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = (url) => {
      opened.push(url);
      return works ? Promise.resolve() : Promise.reject(new Error('no browser'));
    };
  }, opens);
  return { opened: () => electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened) };
}

const link = ({ window }: FinderApp) =>
  window.helpDialog.getByRole('link', { name: t('program.results.open'), exact: true });

test('what came of it opens in the browser at a press, and at nothing else', async ({ launch }) => {
  const app = await launch({ switches: [HOLD_QUESTION], env: { CANDOR_RESULTS_URL: address } });
  const { page, helpDialog } = app.window;
  const { opened } = await watchOpening(app, true);
  await app.window.chooseInMenu('help.program');
  await expect(link(app)).toBeVisible();
  await expect(helpDialog).toContainText('Your browser asks results.candor.example for them');
  await link(app).scrollIntoViewIfNeeded();
  await expectAccessible(page);
  await picture(page, 'help-dialog-results-light');

  // Neither seeing it nor a script opens anything, and a page cannot name another address.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1100)));
  const refused = await page.evaluate(async () => {
    const invoke = window.candor.invoke as (channel: string, request?: unknown) => Promise<unknown>;
    const told = (answer: Promise<unknown>) => answer.catch((error: Error) => error.message);
    return [
      await told(invoke('program.open-results')),
      await told(invoke('program.open-results', { address: 'https://elsewhere.example' })),
      await told(invoke('program.open-results', 'https://elsewhere.example')),
    ];
  });
  expect(refused[0]).toContain('nobody pressed anything for it');
  expect(refused[1]).toContain('the request does not fit the contract');
  expect(refused[2]).toContain('the request does not fit the contract');
  expect(await opened()).toEqual([]);

  await link(app).click();
  await expect.poll(opened).toEqual([address]);
  await link(app).focus();
  await page.keyboard.press('Enter');
  await expect.poll(opened).toEqual([address, address]);
  await expect(helpDialog.getByRole('alert')).toHaveCount(0);
  // It is no use of the app, and no answer.
  expect(await app.participation()).toMatchObject({ level: 'off', reason: 'undecided' });
});

test('a browser that cannot be opened is told, in Italian, with the address', { tag: '@long' }, async ({ launch }) => {
  setLanguage('it', 'it-IT');
  try {
    const app = await launch({
      switches: [HOLD_QUESTION],
      env: { CANDOR_RESULTS_URL: address, LANGUAGE: 'it', LC_ALL: 'it_IT.UTF-8' },
    });
    const { opened } = await watchOpening(app, false);
    await app.window.chooseInMenu('help.program');
    await link(app).click();
    await expect(app.window.helpDialog.getByRole('alert')).toHaveText(t('program.results.failed', { address }));
    expect(await opened()).toEqual([address]);
    await expectAccessible(app.window.page);
    await picture(app.window.page, 'help-dialog-results-failed-it-light');
  } finally {
    setLanguage('en');
  }
});

test('a product that says nothing of it shows nothing, and opens nothing', { tag: '@long' }, async ({ launch }) => {
  const app = await launch({ switches: [HOLD_QUESTION] });
  const { opened } = await watchOpening(app, true);
  await app.window.chooseInMenu('help.program');
  await expect(app.window.helpDialog.getByText(t('program.see'))).toBeVisible();
  await expect(link(app)).toHaveCount(0);
  await app.window.page.keyboard.press('Enter');
  expect(await app.window.page.evaluate(() => window.candor.invoke('program.open-results'))).toEqual({ opened: false });
  expect(await opened()).toEqual([]);
});
