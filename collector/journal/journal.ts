import { MAX_JOURNAL_BYTES, MAX_PENDING_BYTES, READ_BYTES, SEGMENT_BYTES } from '../limits.ts';
import { makeDirectory } from '../own-files.ts';
import type { AppendFile, JournalFiles } from './files.ts';
import { GroupCommit } from './group-commit.ts';
import { isBefore, type Position } from './position.ts';
import { type BatchKey, encodeRecord, findRecord, type JournalRecord, parseRecords, recordBytes } from './record.ts';
import {
  addGap,
  canWrite,
  type Gaps,
  putAside,
  type Recovered,
  recoverSegments,
  type SetAside,
  segmentFile,
} from './segments.ts';
import type { RecordPosition, WaitingIndex } from './waiting-index.ts';

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

/** Where a block ends at the latest; it has one record at least. */
export interface BlockLimits {
  /** Bytes of journal. */
  readonly bytes: number;
  readonly records: number;
  /** What the records weigh together, as `weigh` says of each. */
  readonly weight: number;
  readonly weigh: (record: JournalRecord) => number;
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
  readonly #index: WaitingIndex;
  readonly #gaps: Gaps;
  readonly #commits = new GroupCommit<Position>((bytes, count) => this.#commit(bytes, count));
  #active: { readonly segment: number; readonly file: AppendFile } | undefined;
  /** The newest segment number that was ever used. */
  #newest: number;
  #loaded: Position;
  #waiting: number;
  #fault: unknown;

  /** Opens the journal in a directory, which is made when it is not there. Also tells which batches wait in it. */
  static async open(options: JournalOptions): Promise<{ journal: Journal; waiting: BatchKey[] }> {
    await makeDirectory(options.directory);
    const recovered = await recoverSegments(options.files, options.directory, options.loaded);
    for (const found of recovered.setAside) options.onSetAside(found);
    const journal = new Journal(options, recovered);
    await journal.discard(options.loaded, 0);
    return { journal, waiting: recovered.waiting };
  }

