import { SENDER_DIGITS } from '../intake/known-batches.ts';
import type { BatchKey } from '../journal/record.ts';
import { isoDay } from '../storage/rows.ts';
import type { Storage } from '../storage/storage.ts';
import { BATCHES } from '../storage/table.ts';

/** Characters of a UUID as text. */
const UUID_LENGTH = 36;

/** One row with one array: a million small rows would take seconds to read. */
const RECENT = `
  SELECT groupArray(concat(toString(batch), sender)) AS keys
  FROM (SELECT batch, substring(lower(hex(SHA256(concat(toString(installation), '\\n', keyHash)))), 1, ${SENDER_DIGITS}) AS sender FROM ${BATCHES} WHERE received >= {since:Date} ORDER BY received DESC LIMIT {most:UInt64})`;

/**
 * Stored batches, the newest ones when there are more than `most`, oldest first.
 * @param since first UTC day of receipt, in days since 1970-01-01.
 */
export async function queryRecentBatches(storage: Storage, since: number, most: number): Promise<BatchKey[]> {
  const [row] = await storage.query<{ keys: string[] }>(RECENT, { since: isoDay(since), most });
  return (row?.keys ?? [])
    .reverse()
    .map((key) => ({ batch: key.slice(0, UUID_LENGTH), sender: key.slice(UUID_LENGTH) }));
}
