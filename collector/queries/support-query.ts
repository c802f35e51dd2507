import type { Batch } from 'candor-client/core';
import { LOOKUP_SENDERS } from '../limits.ts';
import type { Storage } from '../storage/storage.ts';
import { batchOfRow, type StoredBatch } from '../storage/stored-batch.ts';
import { BATCHES } from '../storage/table.ts';
import { KEPT } from '../storage/views.ts';
import { BATCH_BYTES, fitting } from './installation-query.ts';

/** Most batches on a page. */
const PAGE_BATCHES = 200;

/** A batch by the day on which it was received and its session: "20521-12-0-<batch id>". */
const CURSOR = /^(\d{1,5})-(\d{1,10})-(\d{1,5})-([0-9a-f-]{36})$/;

const ORDER = '(toUInt16(received), session, sequence, batch)';
const POSITION =
  '(toUInt16({received:String}), toUInt32({session:String}), toUInt16({sequence:String}), toUUID({batch:String}))';

const OF_INSTALLATION = `${KEPT} WHERE installation = {installation:UUID} AND ({isFirst:UInt8} OR ${ORDER} < ${POSITION})`;

const SIZES = `SELECT ${BATCH_BYTES} AS bytes FROM ${OF_INSTALLATION} ORDER BY ${ORDER} DESC LIMIT ${PAGE_BATCHES + 1}`;

const PAGE = `
  SELECT *, toUInt16(received) AS day FROM ${OF_INSTALLATION} ORDER BY ${ORDER} DESC LIMIT {most:UInt32}`;

const FIRST_SENDERS = `
  SELECT keyHash FROM ${BATCHES} WHERE installation = {installation:UUID}
  GROUP BY keyHash ORDER BY min(received), count() DESC, keyHash LIMIT {most:UInt32}`;

/**
 * Hashes of the keys under which batches of an installation were sent, those that were first: whoever makes others up for its ID
 * comes after the person whose it is. Empty when nothing is stored of it.
 */
export async function queryFirstSenders(storage: Storage, installation: string): Promise<readonly string[]> {
  const parameters = { installation, most: LOOKUP_SENDERS };
  const rows = await storage.query<{ keyHash: string }>(FIRST_SENDERS, parameters, { urgent: true });
  return rows.map(({ keyHash }) => keyHash);
}

/** A batch as support sees it. */
export interface LookedUpBatch {
  /** Day of receipt, UTC, in days since 1970-01-01. */
  readonly received: number;
  readonly batch: Batch;
}

export interface LookedUpPage {
  /** Newest first, of whichever keys they were sent under. */
  readonly batches: readonly LookedUpBatch[];
  /** What to ask for `before`; `null` on the last page. */
  readonly next: string | null;
}

/** Whether a text is a position that {@link queryNewestBatches} gave. */
export function isNewestCursor(text: string): boolean {
  return CURSOR.test(text);
}

/**
 * What is stored of an installation, newest first, as much as fits on a page and one batch at least. Never for figures.
 * @param before the position that the page before ended at.
 * @throws StorageUnavailable when the storage cannot answer now; the signal's reason.
 */
export async function queryNewestBatches(
  storage: Storage,
  installation: string,
  before: string | undefined,
  signal: AbortSignal,
): Promise<LookedUpPage> {
  const [, received = '0', session = '0', sequence = '0', batch = '00000000-0000-0000-0000-000000000000'] =
    CURSOR.exec(before ?? '') ?? [];
  const parameters = { installation, received, session, sequence, batch, isFirst: before === undefined ? 1 : 0 };
  const options = { urgent: true, signal };
  const sizes = await storage.query<{ bytes: number }>(SIZES, parameters, options);
  const most = fitting(
    sizes.map(({ bytes }) => bytes),
    PAGE_BATCHES,
  );
  if (most === 0) return { batches: [], next: null };
  const rows = await storage.query<StoredBatch & { day: number }>(PAGE, { ...parameters, most }, options);
  const last = rows.at(-1);
  return {
    batches: rows.map((row) => ({ received: row.day, batch: batchOfRow(row) })),
    next: last && most < sizes.length ? `${last.day}-${last.session}-${last.sequence}-${last.batch}` : null,
  };
}
