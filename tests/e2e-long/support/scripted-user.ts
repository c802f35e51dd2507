import type { CommandId } from '../../../app/commands/catalogue.ts';
import { t } from '../../../app/messages/index.ts';
import type { Settings } from '../../../app/settings.ts';
import type {} from '../../../renderer/bridge.ts';
import { enginePid, failInMain, failInPage, rejectInMain } from '../../e2e/support/failing.ts';
import type { FinderApp } from '../../e2e/support/finder-app.ts';
import type { FinderWindow } from '../../e2e/support/finder-window.ts';
import { expect } from '../../e2e/support/fixtures.ts';

/** Used by {@link ScriptedUser} again and again; an id that stands in a file of the profile was kept of a use. */
export const usedCommands = [
  'go.processes',
  'go.this-device',
  'go.search',
  'go.commands',
  'view.refresh',
  'view.redact',
  'view.theme-dark',
  'file.new-window',
  'help.about',
  'help.program',
  'go.ports',
  'go.connections',
  'go.units',
  'view.tree',
  'object.quick-look',
  'object.copy-query',
] as const satisfies readonly CommandId[];

/**
 * Stands in all that the user types and in every error: a word of this user's own. Other tests run beside this one, with
 * programs that are called by their markers, which a search finds and the history keeps.
 */
export const USER_WORD = 'trillian-frob-9358';

/** What is searched for: no process and no fact of the computer has such a name. */
const SEARCH = `${USER_WORD} nowhere`;

/** What the user may do in the Help dialog: choose, without OK, or nothing at all. */
export type Deciding = 'looks' | 'cannot';

type Step = (user: ScriptedUser) => Promise<void>;

/** What is done again and again. */
const everyday: readonly Step[] = [
  (user) => user.goByShortcut(),
  (user) => user.search(),
  (user) => user.goByButton(),
  (user) => user.searchDevice(),
  (user) => user.lookAtObjects(),
  (user) => user.useMenuPaletteAndToolbar(),
  (user) => user.useSecondWindow(),
  (user) => user.openHelp(),
  (user) => user.lookAtWhatIsShared(),
  (user) => user.loseNetwork(),
];

/** What an app only bears now and then. */
const misfortunes: readonly Step[] = [
  (user) => user.meetErrors(),
  (user) => user.loseEngine(),
  (user) => user.crashWindow(),
];

/** A user of the real app, who does one thing after the other and waits for what comes of each. */
export class ScriptedUser {
  readonly #app: FinderApp;
  readonly #window: FinderWindow;
  readonly #deciding: Deciding;

  constructor(app: FinderApp, deciding: Deciding = 'looks') {
    this.#app = app;
    this.#window = app.window;
    this.#deciding = deciding;
  }

  /** Does everything once, with every misfortune, and then goes on with what is done every day until `enough`. */
  async goOn(enough: () => boolean): Promise<void> {
    for (const step of [...everyday, ...misfortunes]) await step(this);
    for (let round = 0; !enough(); round++) await everyday[round % everyday.length]?.(this);
  }

  async goByShortcut(): Promise<void> {
    await this.#window.pressShortcut('go.processes');
    await this.#window.rows.first().waitFor();
  }

  /** Types what no process is called, and then clears the field. */
  async search(): Promise<void> {
    await this.#window.search(SEARCH);
    const empty = this.#window.page.getByRole('main').getByRole('status');
    await expect(empty.getByText(t('list.no-match.process'))).toBeVisible();
    await empty.getByRole('button', { name: t('list.clear') }).click();
    await this.#window.rows.first().waitFor();
  }

  async goByButton(): Promise<void> {
    await this.#window.page
      .getByRole('listbox', { name: t('shell.sidebar') })
      .getByRole('option', { name: t('command.go.this-device') })
      .click();
    await this.#window.deviceFacts.first().waitFor();
  }

  async searchDevice(): Promise<void> {
    const { page, searchField } = this.#window;
    await searchField.fill(SEARCH);
    await expect(page.getByText(t('device.no-match', { query: SEARCH }))).toBeVisible();
    await searchField.fill('');
    await this.#window.deviceFacts.first().waitFor();
  }

