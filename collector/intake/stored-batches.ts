import { setTimeout as pause } from 'node:timers/promises';
import { Backoff } from '../backoff.ts';
import { STORAGE_RESTART_MS } from '../limits.ts';
import { messageOf } from '../message-of.ts';

export interface StoredBatchesOptions {
  /** Makes everything known that was received before. May be asked again after it has failed. */
  readonly read: () => Promise<void>;
  /** Hears why it could not be read; it is tried again. */
  readonly onFault: (message: string) => void;
}

/**
 * What was received before a start, which is read while the collector runs already. Nobody can be told before that a batch is
 * new: whoever sends one meanwhile waits.
 */
export class StoredBatches {
  readonly #options: StoredBatchesOptions;
  readonly #stopping = new AbortController();
  readonly #over: Promise<unknown>;
  #isRead = false;

  constructor(options: StoredBatchesOptions) {
    this.#options = options;
    const { signal } = this.#stopping;
    const stopped = new Promise((resolve) => signal.addEventListener('abort', resolve));
    this.#over = Promise.race([this.#read(), stopped]);
  }

  /** Whether everything that was received before is known. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** Waits until it is, for so many milliseconds at most and not beyond the end, and says whether it is. */
  async within(ms: number): Promise<boolean> {
    const waiting = new AbortController();
    await Promise.race([this.#over, pause(ms, undefined, { signal: waiting.signal }).catch(() => {})]);
    waiting.abort();
    return this.#isRead;
  }

  /** Ends the reading, and everybody's wait for it. An answer that is under way is not waited for. */
  stop(): void {
    this.#stopping.abort();
  }

  async #read(): Promise<void> {
    const { signal } = this.#stopping;
    const backoff = new Backoff(STORAGE_RESTART_MS);
    while (!signal.aborted && !this.#isRead) {
      try {
        await this.#options.read();
        this.#isRead = true;
      } catch (error) {
        if (signal.aborted) return;
        this.#options.onFault(`which batches are stored could not be read: ${messageOf(error)}`);
        await pause(backoff.next(), undefined, { signal, ref: false }).catch(() => {});
      }
    }
  }
}
