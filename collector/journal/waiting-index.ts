import { isBefore, type Position } from './position.ts';
import { type JournalRecord, recordBytes } from './record.ts';

/** Where a record stands, and how long it is. */
export interface RecordPosition extends Position {
  readonly bytes: number;
}

interface SegmentRecords {
  /** The first 32 bits of the sender's fingerprint. */
  readonly senders: number[];
  readonly offsets: number[];
  readonly lengths: number[];
}

/**
 * Whose records stand where in the journal, so that an answer to an installation need not wait for the records of
 * others. Three numbers a record: the journal may hold millions.
 */
export class WaitingIndex {
  readonly #segments = new Map<number, SegmentRecords>();

  add(segment: number, offset: number, record: JournalRecord): void {
    const records = this.#segments.get(segment) ?? { senders: [], offsets: [], lengths: [] };
    this.#segments.set(segment, records);
    records.senders.push(keyOf(record.sender));
    records.offsets.push(offset);
    records.lengths.push(recordBytes(record));
  }

  /** The segment is gone. */
  drop(segment: number): void {
    this.#segments.delete(segment);
  }

  /** Where records from `from` on may be of a sender: all of its own, and by chance one of another's. */
  positions(sender: string, from: Position): RecordPosition[] {
    const key = keyOf(sender);
    const found: RecordPosition[] = [];
    for (const [segment, { senders, offsets, lengths }] of [...this.#segments].sort(([a], [b]) => a - b)) {
      for (let at = senders.indexOf(key); at >= 0; at = senders.indexOf(key, at + 1)) {
        const position = { segment, offset: offsets[at] ?? 0, bytes: lengths[at] ?? 0 };
        if (!isBefore(position, from)) found.push(position);
      }
    }
    return found;
  }
}

function keyOf(sender: string): number {
  return Number.parseInt(sender.slice(0, 8), 16);
}
