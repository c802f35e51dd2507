import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, expect, type Page } from 'playwright/test';
import { finder } from '../../../app/finder/product.ts';
import type { ProgramStatus } from '../../../client/core/ipc/program.ts';
import type {} from '../../../renderer/bridge.ts';
import { utf8Environment } from '../../../scripts/electron/utf8-environment.ts';
import { FinderWindow } from './finder-window.ts';

const project = path.resolve(import.meta.dirname, '../../..');

export interface LaunchOptions {
  /** Folder of the profile. */
  readonly profile: string;
  /** Address of the collector; by default one that nobody serves, so that a forgotten one cannot be reached. */
  readonly collector: string;
  readonly env: Readonly<Record<string, string>>;
  /** Further switches of Chromium. */
  readonly switches: readonly string[];
  /** What the app itself is given, after its folder. */
  readonly words: readonly string[];
  /** Program that starts Electron instead, such as a tracer; gets Electron's path and arguments. */
  readonly wrapper: string;
}

/** Discard protocol on loopback: nothing listens there. */
const NOBODY = 'http://127.0.0.1:9';

/**
 * Within this an app is gone whose collector does not answer, in milliseconds: its own deadline of 2 s and what a busy computer
 * takes to end it; without one, a request would hold it for 30 s. `npm run bench:quit` measures it.
 */
export const GONE_WITHIN_MS = 12_000;

/** The app as a test drives it. */
export class FinderApp {
  readonly electron: ElectronApplication;
  readonly process: ChildProcess;
  /** The first window. */
  readonly window: FinderWindow;
  readonly #exited: Promise<unknown>;

  private constructor(electron: ElectronApplication, page: Page) {
    this.electron = electron;
    this.process = electron.process();
    this.window = new FinderWindow(page);
    this.#exited = this.hasExited ? Promise.resolve() : once(this.process, 'exit');
  }

  static async launch(options: Pick<LaunchOptions, 'profile'> & Partial<LaunchOptions>): Promise<FinderApp> {
    const electron = await _electron.launch({
      executablePath: options.wrapper ?? electronPath(),
      args: [...drivenArguments(options.profile, options.switches), ...(options.words ?? [])],
      env: launchEnvironment(options),
      timeout: 60_000,
    });
    const app = new FinderApp(electron, await electron.firstWindow());
    await app.window.isReady();
    return app;
  }