  private constructor(options: JournalOptions, { ends, index, gaps, waiting }: Recovered) {
    this.#directory = options.directory;
    this.#files = options.files;
    this.#onSetAside = options.onSetAside;
    this.#segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
    this.#ends = ends;
    this.#index = index;
    this.#gaps = gaps;
    this.#loaded = options.loaded;
    this.#waiting = waiting.length;
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
   * Resolves to where the record stands when it is on the disk: after two syncs at most, the one under way and its own.
   * @throws JournalUnavailable when it is not and will not be.
   */
  async append(record: JournalRecord): Promise<Position> {
    const bytes = encodeRecord(record);
    if (this.#commits.pendingBytes + bytes.length > MAX_PENDING_BYTES) throw new JournalUnavailable('disk too slow');
    if (this.#totalBytes() + bytes.length > MAX_JOURNAL_BYTES) throw new JournalUnavailable('journal full');
    const { group, offset } = await this.#commits.add(bytes);
    return { segment: group.segment, offset: group.offset + offset };
  }

  /**
   * The next records behind `from`, of one segment, within the limits and one at least; `undefined` at the end. What is
   * damaged since it was written is set aside and skipped.
   */
  async read(from: Position, limits: BlockLimits): Promise<JournalBlock | undefined> {
    for (const [segment, end] of [...this.#ends].sort(([a], [b]) => a - b)) {
      const start = segment === from.segment ? from.offset : 0;
      if (segment < from.segment || start >= end) continue;
      const block = await this.#readSegment(segment, start, limits);
      if (block) return block;
    }
    return undefined;
  }

  /**
   * The records of one sender that are not loaded, in the order in which they came; `undefined` when there are more than
   * `most`.
   */
  async waitingOf(sender: string, most: number): Promise<JournalRecord[] | undefined> {
    const positions = this.#index.positions(sender, this.#loaded);
    if (positions.length > most) return undefined;
    const found: JournalRecord[] = [];
    for (const position of positions) {
      const record = await this.#recordAt(position);
      if (record?.sender === sender) found.push(record);
    }
    return found;
  }

  /** Whether something of a sender is not loaded. */
  async holds(sender: string): Promise<boolean> {
    for (const position of this.#index.positions(sender, this.#loaded)) {
      if ((await this.#recordAt(position))?.sender === sender) return true;
    }
    return false;
  }

  /** How many records of a sender are not loaded; one of another's may be counted among them. */
  countOf(sender: string): number {
    return this.#index.positions(sender, this.#loaded).length;
  }

  /** A record that is not loaded. A segment that goes meanwhile is loaded; what is damaged is set aside when it is its turn. */
  async #recordAt({ segment, offset, bytes }: RecordPosition): Promise<JournalRecord | undefined> {
    if (!this.#ends.has(segment)) return undefined;
    const file = segmentFile(this.#directory, segment);
    const read = await this.#files.read(file, offset, offset + bytes).catch(() => undefined);
    return read && parseRecords(read).records[0];
  }

  async #readSegment(segment: number, start: number, limits: BlockLimits): Promise<JournalBlock | undefined> {
    const { records: most, weight: heaviest, weigh } = limits;
    const to = Math.min(this.#ends.get(segment) ?? 0, start + limits.bytes);
    const file = segmentFile(this.#directory, segment);
    const records: JournalRecord[] = [];
    let end = start;
    let weight = 0;
    for (let isFull = false; !isFull && end < to; ) {
      const read = parseRecords(await this.#files.read(file, end, Math.min(to, end + READ_BYTES))).records;
      // Whatever follows is cut off by `to` or damaged; if it is first, it is looked into below.
      if (read.length === 0) break;
      for (const record of read) {
        weight += weigh(record);
        isFull = records.length > 0 && (weight > heaviest || records.length >= most);
        if (isFull) break;
        records.push(record);
        end += recordBytes(record);
      }
    }
    if (records.length > 0) return { from: { segment, offset: start }, to: { segment, offset: end }, records };
    const next = this.#gaps.get(segment)?.get(start) ?? (await this.#setAside(segment, start));
    return next === undefined ? undefined : this.#readSegment(segment, next, limits);
  }

  /** Sets aside what stands at an offset and is no record. Tells where the next one of the segment begins, if any does. */
  async #setAside(segment: number, start: number): Promise<number | undefined> {
    const file = segmentFile(this.#directory, segment);
    await this.#commits.idle();
    if (this.#active?.segment === segment) await this.#closeActive();
    const bytes = await this.#files.read(file, start);
    const trusted = (this.#ends.get(segment) ?? start) - start;
    const distance = findRecord(bytes.subarray(0, trusted));
    this.#onSetAside(await putAside(this.#files, file, start, bytes, distance));
    if (distance === undefined) {
      this.#ends.set(segment, start);
      return undefined;
    }
    addGap(this.#gaps, segment, start, start + distance);
    return start + distance;
  }

  /** Says that everything before `loaded`, `count` batches more than before, is in the storage for good. */
  async discard(loaded: Position, count: number): Promise<void> {
    this.#loaded = loaded;
    this.#waiting -= count;
    for (const [segment, end] of [...this.#ends]) {
      if (segment === this.#active?.segment || isBefore(loaded, { segment, offset: end })) continue;
      await this.#files.remove(segmentFile(this.#directory, segment));
      this.#ends.delete(segment);
      this.#index.drop(segment);
      this.#gaps.delete(segment);
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

  /** Where the bytes begin. */
  async #commit(bytes: Buffer, count: number): Promise<Position> {
    try {
      const { segment, file } = this.#active ?? (await this.#openActive());
      await file.append(bytes);
      await file.sync();
      const start = this.#ends.get(segment) ?? 0;
      const end = start + bytes.length;
      this.#ends.set(segment, end);
      this.#note(segment, start, bytes);
      this.#waiting += count;
      this.#fault = undefined;
      if (end >= this.#segmentBytes) await this.#closeActive();
      return { segment, offset: start };
    } catch (error) {
      this.#fault = error;
      await this.#abandonActive();
      throw new JournalUnavailable('disk fault', { cause: error });
    }
  }

  #note(segment: number, start: number, bytes: Buffer): void {
    let offset = start;
    for (const record of parseRecords(bytes).records) {
      this.#index.add(segment, offset, record);
      offset += recordBytes(record);
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
