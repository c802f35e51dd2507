import path from 'node:path';
import { crc32 } from 'node:zlib';
import { MAX_BATCH_BYTES } from '../../core/batch/limits.ts';
import {
  attempt,
  type Disk,
  type FileFacts,
  moveTo,
  readOwn,
  succeeds,
  UNFINISHED,
  writeWhole,
} from '../files/disk.ts';
import { MAX_ASIDE_BYTES, MAX_OUTBOX_AGE_MS, MAX_OUTBOX_BYTES } from '../limits.ts';

/** Which batch it is, and its position in the order of sending. */
interface BatchPosition {
  readonly id: string;
  /** Number of the session on this computer (SessionHeader). */
  readonly run: number;
  readonly sequence: number;
}

/** A batch that waits on disk; the file holds the very bytes that are uploaded. */
export interface WaitingBatch extends BatchPosition {
  /** The position of a part of a split batch below its parent, such as ".0.1"; empty for a whole one. */
  readonly part: string;
  readonly file: string;
  /** CRC-32 of the bytes, in hexadecimal. */
  readonly checksum: string;
}

interface OutboxOptions {
  readonly disk: Disk;
  readonly directory: string;
  /** Where batches go that cannot be sent, so that a developer can look at them. */
  readonly aside: string;
  /** UTC milliseconds. */
  readonly now: () => number;
}

/** "0000000012-00000-<batch id>.<checksum>.batch"; parts of a split batch have ".0", ".1" … after the sequence. */
const fileName = /^(\d{10})-(\d{5})((?:\.\d)*)-([0-9a-f-]{36})\.([0-9a-f]{8})\.batch$/;

/**
 * What waits to be sent: one file a batch, in the order in which they are sent. Listing reads names only; a batch is
 * read when it is sent.
 */
export class Outbox {
  readonly #options: OutboxOptions;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /**
   * Adds a batch and forces it to the disk. Adding the same batch again replaces it by itself.
   * @param part for a part of a split batch: its position below the parent, such as ".0.1".
   */
  add(
    { id, run, sequence }: BatchPosition,
    bytes: Uint8Array,
    part = '',
    times: { readonly seenAt: number; readonly writtenAt: number } | undefined = undefined,
  ): WaitingBatch {
    const { disk, directory, now } = this.#options;
    const order = `${String(run).padStart(10, '0')}-${String(sequence).padStart(5, '0')}${part}`;
    const checksum = checksumOf(bytes);
    const file = path.join(directory, `${order}-${id}.${checksum}.batch`);
    writeWhole(disk, file, bytes, { times: times ?? { seenAt: now(), writtenAt: now() } });
    return { id, run, sequence, part, file, checksum };
  }

  /** Puts other bytes in the place of a batch's, as old as they are. @throws when the disk refuses. */
  rewrite(batch: WaitingBatch, bytes: Uint8Array): void {
    const { file } = this.add(batch, bytes, batch.part, this.#options.disk.facts(batch.file));
    if (file !== batch.file) this.remove(batch);
  }

  /** Puts parts in a batch's place; they are as old as it is. @throws when the disk refuses; the whole is then still there. */
  replace(whole: WaitingBatch, parts: readonly (readonly [id: string, bytes: Uint8Array])[]): WaitingBatch[] {
    const times = this.#options.disk.facts(whole.file);
    const added: WaitingBatch[] = [];
    try {
      for (const [index, [id, bytes]] of parts.entries()) {
        added.push(this.add({ ...whole, id }, bytes, `${whole.part}.${index}`, times));
      }
    } catch (error) {
      for (const part of added) this.remove(part);
      throw error;
    }
    this.remove(whole);
    return added;
  }

  /** Oldest first. */
  list(): WaitingBatch[] {
    return this.#batches(this.#names(this.#options.directory));
  }

  #batches(names: readonly string[]): WaitingBatch[] {
    const { directory } = this.#options;
    return names.toSorted().flatMap((name) => read(directory, name) ?? []);
  }

  get isEmpty(): boolean {
    return !this.#names(this.#options.directory).some((name) => fileName.test(name));
  }

