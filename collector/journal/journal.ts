import { MAX_JOURNAL_BYTES, MAX_PENDING_BYTES, SEGMENT_BYTES } from '../limits.ts';
import { makeDirectory } from '../make-directory.ts';
import type { AppendFile, JournalFiles } from './files.ts';
import { GroupCommit } from './group-commit.ts';
import { isBefore, type Position } from './position.ts';
import { encodeRecord, type JournalRecord, parseRecords } from './record.ts';
import { canWrite, recoverSegments, type SetAside, segmentFile, setAside } from './segments.ts';

/** The journal cannot take a batch now: the disk is full, faulty or too slow. Nothing was acknowledged. */
export class JournalUnavailable extends Error {
  override name = 'JournalUnavailable';
}

/** Records between two positions of one segment. */
export interface JournalBlock {
  readonly from: Position;
  readonly to: Position;
  readonly records: JournalRecord[];
}

export interface JournalOptions {
  readonly directory: string;
  readonly files: JournalFiles;
  /** Everything before it is in the storage for good. */
  readonly loaded: Position;
  /** Hears of bytes that were set aside because they are no records. */
  readonly onSetAside: (found: SetAside) => void;
  /** Bytes at which a segment is closed; {@link SEGMENT_BYTES} unless a test wants many. */
  readonly segmentBytes?: number;
}

/**
 * What was received and is not in the storage yet. A record is trusted once it is synced; senders get their receipt
 * then and not before. A segment that had any fault is never written again: after a failed sync nobody knows what the
 * disk holds of it, and a second sync that succeeds would prove nothing.
 */
export class Journal {
  readonly #directory: string;
  readonly #files: JournalFiles;
  readonly #onSetAside: (found: SetAside) => void;
  readonly #segmentBytes: number;
  /** Trusted length of every segment that exists, in bytes. */
  readonly #ends: Map<number, number>;
  readonly #commits = new GroupCommit((bytes, count) => this.#commit(bytes, count));
  #active: { readonly segment: number; readonly file: AppendFile } | undefined;
  /** The newest segment number that was ever used. */
  #newest: number;
  #loaded: Position;
  #waiting: number;
  #fault: unknown;

  /** Opens the journal in a directory, which is made when it is not there. Also tells which batches wait in it. */
  static async open(options: JournalOptions): Promise<{ journal: Journal; waiting: string[] }> {
    await makeDirectory(options.directory);
    const { ends, waiting, setAside } = await recoverSegments(options.files, options.directory, options.loaded);
    for (const found of setAside) options.onSetAside(found);
    const journal = new Journal(options, ends, waiting.length);
    await journal.discard(options.loaded, 0);
    return { journal, waiting };
  }

  private constructor(options: JournalOptions, ends: Map<number, number>, waiting: number) {
    this.#directory = options.directory;
    this.#files = options.files;
    this.#onSetAside = options.onSetAside;
    this.#segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
    this.#ends = ends;
    this.#loaded = options.loaded;
    this.#waiting = waiting;
    this.#newest = Math.max(options.loaded.segment, ...ends.keys());
  }

