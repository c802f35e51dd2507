import type { Locator } from 'playwright/test';
import { t } from '../../app/messages/index.ts';
import { setLanguage } from '../../client/core/texts/catalogues.ts';
import { type Language, languages } from '../../client/core/texts/language.ts';
import { startXvfb } from '../../scripts/electron/prepare-display.ts';
import { menuDialogs } from './support/dialogs.ts';
import type { FinderApp } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';
import { picture, windowPicture } from './support/look.ts';
import { changeScreen, expectWithinReach, fillScreen } from './support/reach.ts';

interface Size {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/**
 * Each is a display of its own, without a window manager: the work area is all of it, and nobody but the app sees to it
 * that a window fits. The sizes are what is left of it at that scale.
 */
const screens = [
  { name: '800x500', width: 800, height: 500, pixels: '800x500', switches: [] },
  { name: '800x500-2x', width: 800, height: 500, pixels: '1600x1000', switches: ['--force-device-scale-factor=2'] },
  { name: '1600x1000', width: 1600, height: 1000, pixels: '1600x1000', switches: [] },
] as const;

/** To what the largest of them changes while the app is open. */
const changes: readonly Size[] = [
  { name: '1024x700', width: 1024, height: 700 },
  { name: '640x400', width: 640, height: 400 },
];

const locales: Readonly<Record<Language, string>> = { en: 'en_US.UTF-8', it: 'it_IT.UTF-8' };

test.afterEach(() => setLanguage('en'));

for (const language of languages) {
  // The language with the longer words on all of them, the other one where there is the least room.
  for (const screen of screens.filter(({ name }) => language === 'it' || name === '800x500')) {
    test(`the buttons of every dialog are within reach on a screen of ${screen.name}, in ${language}`, {
      tag: screen.name === '1600x1000' || language === 'en' ? '@rare' : '@long',
    }, async ({ collector, launch }) => {
      test.slow();
      setLanguage(language);
      const { display, stop } = await startXvfb(screen.pixels);
      try {
        const env = { LANGUAGE: language, LC_ALL: locales[language], DISPLAY: display };
        const app = await launch({ collector: collector.url, env, switches: screen.switches });
        await lookAtDialogs(app, language, [screen, ...(screen.name === '1600x1000' ? changes : [])]);
        await app.quit();
      } finally {
        stop();
      }
    });
  }
}

/** That a dialog says that it goes on below does not stand over what it shows. */
async function expectNothingOver(dialog: Locator): Promise<void> {
  const more = await dialog.getByText(t('common.more-below')).all();
  const body = await dialog.locator('.ui-dialog-body').boundingBox();
  for (const one of more) {
    const box = await one.boundingBox();
    if (box && body) expect(box.y).toBeGreaterThanOrEqual(body.y + body.height - 1);
  }
}

/** @param sizes of the screen: the one that it has, and those that it then changes to. */
async function lookAtDialogs(app: FinderApp, language: Language, sizes: readonly Size[]): Promise<void> {
  const { window } = app;
  const { page } = window;
  const [first] = sizes;
  if (first && sizes.length > 1) await fillScreen(app, first);
  const look = async (dialog: Locator, name: string) => {
    for (const size of sizes) {
      if (size !== first) await changeScreen(app, size);
      for (const theme of ['light', 'dark'] as const) {
        await app.setTheme(theme);
        await page.mouse.move(1, 1);
        await expect(page.getByRole('tooltip')).toHaveCount(0);
        await expectWithinReach(app, dialog);
        if (name === 'consent-popup' && size.height >= 700) {
          await expect(dialog.getByText(t('common.more-below'))).toBeHidden();
        }
        await expectNothingOver(dialog);
        await picture(page, `${name}-${size.name}-${language}-${theme}`);
      }
    }
    if (first && sizes.length > 1) {
      await changeScreen(app, first);
      await fillScreen(app, first);
    }
  };

  await app.ask();
  await look(window.consentPopup, 'consent-popup');
  await window.consentPopup.getByText(t('consent.see')).click();
  await look(window.whatIsShared, 'what-would-be-shared');
  await window.closeDialog(window.whatIsShared);
  await window.answer('Yes');

  for (const { command, dialog, name } of menuDialogs(window)) {
    await window.chooseInMenu(command);
    await dialog.waitFor();
    await look(dialog, name);
    await window.closeDialog(dialog);
  }
}

test('the question is read, answered and enlarged on a small screen with the keyboard alone', { tag: '@long' }, async ({
  launch,
}) => {
  const { display, stop } = await startXvfb('800x500');
  try {
    const app = await launch({ env: { DISPLAY: display } });
    const { consentPopup, page } = app.window;
    await app.ask();
    const text = consentPopup.getByRole('group', { name: t('consent.title', { product: 'Candor Finder' }) });
    const lastLine = consentPopup.getByText(t('consent.change'));
    const more = consentPopup.getByText(t('common.more-below'));

    await expect(lastLine).not.toBeInViewport();
    await expect(more).toBeVisible();
    await page.keyboard.press('End');
    await expect(lastLine).toBeInViewport();
    await expect(more).toBeHidden();
    await page.keyboard.press('Home');
    await expect(more).toBeVisible();
    // Keys scroll little by little, and what is still scrolling takes the next stop out of sight again.
    await expect.poll(() => text.evaluate((element) => element.scrollTop)).toBe(0);

    // Round the dialog once, so that each stop is seen to be one.
    const stops: string[] = [];
    for (let presses = 0; presses < 8; presses++) {
      await page.keyboard.press('Tab');
      const focused = page.locator(':focus');
      // A radio button's own input lies unseen in its label.
      await expect(page.locator('label:has(:focus), :focus:not(label :focus)')).toBeInViewport();
      stops.push(await focused.evaluate((element) => element.getAttribute('aria-label') ?? element.textContent ?? ''));
    }
    expect(stops).toContain(t('consent.no'));
    expect(stops).toContain(t('consent.yes'));
    await text.focus();
    await page.keyboard.press('PageDown');
    await expect.poll(() => text.evaluate((element) => element.scrollTop)).toBeGreaterThan(0);

    await app.electron.evaluate(({ BrowserWindow }) => {
      for (const { webContents } of BrowserWindow.getAllWindows()) webContents.zoomLevel = 3;
    });
    await page.waitForFunction(() => innerWidth < 500);
    await expectWithinReach(app, consentPopup);
    await windowPicture(app, 'consent-popup-800x500-zoomed');
  } finally {
    stop();
  }
});
