import { StorageUnavailable } from '../storage.ts';

export interface TurnsOptions {
  /** Most that may wait; any number unless it is given. */
  readonly most?: number;
  /** Longest wait, in milliseconds; any unless it is given. */
  readonly waitMs?: number;
}

/** One after the other, in the order in which they came. Whoever would wait for too long is refused instead. */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #waiting = new Set<() => void>();
  #isTaken = false;

  constructor(options: TurnsOptions = {}) {
    this.#options = options;
  }

  /**
   * Resolves when it is the caller's turn, to what ends the turn; to be called once.
   * @throws StorageUnavailable when too many wait already, or it has waited for too long; the signal's reason when it is
   * aborted before the turn has come.
   */
  take(signal?: AbortSignal): Promise<() => void> {
    const { most = Number.POSITIVE_INFINITY, waitMs } = this.#options;
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (!this.#isTaken) {
      this.#isTaken = true;
      return Promise.resolve(() => this.#next());
    }
    if (this.#waiting.size >= most) return Promise.reject(new StorageUnavailable('too many questions wait'));
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(turn);
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const turn = () => {
        leave();
        resolve(() => this.#next());
      };
      const onAbort = () => {
        leave();
        reject(signal?.reason);
      };
      const timer =
        waitMs === undefined
          ? undefined
          : setTimeout(() => {
              leave();
              reject(new StorageUnavailable('it is busy with other questions'));
            }, waitMs);
      signal?.addEventListener('abort', onAbort);
      this.#waiting.add(turn);
    });
  }

  #next(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#isTaken = false;
  }
}
