import type { Storage } from '../storage/storage.ts';
import { BATCHES } from '../storage/table.ts';

/**
 * Rows are found by the fingerprint and not by the installation: ClickHouse keeps the text of its last mutations, and an
 * ID that was erased must not stand there. The price is a look at the key columns of every row, about half a second a
 * million batches.
 */
const OF_FINGERPRINT = `lower(hex(SHA256(concat(toString(installation), '\\n', keyHash)))) = {fingerprint:String}`;

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
  if (rest?.rows !== 0) throw new Error('the storage still holds rows that were erased');
}