  /** Batches that are on the disk and not loaded. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Behind the newest synced record. */
  get end(): Position {
    const segment = Math.max(0, ...this.#ends.keys());
    const end = { segment, offset: this.#ends.get(segment) ?? 0 };
    return isBefore(end, this.#loaded) ? this.#loaded : end;
  }

  /** Bytes from `from` to the end. */
  bytesFrom(from: Position): number {
    let bytes = 0;
    for (const [segment, end] of this.#ends) {
      if (segment > from.segment) bytes += end;
      else if (segment === from.segment) bytes += Math.max(0, end - from.offset);
    }
    return bytes;
  }

  /**
   * Resolves when the record is on the disk: after two syncs at most, the one under way and its own.
   * @throws JournalUnavailable when it is not and will not be.
   */
  async append(record: JournalRecord): Promise<void> {
    const bytes = encodeRecord(record);
    if (this.#commits.pendingBytes + bytes.length > MAX_PENDING_BYTES) throw new JournalUnavailable('disk too slow');
    if (this.#totalBytes() + bytes.length > MAX_JOURNAL_BYTES) throw new JournalUnavailable('journal full');
    await this.#commits.add(bytes);
  }

  /**
   * The next records behind `from`, of one segment, at most `maxBytes` of them but one at least; `undefined` at the
   * end. What is damaged since it was written is set aside and skipped.
   */
  async read(from: Position, maxBytes: number): Promise<JournalBlock | undefined> {
    for (const [segment, end] of [...this.#ends].sort(([a], [b]) => a - b)) {
      const start = segment === from.segment ? from.offset : 0;
      if (segment < from.segment || start >= end) continue;
      const block = await this.#readSegment(segment, start, Math.min(end, start + maxBytes));
      if (block) return block;
    }
    return undefined;
  }

  async #readSegment(segment: number, start: number, to: number): Promise<JournalBlock | undefined> {
    const file = segmentFile(this.#directory, segment);
    const bytes = await this.#files.read(file, start, to);
    const { records, end } = parseRecords(bytes);
    if (records.length > 0) {
      return { from: { segment, offset: start }, to: { segment, offset: start + end }, records };
    }
    await this.#commits.idle();
    if (this.#active?.segment === segment) await this.#closeActive();
    this.#onSetAside(await setAside(this.#files, file, start, await this.#files.read(file, start)));
    this.#ends.set(segment, start);
    return undefined;
  }

  /** Says that everything before `loaded`, `count` batches more than before, is in the storage for good. */
  async discard(loaded: Position, count: number): Promise<void> {
    this.#loaded = loaded;
    this.#waiting -= count;
    for (const [segment, end] of [...this.#ends]) {
      if (segment === this.#active?.segment || isBefore(loaded, { segment, offset: end })) continue;
      await this.#files.remove(segmentFile(this.#directory, segment));
      this.#ends.delete(segment);
    }
    // Damaged records were counted and can never be loaded.
    if (!isBefore(loaded, this.end)) this.#waiting = 0;
  }

  /**
   * Closes the segment that is being written, so that records in it that are loaded leave the disk now and not when it
   * is full. What comes next begins a segment of its own.
   */
  async roll(): Promise<void> {
    // `idle` alone would let a commit begin before the next line.
    while (this.#commits.pendingBytes > 0) await this.#commits.idle();
    await this.#closeActive();
    await this.discard(this.#loaded, 0);
  }

  /** Whether a batch could be taken now. After a fault the disk is tried with a few bytes. */
  async isWritable(): Promise<boolean> {
    if (this.#fault === undefined) return this.#totalBytes() < MAX_JOURNAL_BYTES;
    if (!(await canWrite(this.#files, this.#directory))) return false;
    this.#fault = undefined;
    return true;
  }

  /** Waits for what is being written, then closes. Nothing may be appended any more. */
  async close(): Promise<void> {
    await this.#commits.idle();
    await this.#closeActive();
  }

  #totalBytes(): number {
    let bytes = this.#commits.pendingBytes;
    for (const end of this.#ends.values()) bytes += end;
    return bytes;
  }

  async #commit(bytes: Buffer, count: number): Promise<void> {
    try {
      const { segment, file } = this.#active ?? (await this.#openActive());
      await file.append(bytes);
      await file.sync();
      const end = (this.#ends.get(segment) ?? 0) + bytes.length;
      this.#ends.set(segment, end);
      this.#waiting += count;
      this.#fault = undefined;
      if (end >= this.#segmentBytes) await this.#closeActive();
    } catch (error) {
      this.#fault = error;
      await this.#abandonActive();
      throw new JournalUnavailable('disk fault', { cause: error });
    }
  }

  async #openActive(): Promise<{ segment: number; file: AppendFile }> {
    const segment = ++this.#newest;
    const file = await this.#files.create(segmentFile(this.#directory, segment));
    this.#active = { segment, file };
    this.#ends.set(segment, 0);
    return this.#active;
  }

  async #closeActive(): Promise<void> {
    const active = this.#active;
    this.#active = undefined;
    await active?.file.close().catch(() => {});
  }

  /** Keeps the synced part of the active segment, and tries to remove the rest, which nobody was promised. */
  async #abandonActive(): Promise<void> {
    const active = this.#active;
    if (!active) return;
    await this.#closeActive();
    const file = segmentFile(this.#directory, active.segment);
    const end = this.#ends.get(active.segment) ?? 0;
    if (end === 0) this.#ends.delete(active.segment);
    await (end === 0 ? this.#files.remove(file) : this.#files.truncate(file, end)).catch(() => {});
  }
}
