import { app, BrowserWindow, powerMonitor } from 'electron';
import { sendTo } from './ipc.ts';
import type { Clock } from './platform.ts';
import { QUIT_DEADLINE_MS, QUIT_FLUSH_MS } from './telemetry/limits.ts';
import type { Program } from './telemetry/program.ts';

/**
 * Quitting: windows are hidden first, then the session is sealed and sent within one deadline, then the app ends. With
 * nothing to seal or send it ends at once.
 */
export class Lifecycle {
  readonly #program: Program;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #stopEngine: () => void;
  #phase: 'running' | 'closing' | 'closed' = 'running';
  #relaunched = false;
  readonly #awaited = new Map<number, () => void>();

  constructor(program: Program, clock: Pick<Clock, 'monotonic'>, stopEngine: () => void) {
    this.#program = program;
    this.#clock = clock;
    this.#stopEngine = stopEngine;
    app.on('before-quit', (event) => this.#beforeQuit(event));
    app.on('will-quit', () => this.#stopEngine());
    // The system does not wait for requests: seal now, send at the next start.
    powerMonitor.on('shutdown', () => this.#sessionEnds());
    // A computer that wakes up is often somewhere else, with another network.
    powerMonitor.on('resume', () => this.#program.networkBack());
  }

  /** Windows has no `shutdown` event; its windows are told instead. */
  watchSessionEnd(window: BrowserWindow): void {
    window.on('session-end', () => this.#sessionEnds());
  }

  /** A second launch. While the first is still sending, it must not be swallowed by the single-instance lock. */
  secondLaunch(openWindow: () => void): void {
    this.#program.collection.log('app.second-launch', { state: this.#phase === 'running' ? 'open' : 'closing' });
    if (this.#phase === 'running') {
      const [window] = BrowserWindow.getAllWindows();
      if (window) present(window);
      else openWindow();
    } else if (!this.#relaunched) {
      this.#relaunched = true;
      app.relaunch();
    }
  }

  /** A window has handed over its usage. */
  usageArrived(window: BrowserWindow): void {
    this.#awaited.get(window.id)?.();
  }

  #sessionEnds(): void {
    this.#program.collection.log('app.session-ended');
    this.#program.seal();
  }

  #beforeQuit(event: Electron.Event): void {
    if (this.#phase === 'closed') return;
    if (this.#phase === 'running' && !this.#program.hasWork) {
      this.#phase = 'closed';
      return;
    }
    event.preventDefault();
    if (this.#phase === 'closing') return;
    this.#phase = 'closing';
    void this.#close().finally(() => {
      this.#phase = 'closed';
      // A quit inside the handler that prevented it is ignored.
      setImmediate(() => app.quit());
    });
  }

  async #close(): Promise<void> {
    const began = this.#clock.monotonic();
    const deadline = AbortSignal.timeout(QUIT_DEADLINE_MS);
    for (const window of BrowserWindow.getAllWindows()) window.hide();
    await this.#collectUsage();
    // Now, because closing begins with sealing: the session cannot hold what comes after it.
    this.#program.collection.measures.operations.record('app.quit', 'ok', this.#clock.monotonic() - began);
    await this.#program.close(deadline);
  }

  /** Asks every window for what it still holds and waits for the answers, but not long. */
  async #collectUsage(): Promise<void> {
    const answers = BrowserWindow.getAllWindows().map((window) => {
      const { promise, resolve } = withResolvers();
      this.#awaited.set(window.id, resolve);
      sendTo(window.webContents, 'usage.flush');
      return promise;
    });
    const limit = withResolvers();
    const timer = setTimeout(limit.resolve, QUIT_FLUSH_MS);
    await Promise.race([Promise.all(answers), limit.promise]);
    clearTimeout(timer);
    this.#awaited.clear();
  }
}

function present(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
