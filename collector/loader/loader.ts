import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { Backoff } from '../backoff.ts';
import type { Journal, JournalBlock } from '../journal/journal.ts';
import { isBefore, isSame, type Position } from '../journal/position.ts';
import { type JournalRecord, recordBytes } from '../journal/record.ts';
import {
  BLOCK_BYTES,
  BLOCK_UNPACKED_BYTES,
  LOAD_AT_ONCE_BYTES,
  LOAD_ATTEMPTS,
  LOAD_INTERVAL_MS,
  LOAD_RETRY_MS,
  TURN_MS,
} from '../limits.ts';
import { ofRows } from '../storage/engine-codes.ts';
import { RowsRefused, type Storage, StorageOverrun, StorageUnavailable } from '../storage/storage.ts';
import { type Progress, writeProgress } from './progress.ts';
import type { SetAside } from './set-aside.ts';
import type { WaitingRows } from './waiting-rows.ts';

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
  /** Rows that need not be made, … */
  readonly rows: Pick<WaitingRows, 'at' | 'forgetBefore'>;
  /** … and how the others are, by decoding the batch; `undefined` when this version cannot read it. */
  readonly makeRow: (record: JournalRecord) => Uint8Array | undefined;
  /** Where batches go that this version cannot read or the storage refuses; nothing is thrown away. */
  readonly setAside: Pick<SetAside, 'keep'>;
  /** The first day that rows may be of; a batch that was received before it is stored as received on it. Asked at each attempt. */
  readonly firstDay?: () => Promise<number>;
  /** Which records of a block belong in the storage; all of them unless it is given. Asked anew at each attempt. */
  readonly select?: (records: readonly JournalRecord[]) => readonly JournalRecord[];
  /** Hears what went wrong; the load is tried again. */
  readonly onFault: (message: string) => void;
  /** Pauses after a failed load; {@link LOAD_RETRY_MS} unless a test has less time. */
  readonly retryMs?: { readonly first: number; readonly longest: number };
  /** Pause between two loads when there is no hurry; {@link LOAD_INTERVAL_MS} unless a test has more time. */
  readonly intervalMs?: number;
  readonly seams?: LoaderSeams;
}

const STOPPED = 'the loader was stopped';

/** Of a block, besides how many records it may have. */
const BLOCK_LIMITS = {
  bytes: BLOCK_BYTES,
  weight: BLOCK_UNPACKED_BYTES,
  weigh: ({ unpacked }: JournalRecord) => unpacked,
};

/**
 * Moves batches from the journal to the storage in blocks. The bounds of a block are on the disk before it is inserted,
 * and the progress is on the disk before the journal forgets it: whenever the collector dies, the next one repeats
 * the same block, or goes on behind it.
 *
 * A block is bounded by what it unpacks to. One that fails is tried once more, then halved, down to a single batch; a
 * batch that the engine refuses for what is in it is set aside, and one that always takes too long while the one behind it does
 * not, so that one batch never holds up the rest. For whatever is wrong with the storage it is waited, with batches that have
 * their receipt and are nowhere else but in the journal. Halves, and the one behind, may be stored again: readers see each batch once.
 */
export class Loader {
  readonly #options: LoaderOptions;
  readonly #backoff: Backoff;
  #progress: Progress;
  #isRunning = false;
  #running: Promise<void> = Promise.resolve();
  #lastLoad = Number.NEGATIVE_INFINITY;
  #hurried = 0;
  /** Most records of the next block: fewer after a block that failed. */
  #mostRecords = Number.POSITIVE_INFINITY;
  /** Attempts at the present block that failed. */
  #failures = 0;
  /** Attempts at the present block of one batch that failed for what is in it, … */
  #refusals = 0;
  /** … and that took too long. */
  #overruns = 0;
  /** The journal goes on behind the last block, which was full. */
  #isBehind = false;
  #attempt: Promise<unknown> = Promise.resolve();
  #stopped = false;
  /** Ends the pause that the loader is in, … */
  #interruptPause = () => {};
  /** … which is the usual one between two loads, and not the one after a fault. */
  #isPacing = false;
  #waiters: { readonly target: Position; readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];

