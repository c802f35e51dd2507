import { decodeColumns } from 'candor-client/core';
import { brotli } from '../brotli.ts';
import type { JournalRecord } from '../journal/record.ts';
import { type Erasures, fingerprint } from './erasures.ts';

/**
 * Keeps erased batches out of what is loaded: those that waited in the journal when their installation was erased. A
 * record says whose it is; only those of the first builds have to be unpacked for that.
 */
export function selectWanted(
  erasures: Pick<Erasures, 'size' | 'hasFingerprint'>,
): (records: readonly JournalRecord[]) => readonly JournalRecord[] {
  return (records) =>
    erasures.size === 0 ? records : records.filter((record) => !erasures.hasFingerprint(senderOf(record)));
}

function senderOf({ sender, body }: JournalRecord): string | undefined {
  if (sender !== undefined) return sender;
  const decoding = decodeColumns(body, brotli);
  return decoding.ok ? fingerprint(decoding.batch.envelope) : undefined;
}
