/** More wait than there is room for: whoever asks may come again. */
export class Busy extends Error {
  override name = 'Busy';
}

export interface TurnsOptions {
  /** How many are at work at a time. */
  readonly atOnce: number;
  /** How many wait besides, of all names and of one. */
  readonly waiting: number;
  readonly waitingEach: number;
}

interface Waiting {
  readonly begin: () => void;
}

/**
 * Lets a few at work at a time. The others wait by name, and each name gets its turn after every other one's: who sends
 * hundreds of requests waits behind them, and nobody else does. Kept in memory alone.
 */
export class Turns {
  readonly #options: TurnsOptions;
  #working = 0;
  #waiting = 0;
  /** In the order of whose turn is next. */
  readonly #queues = new Map<string, Waiting[]>();

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  /**
   * Does it when it is its turn.
   * @param name who it is for, such as a network.
   * @param signal aborted when nobody waits for it any more: then it leaves its place.
   * @throws Busy when too many wait; the signal's reason; whatever `work` throws.
   */
  async take<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (this.#working < this.#options.atOnce) this.#working++;
    else await this.#wait(name, signal);
    try {
      return await work();
    } finally {
      this.#working--;
      this.#next();
    }
  }

  #wait(name: string, signal: AbortSignal): Promise<void> {
    const queue = this.#queues.get(name) ?? [];
    if (this.#waiting >= this.#options.waiting || queue.length >= this.#options.waitingEach) {
      throw new Busy('too many requests wait');
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#remove(name, waiting);
        reject(signal.reason);
      };
      const waiting = {
        begin: () => {
          signal.removeEventListener('abort', leave);
          this.#working++;
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#queues.set(name, [...queue, waiting]);
      this.#waiting++;
    });
  }

  #remove(name: string, waiting: Waiting): void {
    const rest = (this.#queues.get(name) ?? []).filter((one) => one !== waiting);
    if (rest.length === 0) this.#queues.delete(name);
    else this.#queues.set(name, rest);
    this.#waiting--;
  }

  #next(): void {
    const [first] = this.#queues;
    const [name, [waiting, ...rest]] = first ?? ['', []];
    if (waiting === undefined) return;
    this.#queues.delete(name);
    // Behind the others, with what is left.
    if (rest.length > 0) this.#queues.set(name, rest);
    this.#waiting--;
    waiting.begin();
  }
}
