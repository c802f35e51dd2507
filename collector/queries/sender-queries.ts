/** Queries about senders by their fingerprints (erasure/erasures.ts). The columns that they read end with their row. */
import type { Sender } from '../erasure/erasures.ts';
import { KEY_BYTES } from '../intake/known-batches.ts';
import { STORAGE_ANSWER_MS } from '../limits.ts';
import { isoDay } from '../storage/rows.ts';
import { type Storage, StorageUnavailable } from '../storage/storage.ts';
import { BATCHES, rowsTarget } from '../storage/table.ts';

const FINGERPRINT_BYTES = "SHA256(concat(toString(installation), '\\n', keyHash))";

export const FINGERPRINT = `lower(hex(${FINGERPRINT_BYTES}))`;

/** Of a key (known-batches.ts): the id's, and what follows it. */
const UUID_BYTES = 16;
const SENDER_BYTES = KEY_BYTES - UUID_BYTES;

/**
 * Rows are found by the fingerprint and not by the installation: ClickHouse keeps the text of its last mutations, and an
 * ID that was erased must not stand there. The price is a look at the key columns of every row, about half a second a
 * million batches.
 */
const OF_FINGERPRINTS = `${FINGERPRINT} IN {fingerprints:Array(String)}`;

/** A mutation and not a lightweight delete: that one only hides rows, this one writes their parts anew without them. */
const deleting = ({ layout }: Storage) =>
  `ALTER TABLE ${rowsTarget(layout)} DELETE WHERE ${OF_FINGERPRINTS} SETTINGS mutations_sync = 2`;

const REST = `SELECT count() AS rows FROM ${BATCHES} WHERE ${OF_FINGERPRINTS}`;

/** How often rows are deleted that come in between: each time another collector loads one more of its blocks. */
const DELETIONS = 5;

/**
 * Deletes what the storage holds under some fingerprints and makes sure of it, also while another collector of the same tables
 * does not know of the erasure yet and goes on loading. May be repeated.
 * @throws StorageUnavailable when rows still come, or the storage cannot answer.
 */
export async function eraseRows(storage: Storage, fingerprints: readonly string[]): Promise<void> {
  if (fingerprints.length === 0) return;
  for (let deletions = 0; deletions < DELETIONS; deletions++) {
    await storage.run(deleting(storage), { fingerprints });
    const [rest] = await storage.query<{ rows: number }>(REST, { fingerprints }, { urgent: true });
    // A collector without a storage has nobody to say how many.
    if ((rest?.rows ?? 0) === 0) return;
  }
  throw new StorageUnavailable('others go on loading what is erased');
}

/** How many rows the storage holds under some fingerprints. */
export async function rowsOf(storage: Storage, fingerprints: readonly string[]): Promise<number> {
  const options = { urgent: true, limitMs: STORAGE_ANSWER_MS };
  const [found] = await storage.query<{ rows: number }>(REST, { fingerprints }, options);
  return found?.rows ?? 0;
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

/**
 * Stored batches, the newest ones when there are more than `most`, oldest first: their keys (known-batches.ts) one behind the
 * other.
 * @param since first UTC day of receipt, in days since 1970-01-01.
 */
export async function queryRecentBatches(storage: Storage, since: number, most: number): Promise<Buffer> {
  const among = `${BATCHES} WHERE received >= '${isoDay(since)}'`;
  // To sort a million rows for nothing would take as long as to read them.
  const [{ rows } = { rows: 0 }] = await storage.query<{ rows: number }>(`SELECT count() AS rows FROM ${among}`);
  const chosen = rows > most ? `(SELECT * FROM ${among} ORDER BY received DESC LIMIT ${Math.trunc(most)})` : among;
  return await storage.bytes(
    `SELECT UUIDToNum(batch), toFixedString(substring(${FINGERPRINT_BYTES}, 1, ${SENDER_BYTES}), ${SENDER_BYTES})
     FROM ${chosen} ORDER BY received`,
  );
}