  /**
   * The very bytes that were added; none, which is no batch, when the disk gives others: the columns are packed so tightly
   * that a changed byte can be another batch. Neither is what is no file, or larger than any batch.
   * @throws when the disk refuses.
   */
  read(batch: WaitingBatch): Uint8Array {
    const bytes = readOwn(this.#options.disk, batch.file, MAX_BATCH_BYTES);
    return bytes && checksumOf(bytes) === batch.checksum ? bytes : new Uint8Array();
  }

  remove(batch: WaitingBatch): void {
    this.#options.disk.remove(batch.file);
  }

  /** Moves a batch away that can never be sent. */
  setAside(batch: WaitingBatch): void {
    moveTo(this.#options.disk, batch.file, this.#options.aside);
  }

  /**
   * Removes what a crash left half done: a file half written, whose session's log is still there and is sealed again, and
   * the parts of a split whose whole is still there and is split again.
   */
  removeUnfinished(): void {
    const { disk, directory } = this.#options;
    const names = this.#names(directory);
    for (const name of names) {
      if (name.endsWith(UNFINISHED)) attempt(() => disk.remove(path.join(directory, name)));
    }
    const waiting = this.#batches(names);
    const present = new Set(waiting.map((batch) => `${batch.run}-${batch.sequence}${batch.part}`));
    for (const batch of waiting) {
      const parent = `${batch.run}-${batch.sequence}${batch.part.slice(0, -2)}`;
      if (batch.part !== '' && present.has(parent)) attempt(() => this.remove(batch));
    }
  }

  /**
   * Drops what is too old, then the oldest until the rest fits; what was set aside has the same age and less space.
   * Returns how many waiting batches went, by reason.
   */
  enforceLimits(): { expired: number; full: number } {
    const { aside } = this.#options;
    const setAside = this.#names(aside).map((name) => path.join(aside, name));
    this.#shrink(setAside, MAX_ASIDE_BYTES);
    return this.#shrink(
      this.list().map(({ file }) => file),
      MAX_OUTBOX_BYTES,
    );
  }

  /** A folder that cannot be listed has nothing to send. */
  #names(directory: string): string[] {
    return attempt(() => this.#options.disk.names(directory)) ?? [];
  }

  /** @param files oldest first. A file that the disk refuses to remove is still there and not counted as gone. */
  #shrink(files: readonly string[], maxBytes: number): { expired: number; full: number } {
    const { disk, now } = this.#options;
    const gone = { expired: 0, full: 0 };
    const kept: { file: string; bytes: number }[] = [];
    let total = 0;
    for (const file of files) {
      const facts = attempt(() => disk.facts(file));
      if (!facts) continue;
      const age = ageOf(facts, now());
      if (age.milliseconds > MAX_OUTBOX_AGE_MS && this.#removed(file)) {
        gone.expired++;
        continue;
      }
      const { corrected } = age;
      if (corrected) attempt(() => disk.setTimes(file, corrected));
      kept.push({ file, bytes: facts.bytes });
      total += facts.bytes;
    }
    for (const { file, bytes } of kept) {
      if (total <= maxBytes) break;
      if (!this.#removed(file)) continue;
      total -= bytes;
      gone.full++;
    }
    return gone;
  }

  #removed(file: string): boolean {
    return succeeds(() => this.#options.disk.remove(file));
  }
}

function read(directory: string, name: string): WaitingBatch | undefined {
  const match = fileName.exec(name);
  if (!match) return undefined;
  const [, run, sequence, part = '', id = '', checksum = ''] = match;
  return { id, run: Number(run), sequence: Number(sequence), part, file: path.join(directory, name), checksum };
}

function checksumOf(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}

/**
 * How long something has waited, by a clock that people, time servers and empty batteries set. A step that cannot be
 * true, back by more than a day or forward by more than any absence, is not believed and counts as one day: so a wrong
 * clock does not expire everything at once, and a clock that jumps again and again does not let anything live for ever.
 */

const DAY_MS = 24 * 60 * 60 * 1000;

/** Longest time in which nobody opens the app and the clock is still believed, in milliseconds: half a year. */
export const LONGEST_ABSENCE_MS = 180 * DAY_MS;

interface Age {
  /** Milliseconds that it has waited. */
  readonly milliseconds: number;
  /** The times to keep with it from now on, when the ones it has are not to be believed. */
  readonly corrected: Pick<FileFacts, 'seenAt' | 'writtenAt'> | undefined;
}

/** The age of what was written and last seen at these times, by the clock's present reading. */
export function ageOf({ seenAt, writtenAt }: Pick<FileFacts, 'seenAt' | 'writtenAt'>, now: number): Age {
  const waited = seenAt - writtenAt;
  if (isPlausible(waited) && isPlausible(now - seenAt)) {
    return { milliseconds: Math.max(0, now - writtenAt), corrected: undefined };
  }
  const milliseconds = (isPlausible(waited) ? Math.max(0, waited) : 0) + DAY_MS;
  return { milliseconds, corrected: { seenAt: now, writtenAt: now - milliseconds } };
}

function isPlausible(step: number): boolean {
  return step >= -DAY_MS && step <= LONGEST_ABSENCE_MS;
}
