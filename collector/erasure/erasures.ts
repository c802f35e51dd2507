import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import path from 'node:path';
import { openOwnFile, readOwnFile, syncDirectory } from '../own-files.ts';

/** Who sent a batch: the parts of its envelope that only this installation's batches have together. */
export interface Sender {
  readonly installation: string;
  readonly keyHash: string;
}

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;

/** A line of the file: an erasure that was decided, and later perhaps that its rows are gone. */
const LINE = /^([0-9a-f]{64})( done)?$/;

/**
 * Name under which an erasure is kept: SHA-256 of the installation ID and its key's hash. Neither can be told from it,
 * and nobody who knows an ID alone can have another's batches refused.
 */
export function fingerprint({ installation, keyHash }: Sender): string {
  return createHash('sha256').update(`${installation}\n${keyHash}`).digest('hex');
}

/**
 * The installations that were erased, for good: a file that is only appended to and synced before anybody relies on it.
 * A line that a crash cut off was never relied on, and is passed over.
 */
export class Erasures {
  readonly #file: string;
  readonly #all = new Set<string>();
  readonly #pending = new Set<string>();

  private constructor(file: string) {
    this.#file = file;
  }

  static async open(file: string): Promise<Erasures> {
    const erasures = new Erasures(file);
    for (const line of (await readText(file)).split('\n')) {
      const [, name, done] = LINE.exec(line) ?? [];
      if (name) erasures.#note(name, done !== undefined);
    }
    return erasures;
  }

  /** Fingerprints whose rows may still be in the storage. */
  get pending(): readonly string[] {
    return [...this.#pending];
  }

  has(sender: Sender): boolean {
    return this.#all.size > 0 && this.#all.has(fingerprint(sender));
  }

  /** What is not of an erased installation: batches that waited in the journal when theirs was erased are passed over. */
  wanted<R extends { readonly sender: string }>(records: readonly R[]): readonly R[] {
    return this.#all.size === 0 ? records : records.filter(({ sender }) => !this.#all.has(sender));
  }

  /** Resolves when the erasure is on the disk; from then on {@link has} knows of it. */
  async add(sender: Sender): Promise<void> {
    const name = fingerprint(sender);
    if (this.#all.has(name)) return;
    await this.#append(name);
    this.#note(name, false);
  }

  /** The rows of this fingerprint are gone from the storage. */
  async finish(name: string): Promise<void> {
    await this.#append(`${name} done`);
    this.#note(name, true);
  }

  #note(name: string, done: boolean): void {
    this.#all.add(name);
    if (done) this.#pending.delete(name);
    else this.#pending.add(name);
  }

  /** Begins with a line break, because an earlier line may have been cut off. */
  async #append(line: string): Promise<void> {
    const handle = await openOwnFile(this.#file, APPEND, 'followed');
    try {
      await handle.writeFile(`\n${line}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await syncDirectory(path.dirname(this.#file));
  }
}

async function readText(file: string): Promise<string> {
  try {
    return (await readOwnFile(file)).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
