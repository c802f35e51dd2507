/** Queries about senders by their fingerprints (erasure/erasures.ts). The columns that they read end with their row. */
import type { Sender } from '../erasure/erasures.ts';
import { SENDER_DIGITS } from '../intake/known-batches.ts';
import type { BatchKey } from '../journal/record.ts';
import { FIRST_QUESTION_MS } from '../limits.ts';
import { isoDay } from '../storage/rows.ts';
import type { Storage } from '../storage/storage.ts';
import { BATCHES } from '../storage/table.ts';

export const FINGERPRINT = "lower(hex(SHA256(concat(toString(installation), '\\n', keyHash))))";

/**
 * Rows are found by the fingerprint and not by the installation: ClickHouse keeps the text of its last mutations, and an
 * ID that was erased must not stand there. The price is a look at the key columns of every row, about half a second a
 * million batches.
 */
const OF_FINGERPRINTS = `${FINGERPRINT} IN {fingerprints:Array(String)}`;

/** A mutation and not a lightweight delete: that one only hides rows, this one writes their parts anew without them. */
const deleting = ({ rowsTarget }: Storage) =>
  `ALTER TABLE ${rowsTarget} DELETE WHERE ${OF_FINGERPRINTS} SETTINGS mutations_sync = 2`;

const REST = `SELECT count() AS rows FROM ${BATCHES} WHERE ${OF_FINGERPRINTS}`;

/**
 * Deletes what the storage holds under some fingerprints and makes sure of it. May be repeated.
 * @throws when rows are left, or the storage cannot answer.
 */
export async function eraseRows(storage: Storage, fingerprints: readonly string[]): Promise<void> {
  if (fingerprints.length === 0) return;
  await storage.run(deleting(storage), { fingerprints });
  const [rest] = await storage.query<{ rows: number }>(REST, { fingerprints }, { urgent: true });
  // A collector without a storage has nobody to say how many.
  if ((rest?.rows ?? 0) !== 0) throw new Error('the storage still holds rows that were erased');
}

/** Also what is past its retention and not deleted yet: it is to be erased as well. */
const OF_SENDERS = `
  SELECT ${FINGERPRINT} AS name, uniqExact(session, sequence, batch) AS batches,
    uniqExactIf((session, sequence, batch), batch IN (SELECT arrayJoin({among:Array(UUID)}))) AS repeated
  FROM ${BATCHES} WHERE installation IN {installations:Array(UUID)}
  GROUP BY name`;

/** What is stored of a sender: its batches, and how many of them are among those that were asked about. */
export interface StoredOfSender {
  readonly batches: number;
  readonly repeated: number;
}

/**
 * How much is stored of some senders, by their fingerprints; those of whom nothing is stored are not in it.
 * @param among ids of batches.
 */
export async function countOfSenders(
  storage: Storage,
  senders: readonly Sender[],
  among: readonly string[],
): Promise<ReadonlyMap<string, StoredOfSender>> {
  const installations = [...new Set(senders.map(({ installation }) => installation))];
  const rows = await storage.query<StoredOfSender & { name: string }>(
    OF_SENDERS,
    { installations, among },
    { urgent: true },
  );
  return new Map(rows.map(({ name, ...stored }) => [name, stored]));
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
