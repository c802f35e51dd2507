import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Backoff } from '../backoff.ts';
import type { Journal, JournalBlock } from '../journal/journal.ts';
import { isBefore, isSame, type Position } from '../journal/position.ts';
import { encodeRecord, type JournalRecord } from '../journal/record.ts';
import { BLOCK_BYTES, LOAD_AT_ONCE_BYTES, LOAD_INTERVAL_MS, LOAD_RETRY_MS } from '../limits.ts';
import type { Storage } from '../storage/storage.ts';
import { writeAtomically } from '../write-atomically.ts';
import { type Progress, writeProgress } from './progress.ts';

/** Moments of a load at which a test can make something fail. */
export interface LoaderSeams {
  readonly beforeInsert?: () => void | Promise<void>;
  readonly afterInsert?: () => void | Promise<void>;
}

export interface LoaderOptions {
  readonly journal: Journal;
  readonly storage: Storage;
  readonly progress: Progress;
  readonly progressFile: string;
  /** Where batches go that this version cannot read; nothing is thrown away. */
  readonly unreadableDirectory: string;
  /** Which records of a block belong in the storage; all of them unless it is given. */
  readonly select?: (block: JournalBlock) => readonly JournalRecord[];
  /** Hears what went wrong; the load is tried again. */
  readonly onFault: (message: string) => void;
  readonly seams?: LoaderSeams;
}

const STOPPED = 'the loader was stopped';

/**
 * Moves batches from the journal to the storage in blocks. The bounds of a block are on the disk before it is inserted,
 * and the progress is on the disk before the journal forgets it: whenever the collector dies, the next one repeats
 * the same block under the same token, or goes on behind it.
 */
export class Loader {
  readonly #options: LoaderOptions;
  readonly #backoff = new Backoff(LOAD_RETRY_MS);
  #progress: Progress;
  #isRunning = false;
  #running: Promise<void> = Promise.resolve();
  #lastLoad = Number.NEGATIVE_INFINITY;
  #hurried = 0;
  #stopped = false;
  /** Ends the pause that the loader is in, … */
  #interruptPause = () => {};
  /** … which is the usual one between two loads, and not the one after a fault. */
  #isPacing = false;
  #waiters: { readonly target: Position; readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];

  constructor(options: LoaderOptions) {
    this.#options = options;
    this.#progress = options.progress;
  }

  /** Everything before it is in the storage. */
  get loaded(): Position {
    return this.#progress.loaded;
  }

  /** Says that the journal may hold something to load. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#isPacing && this.#journalBytes() >= LOAD_AT_ONCE_BYTES) this.#interruptPause();
    if (!this.#isRunning) this.#running = this.#run();
  }

  /**
   * Resolves when everything that is in the journal now is in the storage, without the usual pauses.
   * @throws when the loader is stopped before.
   */
  async settled(): Promise<void> {
    const target = this.#options.journal.end;
    if (!isBefore(this.loaded, target)) return;
    if (this.#stopped) throw new Error(STOPPED);
    this.#hurried++;
    this.#interruptPause();
    this.wake();
    try {
      await new Promise<void>((resolve, reject) => this.#waiters.push({ target, resolve, reject }));
    } finally {
      this.#hurried--;
    }
  }

  /** Begins nothing new. Resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#interruptPause();
    for (const { reject } of this.#waiters.splice(0)) reject(new Error(STOPPED));
    await this.#running;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (!this.#stopped && (this.#progress.block || isBefore(this.loaded, this.#options.journal.end))) {
      await this.#pauseBetweenLoads();
      if (this.#stopped) break;
      try {
        await this.#loadNext();
        this.#backoff.reset();
      } catch (error) {
        if (this.#stopped) break;
        this.#options.onFault(`loading failed: ${error instanceof Error ? error.message : String(error)}`);
        await this.#pause(this.#backoff.next());
      }
    }
    // In the same step as the last look at the journal, so that no call of `wake` falls in between.
    this.#isRunning = false;
  }

  async #loadNext(): Promise<void> {
    const { journal, storage, seams } = this.#options;
    // Before reading: what is appended meanwhile must not be passed over.
    const end = journal.end;
    const block = await this.#nextBlock();
    if (!block) return this.#advance(end, 0);
    const records = this.#options.select?.(block) ?? block.records;
    const batches = records.map(({ day, body }) => ({ day, body }));
    await seams?.beforeInsert?.();
    const { unreadable } = await storage.insert({ token: this.#token(block), batches });
    await this.#keepUnreadable(block.from, records, unreadable);
    await seams?.afterInsert?.();
    this.#lastLoad = performance.now();
    await this.#advance(block.to, block.records.length);
  }

  /** The block that was begun, or else a new one; `undefined` when there is none. */
  async #nextBlock(): Promise<JournalBlock | undefined> {
    const { journal, progressFile } = this.#options;
    const begun = this.#progress.block;
    if (begun) {
      const block = await journal.read(begun.from, begun.to.offset - begun.from.offset);
      if (block && isSame(block.from, begun.from) && isSame(block.to, begun.to)) return block;
    }
    const block = await journal.read(this.loaded, BLOCK_BYTES);
    if (!block) return undefined;
    const progress = { ...this.#progress, block: { from: block.from, to: block.to } };
    await writeProgress(progressFile, progress);
    this.#progress = progress;
    return block;
  }

  async #advance(loaded: Position, count: number): Promise<void> {
    const progress = { ...this.#progress, loaded, block: null };
    await writeProgress(this.#options.progressFile, progress);
    this.#progress = progress;
    await this.#options.journal.discard(loaded, count);
    const done = this.#waiters.filter(({ target }) => !isBefore(loaded, target));
    this.#waiters = this.#waiters.filter((waiter) => !done.includes(waiter));
    for (const { resolve } of done) resolve();
  }

  /** Batches can be unreadable when the journal is older than this version of the registry. */
  async #keepUnreadable(
    from: Position,
    records: readonly JournalRecord[],
    unreadable: readonly number[],
  ): Promise<void> {
    for (const index of unreadable) {
      const record = records[index];
      if (!record) continue;
      const file = path.join(this.#options.unreadableDirectory, `${from.segment}-${from.offset}-${index}.batch`);
      await writeAtomically(file, encodeRecord(record));
      this.#options.onFault(`a batch is not readable by this version and was kept in ${file}`);
    }
  }

  #token({ from, to }: JournalBlock): string {
    return `${this.#progress.journal}/${from.segment}:${from.offset}-${to.offset}`;
  }

  #journalBytes(): number {
    return this.#options.journal.bytesFrom(this.loaded);
  }

  async #pauseBetweenLoads(): Promise<void> {
    const rest = this.#lastLoad + LOAD_INTERVAL_MS - performance.now();
    if (rest <= 0 || this.#hurried > 0 || this.#journalBytes() >= LOAD_AT_ONCE_BYTES) return;
    this.#isPacing = true;
    await this.#pause(rest);
    this.#isPacing = false;
  }

  async #pause(milliseconds: number): Promise<void> {
    const interruption = new AbortController();
    this.#interruptPause = () => interruption.abort();
    await pause(milliseconds, undefined, { signal: interruption.signal }).catch(() => {});
    this.#interruptPause = () => {};
  }
}
