import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { type Browser, chromium, type Page } from 'playwright';
import type { ProgramStatus } from '../../../client/core/ipc/program.ts';
import type {} from '../../../renderer/bridge.ts';
import { FinderWindow } from '../../e2e/support/finder-window.ts';
import { until } from '../../integration/collector/support/collectors.ts';
import type { OrdinaryUser } from './ordinary-user.ts';

const START_MS = 60_000;
/** The question comes five seconds after the window; so long after its first view it would have been there. */
const QUESTION_DUE_MS = 8000;

/** The installed, fused app: no test driver gets into its main process, so it is driven by its windows alone. */
export class InstalledApp {
  readonly window: FinderWindow;
  readonly #process: ChildProcess;
  readonly #browser: Browser;

  private constructor(child: ChildProcess, browser: Browser, page: Page) {
    this.#process = child;
    this.#browser = browser;
    this.window = new FinderWindow(page);
  }

  /** Starts it from the PATH on a display, as a person would, and waits for its window. */
  static async start(
    user: OrdinaryUser,
    display: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<InstalledApp> {
    const environment = { DISPLAY: display, LANGUAGE: 'en', ...env };
    const child = user.start('candor-finder', ['--remote-debugging-port=0'], environment);
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (part: string) => {
      errors += part;
    });
    child.stdout?.resume();
    let address = '';
    const listening = () => {
      if (child.exitCode !== null) throw new Error(`the app ended with ${child.exitCode}: ${errors}`);
      address = /DevTools listening on (ws:\S+)/.exec(errors)?.[1] ?? '';
      return address !== '';
    };
    await until(listening, 'the app listens', START_MS);
    // A driver that comes while a page's first process is still being replaced waits for it for ever.
    await until(() => hasWindow(new URL(address).port), 'the first window', START_MS);
    const browser = await chromium.connectOverCDP(address);
    const pages = () => browser.contexts().flatMap((context) => context.pages());
    const first = () => pages().find((page) => page.url().startsWith('app://finder/'));
    await until(() => first() !== undefined, 'the first window', START_MS);
    const app = new InstalledApp(child, browser, first() as Page);
    await app.window.isReady();
    return app;
  }

  async participation(): Promise<ProgramStatus> {
    return await this.window.page.evaluate(() => window.candor.invoke('program.status'));
  }

  /** Milliseconds from the beginning of the window's page until the question. */
  async askedAfter(): Promise<number> {
    const { page } = this.window;
    return (await this.window.timeOfConsentPopup()) - (await page.evaluate(() => performance.timeOrigin));
  }

  /** Waits until the question would have come, and tells whether it did. */
  async isAsked(): Promise<boolean> {
    const { page, consentPopup } = this.window;
    const now = await page.evaluate(() => performance.now());
    await page.waitForFunction((due) => performance.now() >= due, now + QUESTION_DUE_MS);
    return await consentPopup.isVisible();
  }

  /** Quits as its menu does; resolves to the exit code. */
  async quit(): Promise<number | null> {
    const exited = once(this.#process, 'exit');
    await this.window.page.evaluate(() => void window.candor.invoke('window.perform', { action: 'quit' }));
    await exited;
    await this.#browser.close();
    return this.#process.exitCode;
  }
}

/** Whether the app's page has been loaded, as its debugging port tells. */
async function hasWindow(port: string): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/json/list`);
  const targets = (await response.json()) as { type: string; url: string; title: string }[];
  return targets.some(
    ({ type, url, title }) => type === 'page' && url.startsWith('app://finder/') && title !== '' && title !== url,
  );
}

/** Id of a user's installation, as the app has stored it. */
export function installationOf(user: OrdinaryUser): string {
  const file = path.join(user.home, '.config/Candor Finder/participation/candor-finder/identity.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { value: { installation: string } }).value.installation;
}

/** Runs a command of the app that opens no window, with no display to open one on. */
export async function outcomeOf(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  if (!child.stdout || !child.stderr) throw new Error('its output is not piped');
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, output: output + errors };
}

/** The same as root. */
export function asRoot(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...environment } = process.env;
  return outcomeOf(spawn(command, args, { env: { ...environment, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }));
}
