import type { Locator, Page } from 'playwright/test';
import { type CommandId, findCommand } from '../../../app/commands/catalogue.ts';
import { finder } from '../../../app/finder/product.ts';
import { t } from '../../../app/messages/index.ts';
import type { CollectingLevel } from '../../../client/core/consent/levels.ts';
import type {} from '../../../renderer/bridge.ts';

/** A question that was in sight for this long counts as seen, in milliseconds. */
const SEEN_MS = 600;

/** A Finder window, in the words of its users and in the language that `setLanguage` chose for the test. */
export class FinderWindow {
  readonly page: Page;
  readonly consentPopup: Locator;
  readonly helpDialog: Locator;
  readonly whatIsShared: Locator;
  readonly held: Locator;
  readonly about: Locator;
  readonly diagnostics: Locator;
  readonly shortcuts: Locator;
  readonly palette: Locator;
  readonly settings: Locator;
  readonly clearHistory: Locator;
  readonly saveReport: Locator;
  readonly deviceFacts: Locator;
  /** Rows of the list that is shown, whatever it lists; flat, grouped or as a tree. */
  readonly rows: Locator;
  readonly detail: Locator;
  readonly searchField: Locator;

  constructor(page: Page) {
    this.page = page;
    this.consentPopup = page.getByRole('dialog', { name: t('consent.title', { product: finder.name }) });
    this.helpDialog = page.getByRole('dialog', { name: t('program.name') });
    this.whatIsShared = page.getByRole('dialog', { name: t('shared.title') });
    this.held = page.getByRole('dialog', { name: t('user-data.title') });
    this.diagnostics = page.getByRole('dialog', { name: t('diagnosis.title') });
    this.about = page.getByRole('dialog', { name: t('about.title', { product: finder.name }) });
    this.shortcuts = page.getByRole('dialog', { name: t('shortcuts.title') });
    this.deviceFacts = page.getByRole('main').getByRole('term');
    this.settings = page.getByRole('dialog', { name: t('settings.title') });
    this.clearHistory = page.getByRole('dialog', { name: t('clear.title') });
    this.saveReport = page.getByRole('dialog', { name: t('report.title') });
    this.rows = page.getByRole('main').locator('[role="row"][data-key]');
    this.detail = page.getByRole('complementary', { name: t('shell.detail') });
    this.searchField = page.getByRole('combobox', { name: t('search.field') });
    this.palette = page.getByRole('dialog', { name: t('palette.title') });
  }

  /** Chooses a command in the menu bar. */
  async chooseInMenu(command: CommandId): Promise<void> {
    const menu = findCommand(command)?.menu ?? 'file';
    await this.page
      .getByRole('menubar')
      .getByRole('menuitem', { name: t(`menu.${menu}`), exact: true })
      .click();
    const item = this.page.getByRole('menu').locator('[role^="menuitem"]');
    await item.filter({ has: this.page.getByText(t(`command.${command}`), { exact: true }) }).click();
  }

  /** Presses a command's shortcut. */
  async pressShortcut(command: CommandId): Promise<void> {
    const shortcut = findCommand(command)?.shortcut;
    if (!shortcut) throw new Error(`${command} has no shortcut`);
    await this.page.keyboard.press(shortcut.replace('Mod', 'Control'));
  }

  /** Opens the palette by its shortcut, which is a use of its own, and chooses a command in it. */
  async chooseInPalette(command: CommandId): Promise<void> {
    await this.pressShortcut('go.commands');
    await this.palette.getByRole('searchbox').fill(t(`command.${command}`));
    await this.page.keyboard.press('Enter');
    await this.palette.waitFor({ state: 'hidden' });
  }

  /** Resolves when the window shows its first view. */
  async isReady(): Promise<void> {
    await this.page.getByRole('toolbar', { name: t('shell.toolbar') }).waitFor();
  }

  /** Searches by keyboard: for what is typed into the empty field, and Enter. */
  async search(text: string): Promise<void> {
    await this.pressShortcut('go.search');
    await this.page.keyboard.press('Backspace');
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  async clickToolbar(command: CommandId): Promise<void> {
    const toolbar = this.page.getByRole('toolbar', { name: t('shell.toolbar') });
    await toolbar.getByRole('button', { name: t(`command.${command}`) }).click();
  }

  async closeDialog(dialog: Locator): Promise<void> {
    await this.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  }

  /** The choice of a level in the popup or the Help dialog. */
  level(dialog: Locator, level: CollectingLevel): Locator {
    return dialog.getByRole('radio', { name: t(`level.${level}`), exact: true });
  }

  /** Gives an answer in the Help dialog, which is open. */
  async decideInHelp(answer: 'Yes' | 'No', level?: CollectingLevel): Promise<void> {
    await this.helpDialog
      .getByRole('radio', { name: t(answer === 'Yes' ? 'program.yes' : 'program.no') })
      .check({ force: true });
    if (level) await this.level(this.helpDialog, level).check({ force: true });
    await this.helpDialog.getByRole('button', { name: t('common.ok'), exact: true }).click();
    await this.helpDialog.waitFor({ state: 'hidden' });
  }

  /** Says Yes as no dialog would, with what main wants to see of one: a question in sight, and then a press. */
  async sayYesByMessage(level: CollectingLevel): Promise<void> {
    const shown = () => window.candor.invoke('program.question', { shown: 'help' });
    await this.page.evaluate(shown);
    await this.page.evaluate((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)), SEEN_MS);
    await this.page.keyboard.press('Enter');
    await this.page.evaluate(
      (chosen) => window.candor.invoke('program.decide', { answer: 'yes', level: chosen, from: 'help' }),
      level,
    );
  }

  /** UTC milliseconds at which the popup came into the page, to the frame. Rejects when it does not come at all. */
  async timeOfConsentPopup(): Promise<number> {
    return await this.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const look = () => {
            if (!document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
            observer.disconnect();
            resolve(performance.timeOrigin + performance.now());
          };
          const observer = new MutationObserver(look);
          observer.observe(document.body, { childList: true, subtree: true });
          look();
        }),
    );
  }

  /** Answers the popup, which is open. */
  async answer(button: 'Yes' | 'No', level?: CollectingLevel): Promise<void> {
    if (level) await this.level(this.consentPopup, level).check({ force: true });
    await this.consentPopup
      .getByRole('button', { name: t(button === 'Yes' ? 'consent.yes' : 'consent.no'), exact: true })
      .click();
    await this.consentPopup.waitFor({ state: 'hidden' });
  }
}
