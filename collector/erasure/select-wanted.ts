import { decodeColumns } from '../../app/telemetry/batch-codec.ts';
import { brotli } from '../brotli.ts';
import type { JournalBlock } from '../journal/journal.ts';
import { isBefore, type Position } from '../journal/position.ts';
import type { JournalRecord } from '../journal/record.ts';
import type { Erasures } from './erasures.ts';

/**
 * Keeps erased batches out of what is loaded. Only the journal that an earlier run left can hold any: in this run they
 * are refused at the door, and an erasure waits for those that came just before it. So only that part is looked into.
 * @param opened the journal's end when this run began.
 */
export function selectWanted(erasures: Erasures, opened: Position): (block: JournalBlock) => readonly JournalRecord[] {
  return ({ from, records }) => {
    if (erasures.size === 0 || !isBefore(from, opened)) return records;
    return records.filter(({ body }) => {
      const decoding = decodeColumns(body, brotli);
      return !decoding.ok || !erasures.has(decoding.batch.envelope);
    });
  };
}
