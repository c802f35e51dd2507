import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Position } from '../journal/position.ts';
import { encodeRecord, type JournalRecord, parseRecords } from '../journal/record.ts';
import { SET_ASIDE_AT_ONCE, SET_ASIDE_TRIES } from '../limits.ts';
import { makeDirectory, readOwnFile, syncDirectory, writeAtomically } from '../own-files.ts';
import manifest from '../package.json' with { type: 'json' };

export interface TakingBack {
  /** Whether this version can make a row of it. */
  readonly isReadable: (record: JournalRecord) => boolean;
  /** Whether its installation was erased: it is deleted then. */
  readonly isErased: (record: JournalRecord) => boolean;
  /** Resolves when it is in the journal. */
  readonly append: (record: JournalRecord) => Promise<unknown>;
  /** Aborted when the collector ends: the rest is taken back by the next one. */
  readonly signal: AbortSignal;
}

/** A file's name: its place in the journal, the sender, how often the engine has refused it, and by which version it was asked. */
const NAME = /^\d+-\d+-\d+\.(?<sender>[0-9a-f]{64})\.(?<refusals>\d{1,3})\.(?<version>.+)\.batch$/;

/**
 * Batches that were acknowledged and could not get into the tables, each as the record that the journal had of it, in a file of
 * its own: a newer version has sent it, or the engine had something against it. None is thrown away.
 */
export class SetAside {
  readonly #directory: string;
  readonly #version: string;
  /** Names of files, by the sender of what is in them. */
  readonly #files = new Map<string, Set<string>>();
  /** How often this version has been refused what it has put back, by the batch's id. */
  readonly #refusals = new Map<string, number>();

  private constructor(directory: string, version: string) {
    this.#directory = directory;
    this.#version = version;
  }

  /**
   * Learns what is there from the names of files, in a directory that is made when it is not. Files of an earlier version, whose
   * names say less, are read, one at a time. What is no record is left alone.
   */
  static async open(directory: string, version: string = manifest.version): Promise<SetAside> {
    await makeDirectory(directory);
    const aside = new SetAside(directory, version);
    for (const name of await readdir(directory)) {
      if (!name.endsWith('.batch')) continue;
      const sender = NAME.exec(name)?.groups?.['sender'] ?? (await aside.#read(name))?.sender;
      if (sender) aside.#note(sender, name);
    }
    return aside;
  }

  /** Whether there is anything. */
  get isEmpty(): boolean {
    return this.#files.size === 0;
  }

  /** Whether there is something of a sender. */
  holds(sender: string): boolean {
    return this.#files.has(sender);
  }

  /**
   * Resolves to the file that has the record for good.
   * @param index of the record in the block that begins there.
   * @param isRefused whether the engine has something against what is in it: this version does not try it again without end.
   */
  async keep({ segment, offset }: Position, index: number, record: JournalRecord, isRefused: boolean): Promise<string> {
    const refusals = (this.#refusals.get(record.batch) ?? 0) + Number(isRefused);
    const name = `${segment}-${offset}-${index}.${record.sender}.${refusals}.${this.#version}.batch`;
    const file = path.join(this.#directory, name);
    await writeAtomically(file, encodeRecord(record));
    this.#refusals.delete(record.batch);
    this.#note(record.sender, name);
    return file;
  }

  /** Deletes what there is of senders, who were erased. */
  async forget(senders: readonly string[]): Promise<void> {
    const names = senders.flatMap((sender) => [...(this.#files.get(sender) ?? [])]);
    for (const name of names) await rm(path.join(this.#directory, name), { force: true });
    for (const sender of senders) this.#files.delete(sender);
    if (names.length > 0) await syncDirectory(this.#directory);
  }

  /**
   * Puts back into the journal what can be tried again: a version that knows its words has been installed, or the engine has
   * refused it for something that is over. A file goes when the journal has its record; what a kill in between leaves twice is one
   * row to every reader. What fails again is set aside again; what this version was refused {@link SET_ASIDE_TRIES} times stays.
   * @returns how many batches that were.
   */
  async takeBack({ isReadable, isErased, append, signal }: TakingBack): Promise<number> {
    let count = 0;
    const waiting = [...this.#files].flatMap(([sender, names]) => [...names].map((name) => ({ sender, name })));
    for (let from = 0; from < waiting.length && !signal.aborted; from += SET_ASIDE_AT_ONCE) {
      const taken = await Promise.all(
        waiting.slice(from, from + SET_ASIDE_AT_ONCE).map(async ({ sender, name }) => {
          const record = await this.#read(name);
          const refusals = this.#refusalsOf(name);
          const isTried = record !== undefined && refusals < SET_ASIDE_TRIES && isReadable(record);
          if (!record || !(isErased(record) || isTried)) return false;
          if (!isErased(record)) {
            if (refusals > 0) this.#refusals.set(record.batch, refusals);
            await append(record);
          }
          await rm(path.join(this.#directory, name), { force: true });
          this.#drop(sender, name);
          return !isErased(record);
        }),
      );
      count += taken.filter(Boolean).length;
    }
    return count;
  }

  /** How often this version was refused it, so far as the name says. */
  #refusalsOf(name: string): number {
    const { refusals, version } = NAME.exec(name)?.groups ?? {};
    return version === this.#version ? Number(refusals) : 0;
  }

  async #read(name: string): Promise<JournalRecord | undefined> {
    const bytes = await readOwnFile(path.join(this.#directory, name)).catch(() => undefined);
    return bytes && parseRecords(bytes).records[0];
  }

  #note(sender: string, name: string): void {
    const names = this.#files.get(sender) ?? new Set();
    this.#files.set(sender, names.add(name));
  }

  #drop(sender: string, name: string): void {
    const names = this.#files.get(sender);
    names?.delete(name);
    if (names?.size === 0) this.#files.delete(sender);
  }
}
