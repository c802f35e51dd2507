import type { BrowserWindow, InputEvent, KeyboardInputEvent } from 'electron';
import { debug } from '../../core/debug.ts';
import type { Clock } from '../../node/platform.ts';

/**
 * Whether a person's hand was at a window: a page that is not ours any more can send every message, but it cannot press
 * a key. Main sees what is pressed by itself (`input-event`), which a script's `click()` does not make.
 */

/** A question that came into sight this short a time ago was not read, in milliseconds; the dialog waits a bit longer. */
export const SEEN_AFTER_MS = 500;

/** An answer follows the press that gives it within this, in milliseconds; a slow computer needs a part of it. */
export const ANSWER_WITHIN_MS = 1000;

/** Copying and opening a window follow a key, a menu or a button within this; as long as Chromium's own rule. */
export const ACT_WITHIN_MS = 5000;

/** Which question a page shows. */
export type Shown = 'popup' | 'help' | 'none';

/** What main saw of a window; moments in milliseconds of a clock that only grows, `undefined`: not at all. */
export interface Seen {
  /** The question is in sight since. */
  readonly question: number | undefined;
  /** The window is since. */
  readonly visible: number | undefined;
  /** What can press a button was last released or pressed. */
  readonly pressed: number | undefined;
}

/** Why a Yes does not count. */
export type Unseen = 'not-asked' | 'not-visible' | 'too-soon' | 'not-pressed';

/**
 * Whether a Yes is one: the question was asked and in sight for {@link SEEN_AFTER_MS} when something was pressed, not
 * longer than {@link ANSWER_WITHIN_MS} ago. A No needs none of it.
 * @param assisted an assistive technology is at work, whose presses main cannot see.
 * @returns `undefined` when it counts.
 */
export function whyUnseen({ question, visible, pressed }: Seen, now: number, assisted: boolean): Unseen | undefined {
  if (question === undefined) return 'not-asked';
  if (visible === undefined) return 'not-visible';
  const readable = Math.max(question, visible) + SEEN_AFTER_MS;
  if (now < readable) return 'too-soon';
  if (assisted) return undefined;
  return pressed !== undefined && pressed >= readable && now - pressed <= ANSWER_WITHIN_MS ? undefined : 'not-pressed';
}

/** Whether an input can press a button: the end of a click or a touch, Enter, Space. Held keys repeat themselves. */
export function presses({ type, modifiers = [], ...input }: InputEvent): boolean {
  if (type === 'mouseUp') return !modifiers.includes('rightbuttondown') && !modifiers.includes('middlebuttondown');
  if (type === 'touchEnd' || type === 'gestureTap') return true;
  // Newer versions of Electron tell the key, which its types call something else.
  const { key, isAutoRepeat } = input as Partial<KeyboardInputEvent> & { key?: string; isAutoRepeat?: boolean };
  return isKey(type) && (key === 'Enter' || key === ' ') && !isAutoRepeat;
}

const isKey = (type: InputEvent['type']) => type === 'keyDown' || type === 'rawKeyDown' || type === 'keyUp';

/** Whether an input is anything that somebody does, rather than a pointer that passes. */
export function acts(input: InputEvent): boolean {
  return presses(input) || isKey(input.type) || input.type === 'mouseDown';
}

interface Watched {
  /** Main had this window's page show the popup. */
  asked: boolean;
  shown: Shown;
  question: number | undefined;
  visible: number | undefined;
  pressed: number | undefined;
  acted: number | undefined;
}

interface HandOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly assisted: () => boolean;
}

/** What main sees of each window's hand and question. */
export class UserActivation {
  readonly #options: HandOptions;
  readonly #windows = new Map<number, Watched>();

  constructor(options: HandOptions) {
    this.#options = options;
  }

  /** Watches a window that is not shown yet, until it is closed. */
  watch(window: BrowserWindow): void {
    const now = () => this.#options.clock.monotonic();
    const { id, webContents } = window;
    const watched: Watched = {
      asked: false,
      shown: 'none',
      question: undefined,
      visible: undefined,
      pressed: undefined,
      acted: undefined,
    };
    this.#windows.set(id, watched);
    const look = () => {
      const inSight = window.isVisible() && !window.isMinimized();
      watched.visible = inSight ? (watched.visible ?? now()) : undefined;
    };
    window.on('show', look);
    window.on('restore', look);
    window.on('hide', look);
    window.on('minimize', look);
    window.on('closed', () => this.#windows.delete(id));
    webContents.on('input-event', (_event, input) => {
      if (acts(input)) watched.acted = now();
      if (presses(input)) watched.pressed = now();
    });
    // Another page has not been asked anything.
    const forget = () => {
      watched.asked = false;
      watched.shown = 'none';
      watched.question = undefined;
    };
    webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) forget();
    });
    webContents.on('render-process-gone', forget);
  }

  /** Main has this window's page show the popup. */
  asked(window: BrowserWindow): void {
    const watched = this.#windows.get(window.id);
    if (watched) watched.asked = true;
  }

  /** What the page says that it shows; a popup that main did not ask for is none. */
  shows(window: BrowserWindow, shown: Shown): void {
    const watched = this.#windows.get(window.id);
    if (!watched || watched.shown === shown) return;
    const counts = shown === 'help' || (shown === 'popup' && watched.asked);
    watched.shown = shown;
    watched.question = counts ? this.#options.clock.monotonic() : undefined;
  }

  /** Something was chosen for this window where its page does not see it, such as in the system's menu bar. */
  acted(window: BrowserWindow): void {
    const watched = this.#windows.get(window.id);
    if (watched) watched.acted = this.#options.clock.monotonic();
  }

  /** Why a Yes from this window does not count; `undefined` when it does. */
  whyUnseen(window: BrowserWindow): Unseen | undefined {
    const { clock, assisted } = this.#options;
    const watched = this.#windows.get(window.id);
    const unseen = watched ? whyUnseen(watched, clock.monotonic(), assisted()) : 'not-asked';
    if (unseen) debug('client', 'yes-unseen', { why: unseen });
    return unseen;
  }

  /** Whether something was pressed for what this window asks now. A press serves once: one click, one request. */
  takePress(window: BrowserWindow): boolean {
    const watched = this.#windows.get(window.id);
    if (this.#options.assisted()) return true;
    if (!watched || !this.#isRecent(watched.pressed, ANSWER_WITHIN_MS)) return false;
    watched.pressed = undefined;
    return true;
  }

  /** Whether anything was done in this window a moment ago. */
  isAtWork(window: BrowserWindow): boolean {
    return this.#options.assisted() || this.#isRecent(this.#windows.get(window.id)?.acted, ACT_WITHIN_MS);
  }

  #isRecent(moment: number | undefined, withinMs: number): boolean {
    return moment !== undefined && this.#options.clock.monotonic() - moment <= withinMs;
  }
}
