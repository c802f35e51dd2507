import { app, BrowserWindow, powerMonitor } from 'electron';
import { debug, swallowed } from '../../core/debug.ts';
import type { Clock } from '../../node/platform.ts';
import { QUIT_DEADLINE_MS, QUIT_FLUSH_MS } from '../limits.ts';
import type { ClientOptions, LastWork, SecondLaunch } from '../options.ts';
import { sendTo } from '../pages/ipc.ts';
import type { Program } from '../program.ts';
import { relaunch } from './relaunch.ts';

/**
 * Quitting: windows are hidden first, then the session is sealed and sent within one deadline, then the app ends. With
 * nothing to seal or send it ends at once. Others may call a quit off, before or after that: a window
 * that does not close, another handler of the app's events. Then the app is running again, with its windows.
 */
export class Lifecycle {
  readonly #program: Program;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #lastWork: LastWork;
  readonly #stopEngine: () => void;
  #phase: 'running' | 'closing' | 'closed' = 'running';
  /** What the app is launched with when it has ended, because somebody has launched it again meanwhile. */
  #relaunch: readonly string[] | undefined;
  /** The window that had the keyboard last. */
  #front: BrowserWindow | undefined;
  /** Windows that were hidden for the quit. */
  #hidden: BrowserWindow[] = [];
  readonly #awaited = new Map<number, () => void>();

  constructor(
    program: Program,
    clock: Pick<Clock, 'monotonic'>,
    { lastWork = noWork, onQuit = () => {} }: Pick<ClientOptions, 'lastWork' | 'onQuit'>,
  ) {
    this.#program = program;
    this.#clock = clock;
    this.#lastWork = lastWork;
    this.#stopEngine = onQuit;
    app.on('before-quit', (event) => this.#beforeQuit(event));
    app.on('browser-window-created', (_event, window) => this.#watchClosing(window));
    app.on('browser-window-focus', (_event, window) => {
      this.#front = window;
    });
    app.on('will-quit', (event) => this.#willQuit(event));
    app.on('quit', () => this.#quit());
    // The system does not wait for requests: seal now, send at the next start.
    powerMonitor.on('shutdown', () => this.#program.announcedEnd.announce());
    // A computer that wakes up is often somewhere else, with another network.
    powerMonitor.on('resume', () => this.#program.networkBack());
  }

  /** Windows has no `shutdown` event; its windows are told instead, first that it may end, then that it does. */
  watchSessionEnd(window: BrowserWindow): void {
    window.on('query-session-end', () => this.#program.announcedEnd.announce());
    window.on('session-end', () => this.#program.announcedEnd.announce());
  }

  /** A second launch. While the first is still sending, it must not be swallowed by the single-instance lock. */
  secondLaunch({ open, inFront, relaunchWith }: SecondLaunch): void {
    this.#program.collection.log('app.second-launch', { state: this.#phase === 'running' ? 'open' : 'closing' });
    if (this.#phase !== 'running') {
      this.#relaunch = relaunchWith;
      return;
    }
    const windows = BrowserWindow.getAllWindows();
    const window = windows.find((one) => one === this.#front) ?? windows[0];
    if (!window) {
      open();
      return;
    }
    present(window);
    inFront?.(window);
  }

  /** The last window was closed and the app goes on; what waits is sent as at a quit. `undefined`: the app is quitting. */
  rest(): Promise<void> | undefined {
    if (this.#phase !== 'running') return undefined;
    debug('client', 'rest', { work: this.#program.hasWork });
    this.#front = undefined;
    return this.#program.rest(AbortSignal.timeout(QUIT_DEADLINE_MS));
  }

  /** A window has handed over its usage. */
  usageArrived(window: BrowserWindow): void {
    this.#awaited.get(window.id)?.();
  }

  #beforeQuit(event: Electron.Event): void {
    // Of somebody who does not want it to take place.
    const isCalledOff = event.defaultPrevented;
    if (this.#phase === 'running' && !isCalledOff && this.#mayEndAtOnce()) {
      this.#phase = 'closed';
      debug('client', 'quit', { work: false });
    }
    if (isCalledOff || this.#phase === 'closed') {
      this.#watch(event);
      return;
    }
    event.preventDefault();
    if (this.#phase === 'closing') return;
    this.#phase = 'closing';
    debug('client', 'quit', { work: true });
    void this.#close().finally(() => {
      this.#phase = 'closed';
      // A quit inside the handler that prevented it is ignored.
      setImmediate(() => app.quit());
    });
  }

  /**
   * Whether there is nothing to wait for. macOS asks every app to quit when it shuts down, and takes one that does not at
   * once, because the user may want to stay: what was collected is sealed then, and sent after the next start.
   */
  #mayEndAtOnce(): boolean {
    if (process.platform !== 'darwin' || !this.#program.announcedEnd.isDue) {
      return !this.#program.hasWork && !this.#lastWork.isDue;
    }
    this.#program.seal();
    return true;
  }

  /** A window that does not close calls the quit off. */
  #watchClosing(window: BrowserWindow): void {
    window.on('close', (event) => this.#watch(event));
    // Its page does not want to be left; whoever prevents this event overrules it.
    window.webContents.on('will-prevent-unload', (event) =>
      setImmediate(() => {
        if (!event.defaultPrevented) this.#calledOff();
      }),
    );
  }

  #willQuit(event: Electron.Event): void {
    this.#watch(event);
    // What was recorded since a quit that was called off and yet takes place.
    this.#program.seal();
  }

  #quit(): void {
    this.#stopEngine();
    // Not sooner: it cannot be taken back.
    if (this.#relaunch) relaunch(this.#relaunch);
  }

  /** Sees, when every other handler of the event has had its say, whether one has called the quit off. */
  #watch(event: Electron.Event): void {
    setImmediate(() => {
      if (event.defaultPrevented) this.#calledOff();
    });
  }

  #calledOff(): void {
    if (this.#phase !== 'closed') return;
    this.#phase = 'running';
    debug('client', 'quit-called-off', { hidden: this.#hidden.length });
    this.#relaunch = undefined;
    this.#program.quitCalledOff();
    this.#lastWork.calledOff();
    for (const window of this.#hidden.splice(0)) if (!window.isDestroyed()) window.show();
  }

  async #close(): Promise<void> {
    const began = this.#clock.monotonic();
    const deadline = AbortSignal.timeout(QUIT_DEADLINE_MS);
    this.#hidden = BrowserWindow.getAllWindows().filter((window) => window.isVisible());
    for (const window of this.#hidden) window.hide();
    const handedOver = this.#collectUsage();
    // Side by side with all that follows: the one waits for the disk, the other for windows and for the network.
    const finished = until(deadline, () => this.#lastWork.run());
    await handedOver;
    // Now, because closing begins with sealing: the session cannot hold what comes after it.
    this.#program.collection.measures.operations.record('app.quit', 'ok', this.#clock.monotonic() - began);
    // A program that is off or ended has nothing to send, whatever else the app waits for.
    const sent = this.#program.hasWork ? this.#program.close(deadline) : undefined;
    await Promise.all([sent, finished]);
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

const noWork: LastWork = { isDue: false, run: () => Promise.resolve(), calledOff: () => {} };

/** Waits no longer than until `deadline`. Never rejects. */
async function until(deadline: AbortSignal, work: () => Promise<void>): Promise<void> {
  const { promise, resolve } = withResolvers();
  deadline.addEventListener('abort', resolve, { once: true });
  try {
    await Promise.race([work(), promise]);
  } catch (error) {
    swallowed('client', 'last-work', error);
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
