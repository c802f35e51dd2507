import type { Journal, JournalBlock } from '../../journal/journal.ts';
import { isBefore, type Position } from '../../journal/position.ts';
import type { JournalRecord } from '../../journal/record.ts';
import { READ_BYTES } from '../../limits.ts';
import type { Loader } from '../../loader/loader.ts';
import { type Progress, writeProgress } from '../../loader/progress.ts';

/** What others ask of a loader. */
export type Loading = Pick<Loader, 'loaded' | 'wake' | 'settled' | 'attempted' | 'stop'>;

export interface JournalKeeperOptions {
  readonly journal: Journal;
  readonly progress: Progress;
  readonly progressFile: string;
  /** Which records are to stay. */
  readonly select: (records: readonly JournalRecord[]) => readonly JournalRecord[];
}

/**
 * In the place of a loader where there is no storage: what is in the journal stays there, but for what was erased. That leaves
 * the disk by writing the others anew, behind everything, and passing over what was before. A collector that dies in between
 * has some of them twice, as a loader has that repeats a block; one with a storage loads all of it later.
 */
export class JournalKeeper implements Loading {
  readonly #options: JournalKeeperOptions;
  #progress: Progress;
  /** One pass after the other. */
  #passes: Promise<void> = Promise.resolve();

  constructor(options: JournalKeeperOptions) {
    this.#options = options;
    this.#progress = options.progress;
  }

  get loaded(): Position {
    return this.#progress.loaded;
  }

  wake(): void {}

  /** Resolves when nothing is in the journal any more that was erased until now. */
  async settled(): Promise<void> {
    const pass = this.#passes.then(() => this.#forgetErased());
    this.#passes = pass.catch(() => {});
    await pass;
  }

  async attempted(): Promise<void> {}

  async stop(): Promise<void> {
    await this.#passes;
  }

  async #forgetErased(): Promise<void> {
    const { journal, progressFile, select } = this.#options;
    if (!(await this.#holdsErased(journal.end))) return;
    // What is written from here on is in a segment of its own, and stays when those before it go.
    await journal.roll();
    const { end } = journal;
    let passed = 0;
    for await (const { records } of this.#blocksUntil(end)) {
      await Promise.all(select(records).map((record) => journal.append(record)));
      passed += records.length;
    }
    const progress = { ...this.#progress, loaded: end, block: null };
    await writeProgress(progressFile, progress);
    this.#progress = progress;
    await journal.discard(end, passed);
  }

  async #holdsErased(end: Position): Promise<boolean> {
    for await (const { records } of this.#blocksUntil(end)) {
      if (this.#options.select(records).length < records.length) return true;
    }
    return false;
  }

  async *#blocksUntil(end: Position): AsyncGenerator<JournalBlock> {
    const none = { records: Number.POSITIVE_INFINITY, weight: Number.POSITIVE_INFINITY, weigh: () => 0 };
    let from = this.loaded;
    while (isBefore(from, end)) {
      const block = await this.#options.journal.read(from, { ...none, bytes: READ_BYTES });
      if (!block || !isBefore(block.from, end)) return;
      yield block;
      from = block.to;
    }
  }
}
