import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Locator, type Page } from 'playwright/test';
import type { ProgramStatus } from '../../../client/core/ipc/program.ts';
import { t } from '../../../client/core/texts/index.ts';
import type {} from '../../../renderer/bridge.ts';
import { example } from '../../fixtures/second-product/product.ts';
import { buildExample, installExample } from '../../support/outside-product.ts';
import {
  askNow,
  drivenArguments,
  electronPath,
  type LaunchOptions,
  launchArguments,
  launchEnvironment,
} from './finder-app.ts';

const { commands } = example.words;

let building: Promise<string> | undefined;

/**
 * The folder in which the example is installed from the client's tarball and built: outside of the tree, with nothing of
 * ours but that. Made once in each worker, and removed when that ends.
 */
export function buildSecondProduct(): Promise<string> {
  building ??= (async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'candor-example-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    await installExample(folder);
    await buildExample(folder);
    return folder;
  })();
  return building;
}

/** The example, as a test drives it. */
export class SecondProduct {
  readonly page: Page;
  readonly consentPopup: Locator;
  readonly programDialog: Locator;
  readonly electron: ElectronApplication;
  // Playwright forgets it when it has ended.
  readonly #process: ChildProcess;

  private constructor(electron: ElectronApplication, page: Page) {
    this.electron = electron;
    this.#process = electron.process();
    this.page = page;
    this.consentPopup = page.getByRole('dialog', { name: t('consent.title', { product: example.name }) });
    this.programDialog = page.getByRole('dialog', { name: t('program.name') });
  }

  /** @param folder where it was built. */
  static async launch(
    folder: string,
    options: Pick<LaunchOptions, 'profile'> & Partial<LaunchOptions>,
  ): Promise<SecondProduct> {
    const electron = await _electron.launch({
      executablePath: options.wrapper ?? electronPath(),
      args: drivenArguments(options.profile, options.switches, folder),
      env: launchEnvironment(options),
      timeout: 60_000,
    });
    const app = new SecondProduct(electron, await electron.firstWindow());
    await app.page.getByRole('heading', { name: example.name }).waitFor();
    return app;
  }

  async participation(): Promise<ProgramStatus> {
    return await this.page.evaluate(() => window.candor.invoke('program.status'));
  }

  /** Has the question come now, instead of five seconds after the window, and waits for it. */
  async ask(): Promise<void> {
    await askNow(this.electron);
    await this.consentPopup.waitFor();
  }

  async answer(button: 'Yes' | 'No'): Promise<void> {
    const name = t(button === 'Yes' ? 'consent.yes' : 'consent.no');
    await this.consentPopup.getByRole('button', { name, exact: true }).click();
    await this.consentPopup.waitFor({ state: 'hidden' });
  }

  async refresh(): Promise<void> {
    await this.page.getByRole('button', { name: commands['clock.refresh'].en }).click();
  }

  async showProgram(): Promise<void> {
    await this.page.getByRole('button', { name: commands['help.program'].en }).click();
    await this.programDialog.waitFor();
  }

  /** Opens Diagnostics by the product's own button, and gives the dialog. */
  async showDiagnostics(): Promise<Locator> {
    await this.page.getByRole('button', { name: commands['help.diagnostics'].en }).click();
    const dialog = this.page.getByRole('dialog', { name: t('diagnosis.title') });
    await dialog.waitFor();
    return dialog;
  }

  /** Opens What Is Shared by the product's own button, and gives the dialog. */
  async showShared(): Promise<Locator> {
    await this.page.getByRole('button', { name: commands['help.what-is-shared'].en }).click();
    const dialog = this.page.getByRole('dialog', { name: t('shared.title') });
    await dialog.waitFor();
    return dialog;
  }

  async withdraw(): Promise<void> {
    await this.showProgram();
    await this.programDialog.getByRole('radio', { name: t('program.no') }).check({ force: true });
    await this.programDialog.getByRole('button', { name: t('common.ok'), exact: true }).click();
    await this.programDialog.waitFor({ state: 'hidden' });
  }

  /** Launches it once more on the same profile, as a desktop does; resolves to how that process ended. */
  async launchAgain(folder: string, profile: string): Promise<{ code: number | null; signal: string | null }> {
    const again = spawn(electronPath(), launchArguments(profile, [], folder), {
      env: launchEnvironment({}),
      stdio: 'ignore',
    });
    const [code, signal] = (await once(again, 'exit')) as [number | null, string | null];
    return { code, signal };
  }

  async quit(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    await this.electron.evaluate(({ app }) => setImmediate(() => app.quit()));
    await exited;
  }
}
