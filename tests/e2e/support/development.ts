import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { type DevelopmentServer, SERVER_VARIABLE } from '../../../app/development.ts';
import { copyProject } from '../../support/project-copy.ts';
import { agreeTo } from './agreed-profile.ts';
import { mainProcesses, reachWindow } from './detached-app.ts';
import { electronPath, launchEnvironment } from './finder-app.ts';
import { FinderWindow } from './finder-window.ts';

const PROFILE = '.cache/dev/profile';

/** `npm run dev` on a copy of the project, whose files a test may change. */
export class DevelopmentRun {
  /** Of the copy. */
  readonly folder: string;
  readonly #process: ChildProcess;
  readonly #exited: Promise<unknown>;
  #said = '';

  /** @param folder for the copy; empty. */
  static start(folder: string): DevelopmentRun {
    copyProject(folder);
    // Nobody is asked, so that no dialog is in the way.
    agreeTo(path.join(folder, PROFILE));
    return new DevelopmentRun(folder);
  }

  private constructor(folder: string) {
    this.folder = folder;
    // A process group of its own, as a terminal gives to a command: Ctrl+C reaches all of it.
    this.#process = spawn(process.execPath, ['scripts/dev.mjs', '--remote-debugging-port=0'], {
      cwd: folder,
      env: { ...launchEnvironment({}), ELECTRON_OVERRIDE_DIST_PATH: path.dirname(electronPath()) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const output of [this.#process.stdout, this.#process.stderr]) {
      output?.setEncoding('utf8').on('data', (text: string) => {
        this.#said += text;
      });
    }
    this.#exited = once(this.#process, 'close');
  }

  /** All that it has written to the terminal. */
  get said(): string {
    return this.#said;
  }

  get profile(): string {
    return path.join(this.folder, PROFILE);
  }

  /** Ids of the app's main processes: one, unless something is wrong. */
  get apps(): number[] {
    return mainProcesses(this.profile);
  }

  /** What runs of this copy, whoever has started it: command lines that name its folder. */
  get processes(): string[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' '))
      .filter((command) => command.includes(this.folder));
  }

  /** What the running app knows of its development server. */
  get server(): DevelopmentServer {
    const environment = readFileSync(`/proc/${this.apps[0]}/environ`, 'utf8').split('\0');
    const told = environment.find((entry) => entry.startsWith(`${SERVER_VARIABLE}=`));
    return JSON.parse(told?.slice(SERVER_VARIABLE.length + 1) ?? '');
  }

  /** Waits for a window of the app, and for its first view; says what the run has said when none comes. */
  async window(): Promise<FinderWindow> {
    const { page } = await reachWindow(this.profile).catch((cause: unknown) => {
      throw new Error(`no window of a development run that said:\n${this.said}`, { cause });
    });
    const window = new FinderWindow(page);
    await window.isReady();
    return window;
  }

  /** Changes a file of the copy by replacing what stands in it once. Returns what puts it back, with a further change. */
  change(file: string, from: string, to: string): (further?: (text: string) => string) => void {
    const full = path.join(this.folder, file);
    const text = readFileSync(full, 'utf8');
    if (text.split(from).length !== 2) throw new Error(`${file} does not have it once: ${from}`);
    const changed = text.replace(from, () => to);
    this.#write(full, changed);
    return (further = (mended) => mended) => this.#write(full, further(text));
  }

  /** Saves a file of the copy once more as it is: of two saves within milliseconds a watcher may see one. */
  save(file: string): void {
    const full = path.join(this.folder, file);
    this.#write(full, readFileSync(full));
  }

  /**
   * Replaces a file as a whole. Writing into it empties it first: whoever reads it then gets nothing, and Vite's watcher tells
   * only the first of two changes within 50 ms.
   */
  #write(file: string, content: string | Uint8Array): void {
    const aside = path.join(this.folder, '.cache/saving');
    writeFileSync(aside, content);
    renameSync(aside, file);
  }

  /** Presses Ctrl+C in its terminal. Resolves to its exit code. */
  async interrupt(): Promise<number | null> {
    process.kill(-(this.#process.pid ?? 0), 'SIGINT');
    return await this.ended();
  }

  /** Waits until it has ended by itself. Resolves to its exit code. */
  async ended(): Promise<number | null> {
    await this.#exited;
    return this.#process.exitCode;
  }

  /** Ends it as `kill -9` does, with no chance to end anything else. */
  killScript(): void {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const [, group] = /\) \S+ \d+ (\d+) /.exec(readOrEmpty(`/proc/${pid}/stat`)) ?? [];
      if (Number(group) === this.#process.pid) process.kill(Number(pid), 'SIGKILL');
    }
  }

  /** At the end of a test. */
  async end(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) await this.interrupt();
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Where a window is on the screen, and how large. */
export async function boundsOf(page: Page) {
  return await page.evaluate(() => ({
    x: window.screenX,
    y: window.screenY,
    width: window.outerWidth,
    height: window.outerHeight,
  }));
}
