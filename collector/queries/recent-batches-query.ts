import { isoDay } from '../storage/rows.ts';
import { BATCHES } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';

/** One row with one array: a million small rows would take seconds to read. */
const RECENT = `
  SELECT groupArray(toString(batch)) AS ids
  FROM (SELECT batch FROM ${BATCHES} WHERE received >= {since:Date} ORDER BY received DESC LIMIT {most:UInt64})`;

/**
 * Ids of stored batches, the newest ones when there are more than `most`, oldest first.
 * @param since first UTC day of receipt, in days since 1970-01-01.
 */
export async function queryRecentBatches(storage: Storage, since: number, most: number): Promise<string[]> {
  const [row] = await storage.query<{ ids: string[] }>(RECENT, { since: isoDay(since), most });
  return (row?.ids ?? []).reverse();
}
