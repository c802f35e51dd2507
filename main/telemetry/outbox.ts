import path from 'node:path';
import type { Envelope } from '../../app/telemetry/registry.ts';
import { attempt, type Disk, moveTo, UNFINISHED, writeWhole } from '../disk.ts';
import { MAX_ASIDE_BYTES, MAX_OUTBOX_AGE_MS, MAX_OUTBOX_BYTES } from './limits.ts';
import { ageOf } from './outbox-age.ts';

/** A batch that waits on disk; the file holds the very bytes that are uploaded. */
export interface WaitingBatch {
  readonly id: string;
  readonly session: number;
  readonly sequence: number;
  /** The place of a part of a split batch below its parent, such as ".0.1"; empty for a whole one. */
  readonly part: string;
  readonly file: string;
}

interface OutboxOptions {
  readonly disk: Disk;
  readonly directory: string;
  /** Where batches go that cannot be sent, so that a developer can look at them. */
  readonly aside: string;
  /** UTC milliseconds. */
  readonly now: () => number;
}

/** "0000000012-00000-<batch id>.batch"; parts of a split batch have ".0", ".1" … after the sequence. */
const fileName = /^(\d{10})-(\d{5})((?:\.\d)*)-([0-9a-f-]{36})\.batch$/;

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
   * @param part for a part of a split batch: its place below the parent, such as ".0.1".
   */
  add(
    envelope: Pick<Envelope, 'batch' | 'session' | 'sequence'>,
    bytes: Uint8Array,
    part = '',
    times: { readonly seenAt: number; readonly writtenAt: number } | undefined = undefined,
  ): WaitingBatch {
    const { disk, directory, now } = this.#options;
    const { batch: id, session, sequence } = envelope;
    const order = `${String(session).padStart(10, '0')}-${String(sequence).padStart(5, '0')}${part}`;
    const file = path.join(directory, `${order}-${id}.batch`);
    writeWhole(disk, file, bytes, times ?? { seenAt: now(), writtenAt: now() });
    return { id, session, sequence, part, file };
  }

  /** Puts parts in a batch's place; they are as old as it is. @throws when the disk refuses; the whole is then still there. */
  replace(
    whole: WaitingBatch,
    parts: readonly (readonly [Pick<Envelope, 'batch' | 'session' | 'sequence'>, Uint8Array])[],
  ): WaitingBatch[] {
    const times = this.#options.disk.facts(whole.file);
    const added: WaitingBatch[] = [];
    try {
      for (const [index, [envelope, bytes]] of parts.entries()) {
        added.push(this.add(envelope, bytes, `${whole.part}.${index}`, times));
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
    const { directory } = this.#options;
    return this.#names(directory)
      .sort()
      .flatMap((name) => read(directory, name) ?? []);
  }

  get isEmpty(): boolean {
    return !this.#names(this.#options.directory).some((name) => fileName.test(name));
  }

  read(batch: WaitingBatch): Uint8Array {
    return this.#options.disk.read(batch.file);
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
    for (const name of this.#names(directory)) {
      if (name.endsWith(UNFINISHED)) attempt(() => disk.remove(path.join(directory, name)));
    }
    const waiting = this.list();
    const places = new Set(waiting.map((batch) => `${batch.session}-${batch.sequence}${batch.part}`));
    for (const batch of waiting) {
      const parent = `${batch.session}-${batch.sequence}${batch.part.slice(0, -2)}`;
      if (batch.part !== '' && places.has(parent)) attempt(() => this.remove(batch));
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
    const removed = attempt(() => {
      this.#options.disk.remove(file);
      return true;
    });
    return removed ?? false;
  }
}

function read(directory: string, name: string): WaitingBatch | undefined {
  const match = fileName.exec(name);
  if (!match) return undefined;
  const [, session, sequence, part = '', id = ''] = match;
  return { id, session: Number(session), sequence: Number(sequence), part, file: path.join(directory, name) };
}
