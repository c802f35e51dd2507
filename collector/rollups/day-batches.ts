import { SLICE_BATCHES } from '../limits.ts';
import { KEY_BITS } from '../privacy/cell-key.ts';
import type { QueryParameters } from '../storage/storage.ts';
import { BATCHES, SORTING_KEY } from '../storage/table.ts';
import { KEPT } from '../storage/views.ts';
import { SECRET } from './tables.ts';

/** Some of the installations, in the order of the table, which is that of the second half of their ids. */
export interface Slice extends QueryParameters {
  readonly low: string;
  /** Included. */
  readonly high: string;
}

/**
 * Parts of the installations, about alike: each is made by a statement of its own, which ends in time and with little memory.
 * @param batches of the day.
 */
export function slicesOf(batches: number): readonly Slice[] {
  const count = Math.min(MOST_SLICES, Math.max(1, Math.ceil(batches / SLICE_BATCHES)));
  // Random ids have "8" to "b" as the first digit of their second half (RFC 9562), any other ones whatever they like.
  const bounds = Array.from({ length: count - 1 }, (_, index) => 0x8000 + Math.floor((0x4000 * (index + 1)) / count));
  return [0, ...bounds].map((low, index) => ({
    low: `00000000-0000-0000-${hex(low)}-000000000000`,
    high: `ffffffff-ffff-ffff-${hex((bounds[index] ?? 0x1_0000) - 1)}-ffffffffffff`,
  }));
}

const MOST_SLICES = 256;

const hex = (number: number) => number.toString(16).padStart(4, '0');

export const OF_SLICE = 'installation >= {low:UUID} AND installation <= {high:UUID}';

/** Longest time for which a batch can be sent again: an installation keeps it for 30 days at most. */
export const REPEATED_DAYS = 31;

const hashOf = (columns: readonly string[]) => `cityHash64(${columns.join(', ')})`;
const BATCH_HASH = hashOf(SORTING_KEY);
export const SESSION_HASH = hashOf(['installation', 'keyHash', 'session']);

/**
 * Hashes that rows of the day share with rows of the days before. Hashes, because a month of keys does not fit in memory;
 * and those that both have alone, because even the hashes of a month are a quarter of a gigabyte.
 */
export const seenBefore = (hash: string, where = '1') => `(
  SELECT ${hash} AS hash FROM ${BATCHES}
  WHERE ${OF_SLICE} AND received >= {day:Date} - ${REPEATED_DAYS} AND received < {day:Date} AND ${where}
    AND hash IN (SELECT ${hash} FROM ${BATCHES} WHERE ${OF_SLICE} AND received = {day:Date} AND ${where}))`;

/**
 * Whether a session of the day was there on the days before: if none was, then no batch of it was received before either, and
 * {@link seenBefore} finds nothing. Sessions rarely last over midnight, so on most days of few batches it is so.
 */
export const HAS_EARLIER = `
  SELECT toUInt8(count() > 0) AS hasEarlier FROM ${BATCHES}
  WHERE received = {day:Date} AND ${SESSION_HASH} IN (
    SELECT ${SESSION_HASH} FROM ${BATCHES} WHERE received >= {day:Date} - ${REPEATED_DAYS} AND received < {day:Date})`;

/**
 * The batches of a day: those that were received on it for the first time. One that was received before, and is sent
 * again, has its row twice while the two are not merged.
 * @param hasEarlier whether there may be one, see {@link HAS_EARLIER}.
 */
export const rowsOfDay = (hasEarlier: boolean) => `
  FROM ${KEPT}
  WHERE ${OF_SLICE} AND received = {day:Date}${hasEarlier ? ` AND ${BATCH_HASH} NOT IN ${seenBefore(BATCH_HASH)}` : ''}`;

/** The sender of a batch, as a number. */
export const WHO = 'cityHash64(installation, keyHash)';

/**
 * The secret, as a key of hashes. As an item of a list: a pair from a subquery might be NULL for all the engine knows, and so would every
 * hash be, which are sorted and compared in three times the time then.
 */
export const SECRET_KEY = `(SELECT groupArray((first, second)) FROM ${SECRET})[1]`;

/** What the noise of cells is made of that an installation is in (privacy/cell-key.ts). */
export const RECORD_KEY = `toUInt16(sipHash64Keyed(${SECRET_KEY}, installation, keyHash) % ${1 << KEY_BITS})`;

/** Columns of `installation_days` that say what a row is of, and what they are in a batch. */
export const SEGMENTS: readonly (readonly [name: string, of: string])[] = [
  ['product', 'product'],
  ['packaged', 'packaged'],
  ['version', 'version'],
  ['runtime', unknown('runtime')],
  ['os', unknown('os')],
  ['osVersion', unknown('osVersion')],
  ['distribution', unknown('distribution')],
  ['architecture', unknown('architecture')],
  ['country', unknown('country')],
  ['language', unknown('language')],
  ['level', 'level'],
  ['organisation', unknown('domain')],
];

/** A batch may be without it, or it is past its retention. */
function unknown(column: string): string {
  return `ifNull(toString(${column}), 'unknown')`;
}

export const segmentNames = SEGMENTS.map(([name]) => name).join(', ');

/**
 * Rows of one installation come one after the other, so that it is added up and put away before the next; and in small blocks,
 * because long lists of tens of thousands at a time take longer and gigabytes.
 */
export const IN_ORDER = `optimize_aggregation_in_order = 1, max_block_size = 2048, aggregation_in_order_max_block_bytes = 4000000`;

/** The same for a statement over so few rows that it takes little memory in any order, and most of its work is to be made up. */
const OF_FEW = 'max_block_size = 2048, max_threads = 1';

/** Settings of a statement over rows of installations. */
export const settingsFor = (isFew: boolean) => (isFew ? OF_FEW : IN_ORDER);
