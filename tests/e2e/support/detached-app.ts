import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, expect, type Page } from 'playwright/test';
import type {} from '../../../renderer/bridge.ts';
import { electronPath, type LaunchOptions, launchArguments, launchEnvironment } from './finder-app.ts';

/**
 * The app started as a desktop starts it, on its own and not under the test driver, which would end a process that the
 * app relaunches as.
 * @param words what the app itself is given.
 */
export function startDetached(
  profile: string,
  collector: string,
  env: Readonly<Record<string, string>> = {},
  words: readonly string[] = [],
): ChildProcess {
  return detached([...launchArguments(profile), '--remote-debugging-port=0', ...words], { collector, env });
}

function detached(args: readonly string[], options: Pick<LaunchOptions, 'collector' | 'env'>): ChildProcess {
  return spawn(electronPath(), args, { env: launchEnvironment(options), stdio: 'ignore', detached: true });
}

/**
 * A second launch that is as far as the first line of the app's own code, for what has to be within the two seconds of a quit: a busy
 * computer takes longer to come so far. What follows is as after {@link startDetached}.
 * @returns lets it go on; resolves when it has ended.
 */
export async function startHeld(
  folder: string,
  ...[profile, collector, env = {}, words = []]: Parameters<typeof startDetached>
): Promise<() => Promise<unknown>> {
  const release = path.join(folder, 'release');
  const args = ['-r', path.join(import.meta.dirname, 'hold-start.cjs'), ...launchArguments(profile), ...words];
  const held = detached(args, { collector, env: { ...env, CANDOR_TEST_RELEASE: release } });
  await expect.poll(() => existsSync(`${release}.held`), { timeout: WINDOW_WITHIN }).toBe(true);
  return () => {
    const ended = once(held, 'exit');
    writeFileSync(release, '');
    return ended;
  };
}

/**
 * Starts the app beside one that runs on the profile, and waits until it has handed over to that one and ended; without a
 * driver's port, which would take the place of the other's in the profile.
 * @returns its exit code.
 */
export async function handOver(profile: string, words: readonly string[]): Promise<number | null> {
  const args = [...launchArguments(profile), ...words];
  const started = spawn(electronPath(), args, { env: launchEnvironment({}), stdio: 'ignore' });
  const [code] = (await once(started, 'exit')) as [number | null];
  return code;
}

/**
 * How long an app may take until it has a window, in milliseconds. Nothing is measured here: some are built first, some
 * start twice, and all beside another test.
 */
const WINDOW_WITHIN = 60_000;

const isWindow = (url: string) => url.startsWith('app://finder/');

/** Reaches the window of whichever process now holds the profile; waits until there is one. */
export async function reachWindow(profile: string): Promise<{ browser: Browser; page: Page }> {
  let found: { browser: Browser; page: Page } | undefined;
  await expect(async () => {
    // Each process writes its port here, one that hands over to another as well.
    const [port] = readFileSync(path.join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
    const address = `http://127.0.0.1:${port}`;
    // A driver that comes before the window attaches to every process of the app, to leave again: work that delays it.
    const targets = (await (await fetch(`${address}/json/list`)).json()) as { url: string }[];
    if (!targets.some(({ url }) => isWindow(url))) throw new Error('no window yet');
    const browser = await chromium.connectOverCDP(address);
    const page = browser
      .contexts()
      .flatMap((context) => context.pages())
      .find((candidate) => isWindow(candidate.url()));
    if (!page) {
      await browser.close();
      throw new Error('the window is gone again');
    }
    found = { browser, page };
  }).toPass({ timeout: WINDOW_WITHIN, intervals: [100] });
  if (!found) throw new Error('no window');
  return found;
}

/** Quits as the menu does. */
export async function quitFrom(page: Page): Promise<void> {
  await page.evaluate(() => void window.candor.invoke('window.perform', { action: 'quit' }));
}

/** Ids of the app's main processes on this profile. */
export function mainProcesses(profile: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const command = commandLine(pid);
      return command.includes(`--user-data-dir=${profile} `) && !command.includes(' --type=');
    })
    .map(Number);
}

/** Files that the engine of a profile has mapped, such as the library of the history; none while it does not run. */
export function mappedByEngine(profile: string): string {
  const [pid] = readdirSync('/proc').filter((name) => {
    const command = /^\d+$/.test(name) ? commandLine(name) : '';
    return command.includes(`--user-data-dir=${profile} `) && command.includes('node.mojom.NodeService');
  });
  return pid === undefined ? '' : readFileSync(`/proc/${pid}/maps`, 'utf8');
}

/** Words separated by spaces: Chromium rewrites its own with spaces instead of the zero bytes of others. */
function commandLine(pid: string): string {
  try {
    return `${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')} `;
  } catch {
    return '';
  }
}
