import type { JournalRecord } from '../journal/record.ts';
import type { Erasures } from './erasures.ts';

/** Keeps erased batches out of what is loaded: those that waited in the journal when their installation was erased. */
export function selectWanted(
  erasures: Pick<Erasures, 'size' | 'hasFingerprint'>,
): (records: readonly JournalRecord[]) => readonly JournalRecord[] {
  return (records) =>
    erasures.size === 0 ? records : records.filter(({ sender }) => !erasures.hasFingerprint(sender));
}
