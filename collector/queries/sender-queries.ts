/** Queries about senders by their fingerprints (erasure/erasures.ts). The columns that they read end with their row. */
import { SENDER_DIGITS } from '../intake/known-batches.ts';
import type { BatchKey } from '../journal/record.ts';
import { FIRST_QUESTION_MS } from '../limits.ts';
import { isoDay } from '../storage/rows.ts';
import type { Storage } from '../storage/storage.ts';
import { BATCHES } from '../storage/table.ts';

const FINGERPRINT = "lower(hex(SHA256(concat(toString(installation), '\\n', keyHash))))";

/**
 * Rows are found by the fingerprint and not by the installation: ClickHouse keeps the text of its last mutations, and an
 * ID that was erased must not stand there. The price is a look at the key columns of every row, about half a second a
 * million batches.
 */
const OF_FINGERPRINT = `${FINGERPRINT} = {fingerprint:String}`;

/** A mutation and not a lightweight delete: that one only hides rows, this one writes their parts anew without them. */
const DELETE = `ALTER TABLE ${BATCHES} DELETE WHERE ${OF_FINGERPRINT} SETTINGS mutations_sync = 2`;

const REST = `SELECT count() AS rows FROM ${BATCHES} WHERE ${OF_FINGERPRINT}`;

/**
 * Deletes what the storage holds under a fingerprint and makes sure of it. May be repeated.
 * @throws when rows are left, or the storage cannot answer.
 */
export async function eraseRows(storage: Storage, fingerprint: string): Promise<void> {
  await storage.run(DELETE, { fingerprint });
  const [rest] = await storage.query<{ rows: number }>(REST, { fingerprint });
  // A collector without a storage has nobody to say how many.
  if ((rest?.rows ?? 0) !== 0) throw new Error('the storage still holds rows that were erased');
}

/** Characters of a UUID as text. */
const UUID_LENGTH = 36;

/** One row with one array: a million small rows would take seconds to read. */
const RECENT = `
  SELECT groupArray(concat(toString(batch), sender)) AS keys
  FROM (
    SELECT batch, substring(${FINGERPRINT}, 1, ${SENDER_DIGITS}) AS sender FROM ${BATCHES}
    WHERE received >= {since:Date} ORDER BY received DESC LIMIT {most:UInt64}
  )`;

/**
 * Stored batches, the newest ones when there are more than `most`, oldest first.
 * @param since first UTC day of receipt, in days since 1970-01-01.
 */
export async function queryRecentBatches(storage: Storage, since: number, most: number): Promise<BatchKey[]> {
  const [row] = await storage.query<{ keys: string[] }>(
    RECENT,
    { since: isoDay(since), most },
    { limitMs: FIRST_QUESTION_MS },
  );
  return (row?.keys ?? [])
    .reverse()
    .map((key) => ({ batch: key.slice(0, UUID_LENGTH), sender: key.slice(UUID_LENGTH) }));
}