  /** Every list, a tree, a question about the past, and what can be done with a row. */
  async lookAtObjects(): Promise<void> {
    const { page } = this.#window;
    for (const command of ['go.ports', 'go.connections', 'go.units'] as const) {
      await this.#window.pressShortcut(command);
      await expect(
        page.getByRole('main').getByRole('grid').or(page.getByRole('main').getByRole('status')).first(),
      ).toBeVisible();
    }
    await this.goByShortcut();
    for (const role of ['treegrid', 'grid'] as const) {
      await this.#window.pressShortcut('view.tree');
      await page.getByRole('main').getByRole(role).waitFor();
    }
    await this.#window.rows.first().click();
    await page.keyboard.press('Space');
    const look = page.getByRole('dialog');
    await look.waitFor();
    await this.#window.closeDialog(look);
    await this.#window.chooseInMenu('object.copy-query');
    await this.#window.search(`process ${USER_WORD} during 5m`);
    await expect(page.getByRole('main').getByText(t('list.no-match.past'))).toBeVisible();
    await this.#window.pressShortcut('go.this-device');
    await this.#window.deviceFacts.first().waitFor();
  }

  async useMenuPaletteAndToolbar(): Promise<void> {
    const { page } = this.#window;
    const root = page.locator(':root');
    await this.#window.chooseInPalette('view.theme-dark');
    await expect(root).toHaveAttribute('data-theme', 'dark');
    await this.#window.chooseInMenu('view.theme-light');
    await expect(root).toHaveAttribute('data-theme', 'light');
    for (const redact of [true, false]) {
      await this.#window.chooseInMenu('view.redact');
      await expect.poll(async () => (await this.#settings()).redact).toBe(redact);
    }
    await this.#window.clickToolbar('view.refresh');
    await this.#window.deviceFacts.first().waitFor();
    await this.#window.chooseInMenu('help.about');
    await this.#window.about.waitFor();
    await this.#window.closeDialog(this.#window.about);
  }

  async useSecondWindow(): Promise<void> {
    const other = await this.#app.newWindow();
    await other.pressShortcut('go.processes');
    await other.rows.first().waitFor();
    await this.#close(other);
  }

  async openHelp(): Promise<void> {
    const { helpDialog } = this.#window;
    await this.#window.chooseInMenu('help.program');
    await helpDialog.waitFor();
    const yes = helpDialog.getByRole('radio', { name: t('program.yes') });
    const enhanced = this.#window.level(helpDialog, 'enhanced');
    if (this.#deciding === 'cannot') {
      await expect(yes).toBeDisabled();
      await expect(enhanced).toBeDisabled();
    } else {
      await yes.check({ force: true });
      await enhanced.check({ force: true });
    }
    await helpDialog.getByRole('button', { name: t('common.cancel') }).click();
    await helpDialog.waitFor({ state: 'hidden' });
  }

  async lookAtWhatIsShared(): Promise<void> {
    const { whatIsShared } = this.#window;
    await this.#window.chooseInMenu('help.what-is-shared');
    await whatIsShared.waitFor();
    await this.#window.closeDialog(whatIsShared);
  }

  /** The network goes and comes back, for the pages and, as after a pause of the computer, for main. */
  async loseNetwork(): Promise<void> {
    const { page } = this.#window;
    const context = this.#app.electron.context();
    for (const offline of [true, false]) {
      await context.setOffline(offline);
      await page.waitForFunction((online) => navigator.onLine === online, !offline);
    }
    const listeners = await this.#app.electron.evaluate(({ powerMonitor }) => {
      powerMonitor.emit('resume');
      return powerMonitor.listenerCount('resume');
    });
    expect(listeners).toBeGreaterThan(0);
  }

  async meetErrors(): Promise<void> {
    expect(await failInMain(this.#app, USER_WORD)).toBe(3);
    expect(await rejectInMain(this.#app, USER_WORD)).toEqual(['UnhandledPromiseRejectionWarning']);
    await failInPage(this.#app, USER_WORD);
  }

  async loseEngine(): Promise<void> {
    const engine = await enginePid(this.#app);
    process.kill(engine, 'SIGKILL');
    await enginePid(this.#app, engine);
    await this.goByShortcut();
  }

  /** The process of a further window crashes; the app loads its page again, and the user closes it. */
  async crashWindow(): Promise<void> {
    const other = await this.#app.newWindow();
    const window = await this.#app.electron.browserWindow(other.page);
    await window.evaluate(async ({ webContents }) => {
      const gone = new Promise<void>((resolve) => webContents.once('render-process-gone', () => resolve()));
      const loaded = new Promise<void>((resolve) => webContents.once('did-finish-load', () => resolve()));
      webContents.forcefullyCrashRenderer();
      await gone;
      await loaded;
    });
    await this.#close(other);
  }

  /** Closes a window as the system does for its user, whether its page lives or not. */
  async #close({ page }: FinderWindow): Promise<void> {
    const window = await this.#app.electron.browserWindow(page);
    await window.evaluate(
      (target) =>
        new Promise<void>((resolve) => {
          target.once('closed', () => resolve());
          target.close();
        }),
    );
  }

  async #settings(): Promise<Settings> {
    return (await this.#window.page.evaluate(() => window.candor.invoke('settings.get'))).settings;
  }
}