  get hasExited(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** Resolves when the process is gone. */
  async exited(): Promise<void> {
    await this.#exited;
  }

  /** Quits as the system asks an app to; returns the milliseconds until the process was gone. */
  async quit(): Promise<number> {
    const started = performance.now();
    await this.electron.evaluate(({ app }) => setImmediate(() => app.quit()));
    await this.exited();
    return performance.now() - started;
  }

  /** Ends the process as a crash or a power cut does. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.exited();
  }

  /** UTC milliseconds at which the first window was shown. */
  async shownAt(): Promise<number> {
    return await this.electron.evaluate(() => {
      const [mark] = performance.getEntriesByName('candor:window-shown');
      return mark ? performance.timeOrigin + mark.startTime : Number.NaN;
    });
  }

  /** State of the program, as the app's own windows are told it; an installation that cannot be read is an empty one. */
  async participation(): Promise<ProgramStatus & { readonly installation: string }> {
    const status = await this.window.page.evaluate(() => window.candor.invoke('program.status'));
    return { ...status, installation: status.installation ?? '' };
  }

  /** Has the time of the popup come now, if it is waited for at all, and sees that there is none. */
  async asksNothing(): Promise<void> {
    await this.shownAt();
    await this.electron.evaluate(() => (globalThis as unknown as { askNow(): boolean }).askNow());
    // Main has told the page, if it had anything to tell, before it answers.
    await this.participation();
    await expect(this.window.consentPopup).toBeHidden();
  }

  /** The same in real time: waits until the popup would have come, and sees that it did not. */
  async staysWithoutPopup(): Promise<void> {
    const { page, consentPopup } = this.window;
    await page.waitForFunction((at) => Date.now() >= at, (await this.shownAt()) + 6000);
    await expect(consentPopup).toBeHidden();
  }

  /** Has the question come now, instead of five seconds after the window, and waits for it. */
  async ask(): Promise<void> {
    await askNow(this.electron);
    await this.window.consentPopup.waitFor();
  }

  async setTheme(theme: 'light' | 'dark'): Promise<void> {
    const { page } = this.window;
    await page.evaluate((to) => window.candor.invoke('settings.change', { theme: to }), theme);
    await expect(page.locator(':root')).toHaveAttribute('data-theme', theme);
  }

  async newWindow(): Promise<FinderWindow> {
    const [page] = await Promise.all([
      this.electron.waitForEvent('window'),
      this.window.pressShortcut('file.new-window'),
    ]);
    const window = new FinderWindow(page);
    await window.isReady();
    return window;
  }

  /** The platform facts that a session from here must carry, read from the system and not from the app's own code. */
  async expectedPlatform() {
    const osRelease = readFileSync('/etc/os-release', 'utf8');
    const versions = await this.electron.evaluate(() => process.versions.electron);
    return {
      product: 'candor-finder',
      version: finder.version,
      runtime: versions,
      os: 'linux',
      osVersion: /^VERSION_ID="?([\d.]+)/m.exec(osRelease)?.[1],
      distribution: /^ID="?(\w+)/m.exec(osRelease)?.[1],
      architecture: process.arch,
      cores: availableParallelism(),
    };
  }

  /**
   * Says No as the Help dialog does, with usage still in the window's buffer. Returns the milliseconds from main
   * receiving the answer until nothing of the program is left on the disk.
   * @param directory the program's folder in the profile.
   */
  async withdraw(directory: string): Promise<number> {
    const received = this.electron.evaluate(
      ({ ipcMain }, folder) =>
        new Promise<number>((resolve) => {
          const { existsSync } = process.getBuiltinModule('node:fs');
          const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...given: unknown[]) => unknown> })
            ._invokeHandlers;
          const decide = handlers.get('program.decide');
          handlers.set('program.decide', async (...given) => {
            const started = performance.now();
            const answer = await decide?.(...given);
            resolve(existsSync(folder) ? Number.POSITIVE_INFINITY : performance.now() - started);
            return answer;
          });
        }),
      directory,
    );
    await this.window.chooseInMenu('help.program');
    await this.window.decideInHelp('No');
    return await received;
  }

  /** Waits until main has recorded this many uses in the present session. */
  async recorded(count: number): Promise<void> {
    await expect
      .poll(() =>
        this.window.page.evaluate(async () => {
          const { batches } = await window.candor.invoke('program.unsent', { sessions: 0 });
          return batches.filter(({ state }) => state === 'current').flatMap(({ usage }) => usage).length;
        }),
      )
      .toBe(count);
  }

  /** At the end of a test: quits if it still runs, and does not wait for long. */
  async end(): Promise<void> {
    if (this.hasExited) return;
    const limit = new Promise((resolve) => setTimeout(resolve, 5000).unref());
    await Promise.race([this.quit().catch(() => {}), limit]);
    if (!this.hasExited) await this.kill();
  }
}

/** Among the switches: the question does not come by itself. */
export const HOLD_QUESTION = '--hold-question';

/** Ends the wait of an app for the time of its question, once that has begun. */
export async function askNow(electron: ElectronApplication): Promise<void> {
  const ask = () => electron.evaluate(() => (globalThis as unknown as { askNow(): boolean }).askNow());
  await expect.poll(ask, 'the question is to come').toBe(true);
}

export function electronPath(): string {
  const executable = process.env['CANDOR_ELECTRON'];
  if (!executable) throw new Error('CANDOR_ELECTRON names no Electron: run the tests with "npm test"');
  return executable;
}

/** Only a test, or a start as root, switches the sandbox off; the app itself never does. */
export function launchArguments(profile: string, switches: readonly string[] = [], app = project): string[] {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return [...sandbox, ...switches, `--user-data-dir=${profile}`, app];
}

/**
 * For Playwright's own launch: the app waits until the driver is connected (await-driver.cjs), and the question comes when
 * it is asked for (question-timer.cjs).
 */
export function drivenArguments(...given: Parameters<typeof launchArguments>): string[] {
  const first = ['await-driver.cjs', 'question-timer.cjs'].flatMap((file) => [
    '-r',
    path.join(import.meta.dirname, file),
  ]);
  return [...first, ...launchArguments(...given)];
}

export function launchEnvironment(options: Partial<LaunchOptions>): Record<string, string> {
  const { DO_NOT_TRACK: _, ...inherited } = process.env;
  return {
    ...(inherited as Record<string, string>),
    CANDOR_COLLECTOR_URL: options.collector ?? NOBODY,
    // The tests read English, whatever the language of the computer that they run on.
    LANGUAGE: 'en',
    ...utf8Environment({ ...inherited, LANGUAGE: 'en' }),
    // What has expired since is none of theirs: they are the same in every year.
    CANDOR_TODAY: '2026-03-09',
    // Nor does the policy of that computer concern them.
    CANDOR_POLICY_FILE: path.join(project, 'test-results/no-policy/policy.json'),
    ...options.env,
  };
}
