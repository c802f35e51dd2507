import { debug } from '../../core/debug.ts';
import type { Timers } from '../../node/platform.ts';

/** The popup asks this long after the first window was shown, in milliseconds. */
export const ASK_AFTER_MS = 5000;

interface PromptOptions {
  readonly timers: Timers;
  /** Whether the popup may be shown now; read when the time has come. */
  readonly mayAsk: () => boolean;
  /** Shows the popup; `false` when no page is there yet that could. */
  readonly ask: () => boolean;
}

/**
 * When to ask: once a run, five seconds after the first window was shown, unless it is no longer needed. On a computer so
 * busy that no page listens by then, as soon as one does. For people a run ends with the last window.
 */
export class Prompt {
  readonly #options: PromptOptions;
  #state: 'idle' | 'armed' | 'due' | 'done' = 'idle';
  #cancel: (() => void) | undefined;

  constructor(options: PromptOptions) {
    this.#options = options;
  }

  /** Whether people were asked nothing in this run, and will not be. */
  get isQuiet(): boolean {
    return this.#state === 'idle' && !this.#options.mayAsk();
  }

  /** The last window was closed: the next one begins another run. */
  rest(): void {
    this.#cancel?.();
    this.#state = 'idle';
  }

  windowShown(): void {
    if (this.#state !== 'idle' || !this.#options.mayAsk()) return;
    this.#state = 'armed';
    debug('client', 'prompt-armed', { afterMs: ASK_AFTER_MS });
    this.#cancel = this.#options.timers.after(ASK_AFTER_MS, () => {
      this.#state = 'due';
      this.#askIfDue();
    });
  }

  /** A page can show the popup from now on. */
  pageListens(): void {
    this.#askIfDue();
  }

  /** The Help dialog was opened or an answer given: this run asks no more. */
  settle(): void {
    this.#cancel?.();
    if (this.#state !== 'done') debug('client', 'prompt-settled', { before: this.#state });
    this.#state = 'done';
  }

  #askIfDue(): void {
    if (this.#state !== 'due') return;
    const mayAsk = this.#options.mayAsk();
    const isAsked = mayAsk && this.#options.ask();
    debug('client', 'prompt-due', { mayAsk, isAsked });
    if (!mayAsk || isAsked) this.#state = 'done';
  }
}
