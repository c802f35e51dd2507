import { setTimeout as pause } from 'node:timers/promises';
import { QUESTION_MEMORY_BYTES } from '../../limits.ts';
import type { QueryParameters } from '../storage.ts';
import { ChdbConnection } from './chdb-connection.ts';

/** When a question that is to be cancelled, and goes on, is cancelled again, in milliseconds: it may not have begun. */
const AGAIN_MS = 50;

/**
 * A connection that questions are asked over, one at a time. The engine ends one that takes too long or too much memory;
 * another connection can end it before. The process and what it loads know nothing of either.
 */
export class Reader {
  readonly #connection: ChdbConnection;
  readonly #control: ChdbConnection;
  readonly #name: string;
  #limitMs = 0;
  /** The question under way, … */
  #asked: number | undefined;
  /** … and its cancellation: the next one would be hit by what comes late. */
  #cancelling: Promise<void> = Promise.resolve();

  /**
   * @param name of this reader alone.
   * @param control the connection that cancels; nothing long may run on it.
   */
  constructor(directory: string, name: string, control: ChdbConnection) {
    this.#connection = new ChdbConnection(directory);
    this.#control = control;
    this.#name = name;
  }

  /**
   * Rows of a query, as a JSON array. @throws what the engine says, also of a question that was ended.
   * @param limitMs longest time.
   */
  async ask(id: number, sql: string, parameters: QueryParameters, limitMs: number): Promise<string> {
    this.#asked = id;
    try {
      await this.#cancelling;
      if (this.#limitMs !== limitMs) {
        const limits = `max_execution_time = ${limitMs / 1000}, max_memory_usage = ${QUESTION_MEMORY_BYTES}`;
        await this.#connection.run(`SET ${limits}, log_comment = '${this.#name}'`);
        this.#limitMs = limitMs;
      }
      return await this.#connection.query(sql, parameters);
    } finally {
      this.#asked = undefined;
    }
  }

  /** Ends the question if it is under way. Not with SYNC, which never comes back in chDB. */
  async cancel(id: number): Promise<void> {
    if (this.#asked !== id) return;
    const cancelling = this.#cancel(id);
    this.#cancelling = cancelling.catch(() => {});
    await cancelling;
  }

  async #cancel(id: number): Promise<void> {
    while (this.#asked === id) {
      await this.#control.run(`KILL QUERY WHERE Settings['log_comment'] = '${this.#name}' ASYNC`);
      await pause(AGAIN_MS);
    }
  }

  close(): void {
    this.#connection.close();
  }
}
