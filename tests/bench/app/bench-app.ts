import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../../../scripts/lib/paths.ts';

/** What the hook in the app's main process tells; times are {@link monotonic} milliseconds. */
type News =
  | { readonly kind: 'shown'; readonly at: number }
  | { readonly kind: 'quitting'; readonly at: number }
  | { readonly kind: 'hidden'; readonly at: number }
  | { readonly kind: 'over'; readonly at: number }
  | { readonly kind: 'evaluated'; readonly value: unknown };

/** An Electron and the display that it opens windows on. */
export interface Runtime {
  readonly executable: string;
  readonly display: { readonly DISPLAY?: string };
}

const HOOK = fileURLToPath(new URL('./hook.cjs', import.meta.url));

/** The apps that can be started: the built one, and the least that Electron can be. */
export const builtApp = projectRoot;
export const emptyApp = path.join(import.meta.dirname, 'empty-window.js');

/** Longest wait for the app to do anything, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Milliseconds of the clock that all processes share. */
export const monotonic = (): number => Number(process.hrtime.bigint()) / 1e6;

/** An app under the benchmark's control, started like any app: no debugger, no test driver. */
export class BenchApp {
  readonly launchedAt: number;
  readonly #child: ChildProcess;
  readonly #news: News[] = [];
  readonly #gone: Promise<number>;
  #wake: () => void = () => {};

  constructor(runtime: Runtime, folder: string, profile: string, collector: string, more: readonly string[] = []) {
    const { DO_NOT_TRACK: _, ...inherited } = process.env;
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    this.launchedAt = monotonic();
    this.#child = spawn(runtime.executable, [...sandbox, `--user-data-dir=${profile}`, '-r', HOOK, folder, ...more], {
      env: { ...inherited, ...runtime.display, CANDOR_COLLECTOR_URL: collector, CANDOR_TODAY: '2026-03-09' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('message', (news: News) => {
      this.#news.push(news);
      this.#wake();
    });
    this.#gone = new Promise((resolve) => {
      this.#child.on('exit', () => {
        resolve(monotonic());
        this.#wake();
      });
    });
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('Electron could not be started');
    return this.#child.pid;
  }

  /** When the window was shown. */
  async shown(): Promise<number> {
    return (await this.#hear('shown')).at;
  }

  /** Runs code in the page and gives its result back. */
  async evaluate<T>(code: string): Promise<T> {
    this.#child.send({ kind: 'evaluate', code });
    return (await this.#hear('evaluated')).value as T;
  }

  /** Hides or closes every window. */
  async windows(order: 'hide' | 'close'): Promise<void> {
    this.#child.send({ kind: order });
    await this.#hear('evaluated');
  }

  /**
   * Calls `app.quit()`; milliseconds from there until the window was hidden, until the app was done and Electron began to
   * take itself apart, and until the process was gone.
   */
  async quit(): Promise<{ hidden: number; over: number; gone: number }> {
    this.#child.send({ kind: 'quit' });
    const { at } = await this.#hear('quitting');
    const hidden = await this.#hear('hidden');
    const over = await this.#hear('over');
    const gone = await this.#gone;
    return { hidden: hidden.at - at, over: over.at - at, gone: gone - at };
  }

  /** Ends what still runs. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async #hear<K extends News['kind']>(kind: K): Promise<Extract<News, { kind: K }>> {
    const limit = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const index = this.#news.findIndex((news) => news.kind === kind);
      if (index >= 0) return this.#news.splice(index, 1)[0] as Extract<News, { kind: K }>;
      if (limit.aborted || this.#child.exitCode !== null) throw new Error(`the app never told "${kind}"`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        limit.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}
