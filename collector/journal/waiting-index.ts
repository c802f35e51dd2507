import { isBefore, type Position } from './position.ts';
import { type JournalRecord, recordBytes } from './record.ts';

/** Where a record stands, and how long it is. */
export interface Place extends Position {
  readonly bytes: number;
}

interface SegmentPlaces {
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
  readonly #segments = new Map<number, SegmentPlaces>();

  add(segment: number, offset: number, record: JournalRecord): void {
    const places = this.#segments.get(segment) ?? { senders: [], offsets: [], lengths: [] };
    this.#segments.set(segment, places);
    places.senders.push(keyOf(record.sender));
    places.offsets.push(offset);
    places.lengths.push(recordBytes(record));
  }

  /** The segment is gone. */
  drop(segment: number): void {
    this.#segments.delete(segment);
  }

  /** Where records from `from` on may be of a sender: all of its own, and by chance one of another's. */
  places(sender: string, from: Position): Place[] {
    const key = keyOf(sender);
    const found: Place[] = [];
    for (const [segment, { senders, offsets, lengths }] of [...this.#segments].sort(([a], [b]) => a - b)) {
      for (let at = senders.indexOf(key); at >= 0; at = senders.indexOf(key, at + 1)) {
        const place = { segment, offset: offsets[at] ?? 0, bytes: lengths[at] ?? 0 };
        if (!isBefore(place, from)) found.push(place);
      }
    }
    return found;
  }
}

function keyOf(sender: string): number {
  return Number.parseInt(sender.slice(0, 8), 16);
}