  constructor(options: LoaderOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.retryMs ?? LOAD_RETRY_MS);
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
   * Resolves when everything before `target`, or that is in the journal now, is in the storage, without the usual pauses.
   * @throws StorageUnavailable when the loader is stopped before.
   */
  async settled(target: Position = this.#options.journal.end): Promise<void> {
    if (!isBefore(this.loaded, target)) return;
    if (this.#stopped) throw new StorageUnavailable(STOPPED);
    this.#hurried++;
    this.#interruptPause();
    this.wake();
    try {
      await new Promise<void>((resolve, reject) => this.#waiters.push({ target, resolve, reject }));
    } finally {
      this.#hurried--;
    }
  }

  /**
   * Resolves when the insert under way has ended, however it ends: those that follow are selected anew.
   */
  async attempted(): Promise<void> {
    await this.#attempt;
  }

  /** Begins nothing new. Resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#interruptPause();
    for (const { reject } of this.#waiters.splice(0)) reject(new StorageUnavailable(STOPPED));
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
    const { journal } = this.#options;
    // Before reading: what is appended meanwhile must not be passed over.
    const end = journal.end;
    const block = await this.#nextBlock();
    if (!block) return this.#advance(end, 0);
    try {
      await this.#insert(block);
    } catch (error) {
      if (!this.#stopped) await this.#afterFailure(block, error);
      throw error;
    }
    this.#failures = 0;
    this.#refusals = 0;
    this.#overruns = 0;
    // Larger again, block by block: the bad batch may be close.
    this.#mostRecords *= 2;
    this.#lastLoad = performance.now();
    await this.#advance(block.to, block.records.length);
    this.#isBehind = isBefore(block.to, end);
  }

  /**
   * The rows of what is readable in a block. After a restart, or when more waits than is kept, all of them may have to be
   * made: now and then others get their turn.
   * @throws when the loader is stopped meanwhile.
   */
  async #rowsOf({ from, records }: JournalBlock): Promise<ReadonlyMap<JournalRecord, Uint8Array>> {
    const firstDay = (await this.#options.firstDay?.()) ?? 0;
    const rows = new Map<JournalRecord, Uint8Array>();
    let { offset } = from;
    let turnEnds = performance.now() + TURN_MS;
    for (const record of records) {
      const row =
        record.day < firstDay
          ? await ofRows(() => this.#options.makeRow({ ...record, day: firstDay }))
          : (this.#options.rows.at({ segment: from.segment, offset }) ??
            (await ofRows(() => this.#options.makeRow(record))));
      if (row) rows.set(record, row);
      offset += recordBytes(record);
      if (performance.now() < turnEnds) continue;
      await nextTurn();
      if (this.#stopped) throw new Error(STOPPED);
      turnEnds = performance.now() + TURN_MS;
    }
    return rows;
  }

  /** Resolves to how many rows were stored. */
  #insert(block: JournalBlock): Promise<number> {
    const inserting = this.#insertNow(block);
    this.#attempt = inserting.catch(() => {});
    return inserting;
  }

  async #insertNow(block: JournalBlock): Promise<number> {
    const { storage, select, seams } = this.#options;
    const rows = await this.#rowsOf(block);
    await seams?.beforeInsert?.();
    // In the same step as the insert begins: whoever knows that nobody inserts may rely on what is selected later.
    const records = select?.(block.records) ?? block.records;
    const wanted = records.flatMap((record) => rows.get(record) ?? []);
    await storage.insert(wanted);
    for (const [index, record] of records.entries()) {
      if (!rows.has(record)) await this.#keep(block, index, record, 'is not readable by this version', false);
    }
    await seams?.afterInsert?.();
    return wanted.length;
  }

  /** Decides what is tried next in place of a block that failed: the same, its first half, or what follows it. */
  async #afterFailure(block: JournalBlock, error: unknown): Promise<void> {
    const { length } = block.records;
    if (length > 1) {
      this.#failures++;
      // To repeat what took too long would take as long again, and end the storage process again.
      if (this.#failures < LOAD_ATTEMPTS.block && !(error instanceof StorageOverrun)) return;
      this.#mostRecords = Math.ceil(length / 2);
      // Halves that fail are halved at once.
      this.#failures = LOAD_ATTEMPTS.block;
      this.#refusals = 0;
      this.#overruns = 0;
      this.#backoff.reset();
      return this.#write({ ...this.#progress, block: null });
    }
    const [record] = block.records;
    if (!record || !(await this.#isAtFault(block, error))) return;
    const isRefused = error instanceof RowsRefused;
    await this.#keep(block, 0, record, isRefused ? 'cannot be stored' : 'takes too long to be stored', isRefused);
    this.#refusals = 0;
    this.#overruns = 0;
    this.#backoff.reset();
    await this.#advance(block.to, 1);
  }

  /** Whether a block of one batch has failed so often, and so, that it is the batch and not the storage. */
  async #isAtFault(block: JournalBlock, error: unknown): Promise<boolean> {
    if (error instanceof RowsRefused)
      return ++this.#refusals >= LOAD_ATTEMPTS.batch && (await this.#options.storage.isWritable());
    // No memory, no disk, no keeper, no answer: none of it is a fault of the batch, however often it comes.
    if (!(error instanceof StorageOverrun) || ++this.#overruns < LOAD_ATTEMPTS.overrun) return false;
    // Too little time or memory may be the storage's fault as well, and then it is the next one's too. Where there is none, nothing is held up.
    const behind = { ...BLOCK_LIMITS, records: 1 };
    let next = await this.#options.journal.read(block.to, behind);
    while (next) {
      const count = await this.#insert(next).catch(() => undefined);
      // One without a row, unreadable or erased, says nothing.
      if (count !== 0) return count !== undefined;
      next = await this.#options.journal.read(next.to, behind);
    }
    return false;
  }

  /** The block that was begun, or else a new one; `undefined` when there is none. */
  async #nextBlock(): Promise<JournalBlock | undefined> {
    const { journal } = this.#options;
    const limits = { ...BLOCK_LIMITS, records: this.#mostRecords };
    const begun = this.#progress.block;
    if (begun) {
      const block = await journal.read(begun.from, { ...limits, bytes: begun.to.offset - begun.from.offset });
      // Another end: an earlier version has begun it, which did not ask what a block unpacks to.
      if (block && isSame(block.from, begun.from) && isSame(block.to, begun.to)) return block;
    }
    const block = await journal.read(this.loaded, limits);
    if (block) await this.#write({ ...this.#progress, block: { from: block.from, to: block.to } });
    return block;
  }

  async #advance(loaded: Position, count: number): Promise<void> {
    await this.#write({ ...this.#progress, loaded, block: null });
    this.#options.rows.forgetBefore(loaded);
    await this.#options.journal.discard(loaded, count);
    const done = this.#waiters.filter(({ target }) => !isBefore(loaded, target));
    this.#waiters = this.#waiters.filter((waiter) => !done.includes(waiter));
    for (const { resolve } of done) resolve();
  }

  async #write(progress: Progress): Promise<void> {
    await writeProgress(this.#options.progressFile, progress);
    this.#progress = progress;
  }

  /** Keeps a batch that cannot get into the tables, as the record that the journal had of it. */
  async #keep(
    { from }: JournalBlock,
    index: number,
    record: JournalRecord,
    why: string,
    isRefused: boolean,
  ): Promise<void> {
    const file = await this.#options.setAside.keep(from, index, record, isRefused);
    this.#options.onFault(`a batch ${why} and was kept in ${file}`);
  }

  #journalBytes(): number {
    return this.#options.journal.bytesFrom(this.loaded);
  }

  async #pauseBetweenLoads(): Promise<void> {
    const rest = this.#lastLoad + (this.#options.intervalMs ?? LOAD_INTERVAL_MS) - performance.now();
    if (rest <= 0 || this.#hurried > 0 || this.#isBehind || this.#journalBytes() >= LOAD_AT_ONCE_BYTES) return;
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
