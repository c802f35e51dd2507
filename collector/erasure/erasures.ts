import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { openOwnFile, readOwnFile, syncDirectory, writeAtomically } from '../own-files.ts';
import { isoDay } from '../storage/rows.ts';
import { StorageUnavailable } from '../storage/storage.ts';

/** Who sent a batch: the parts of its envelope that only this installation's batches have together. */
export interface Sender {
  readonly installation: string;
  readonly keyHash: string;
}

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;

/** A line of the file: an erasure that was decided on a UTC day, and later perhaps that its rows are gone. */
const LINE = /^([0-9a-f]{64})(?: (\d{4}-\d\d-\d\d))?( done)?$/;

/**
 * Name under which an erasure is kept: SHA-256 of the installation ID and its key's hash. Neither can be told from it,
 * and nobody who knows an ID alone can have another's batches refused.
 */
export function fingerprint({ installation, keyHash }: Sender): string {
  return createHash('sha256').update(`${installation}\n${keyHash}`).digest('hex');
}

export interface ErasuresOptions {
  readonly file: string;
  /** UTC day, in days since 1970-01-01. */
  readonly today: () => number;
  /** Days after which a finished erasure is forgotten: what its installation had not sent is deleted by then. */
  readonly keptDays: number;
  /** Whether the journal still has something of a sender, which only the erasure keeps out of the tables. */
  readonly isWaiting: (name: string) => boolean;
}

interface Erasure {
  /** UTC day of the decision, "2026-03-09". */
  readonly day: string;
  readonly isDone: boolean;
}

/** Lines that the file has at least before it is written anew. */
const FEW_LINES = 1000;

/**
 * The installations that were erased: a file that is appended to, and synced before anybody relies on it. A line that a
 * crash cut off was never relied on, and is passed over. At the start, and when its lines have doubled, it is written anew
 * with what is needed of it.
 */
export class Erasures {
  readonly #options: ErasuresOptions;
  readonly #all = new Map<string, Erasure>();
  #lines = 0;
  #mostLines = FEW_LINES;
  /** One change after the other. */
  #changing: Promise<void> = Promise.resolve();

  private constructor(options: ErasuresOptions) {
    this.#options = options;
  }

  static async open(options: ErasuresOptions): Promise<Erasures> {
    const erasures = new Erasures(options);
    for (const line of (await readText(options.file)).split('\n')) {
      if (line !== '') erasures.#lines++;
      const [, name, day, done] = LINE.exec(line) ?? [];
      if (!name) continue;
      // An earlier version wrote no day: nobody knows how old it is, so it counts from here, and is written so below.
      if (day === undefined) erasures.#lines++;
      erasures.#note(name, { day: day ?? isoDay(options.today()), isDone: done !== undefined });
    }
    await erasures.#compact();
    return erasures;
  }

  /** Fingerprints whose rows may still be in the storage. */
  get pending(): readonly string[] {
    return [...this.#all].filter(([, { isDone }]) => !isDone).map(([name]) => name);
  }

  /** All fingerprints that are not forgotten. */
  get names(): readonly string[] {
    return [...this.#all.keys()];
  }

  has(sender: Sender): boolean {
    return this.#all.size > 0 && this.#all.has(fingerprint(sender));
  }

  /** Whether it was decided, and is not forgotten. */
  isKnown(name: string): boolean {
    return this.#all.has(name);
  }

  isPending(name: string): boolean {
    return this.#all.get(name)?.isDone === false;
  }

  /** What is not of an erased installation: batches that waited in the journal when theirs was erased are passed over. */
  wanted<R extends { readonly sender: string }>(records: readonly R[]): readonly R[] {
    return this.#all.size === 0 ? records : records.filter(({ sender }) => !this.#all.has(sender));
  }

  /**
   * Resolves when the erasures are on the disk; from then on {@link has} knows of them. Says nothing twice.
   * @throws StorageUnavailable when the disk does not take them: nothing is decided.
   */
  add(names: readonly string[]): Promise<void> {
    return this.#change(async () => {
      const fresh = [...new Set(names)].filter((name) => !this.#all.has(name));
      const day = isoDay(this.#options.today());
      await this.#append(fresh.map((name) => `${name} ${day}`));
      for (const name of fresh) this.#note(name, { day, isDone: false });
    });
  }

  /** The rows of these fingerprints are gone from the storage. */
  finish(names: readonly string[]): Promise<void> {
    return this.#change(async () => {
      const done = [...new Set(names)].filter((name) => this.isPending(name));
      await this.#append(done.map((name) => `${name} ${this.#all.get(name)?.day} done`));
      for (const name of done) this.#note(name, { day: this.#all.get(name)?.day ?? '', isDone: true });
      if (this.#lines > this.#mostLines) await this.#compact();
    });
  }

  #note(name: string, erasure: Erasure): void {
    this.#all.set(name, { ...erasure, day: this.#all.get(name)?.day ?? erasure.day });
  }

  #change(work: () => Promise<void>): Promise<void> {
    const changed = this.#changing.then(work);
    this.#changing = changed.catch(() => {});
    return changed;
  }

  /** Begins with a line break, because an earlier line may have been cut off. */
  async #append(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    await appendLines(this.#options.file, lines).catch((cause: Error) => {
      throw new StorageUnavailable(`erasures cannot be written: ${cause.message}`, { cause });
    });
    this.#lines += lines.length;
  }

  /** Forgets what is old and done, and writes one line each of all others. */
  async #compact(): Promise<void> {
    const { file, today, keptDays, isWaiting } = this.#options;
    const first = isoDay(today() - keptDays);
    for (const [name, { day, isDone }] of this.#all) {
      if (isDone && day < first && !isWaiting(name)) this.#all.delete(name);
    }
    if (this.#lines > this.#all.size) {
      const lines = [...this.#all].map(([name, { day, isDone }]) => `${name} ${day}${isDone ? ' done' : ''}\n`);
      await writeAtomically(await realpath(file), lines.join(''));
      this.#lines = this.#all.size;
    }
    this.#mostLines = Math.max(FEW_LINES, 2 * this.#lines);
  }
}

/** Appends lines to a file, which is made when it is not there; they are on the disk then. An earlier one may be cut off. */
export async function appendLines(file: string, lines: readonly string[]): Promise<void> {
  const handle = await openOwnFile(file, APPEND, 'followed');
  try {
    await handle.writeFile(`\n${lines.join('\n')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncDirectory(path.dirname(file));
}

/** The fingerprints in a file of erasures. @throws when there is no such file. */
export async function readErased(file: string): Promise<string[]> {
  const lines = (await readOwnFile(file)).toString('utf8').split('\n');
  return [...new Set(lines.flatMap((line) => LINE.exec(line)?.[1] ?? []))];
}

/** The fingerprints in a file of erasures, each with its newest UTC day where one is known; none where there is no file. */
export async function readErasedDays(file: string): Promise<Map<string, string | undefined>> {
  const days = new Map<string, string | undefined>();
  for (const line of (await readText(file)).split('\n')) {
    const [, name, day] = LINE.exec(line) ?? [];
    if (name !== undefined) days.set(name, day ?? days.get(name));
  }
  return days;
}

async function readText(file: string): Promise<string> {
  try {
    return (await readOwnFile(file)).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
