import type { Batch, UserDataPage } from 'candor-client/core';
import type { Sender } from '../erasure/erasures.ts';
import { HELD_PAGE_BYTES } from '../limits.ts';
import type { Storage } from '../storage/storage.ts';
import { batchOfRow, type StoredBatch } from '../storage/stored-batch.ts';
import { BATCHES } from '../storage/table.ts';
import { KEPT } from '../storage/views.ts';

const BY_INSTALLATION = `
  SELECT * FROM ${KEPT}
  WHERE installation = {installation:UUID}
  ORDER BY session, sequence, batch`;

/** Everything that is stored of one installation, as it was sent: for its own support look-up, never for figures. */
export async function queryInstallation(storage: Storage, installation: string): Promise<Batch[]> {
  const rows = await storage.query<StoredBatch>(BY_INSTALLATION, { installation });
  return rows.map((row) => batchOfRow(row));
}

const KEY_HASHES = `
  SELECT installation, groupUniqArray(keyHash) AS keys FROM ${BATCHES}
  WHERE installation IN {installations:Array(UUID)} GROUP BY installation`;

/**
 * Hashes of the keys under which batches of some installations were sent, in the order of the IDs: one each, unless somebody
 * made some up.
 */
export async function queryKeyHashes(
  storage: Storage,
  installations: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const distinct = [...new Set(installations)];
  const rows = await storage.query<{ installation: string; keys: string[] }>(
    KEY_HASHES,
    { installations: distinct },
    { urgent: true },
  );
  const keys = new Map(rows.map((row) => [row.installation, row.keys]));
  return installations.map((installation) => keys.get(installation) ?? []);
}

const OF_SENDER = `${KEPT} WHERE installation = {installation:UUID} AND keyHash = {keyHash:String}`;

/** Most batches on a page. */
const PAGE_BATCHES = 1000;

/** What a batch takes as JSON without the lists below, in bytes and at most. */
export const FIELD_BYTES = 4000;

/** What each item of its lists takes, with the longest words that a product may have, of 64 characters. */
const ITEM_BYTES: readonly (readonly [bytes: number, of: string])[] = [
  [115, 'length(usage.command)'],
  [80, 'length(operations.operation)'],
  [20, 'length(arrayFlatten(operations.bucket))'],
  [80, 'length(counts.id)'],
  [300, 'length(errors.class)'],
  [110, 'length(arrayFlatten(errors.line))'],
  [105, 'length(logs.code)'],
  [70, 'length(arrayFlatten(logs.value))'],
  [135, 'length(configuration.setting)'],
];

const POSITION = 'toUInt32({session:String}), toUInt16({sequence:String}), toUUID({batch:String})';

/** What a row takes as JSON, in bytes and at most, as an expression. */
export const BATCH_BYTES = `${FIELD_BYTES} + ${ITEM_BYTES.map(([bytes, of]) => `${bytes} * ${of}`).join(' + ')}`;

const SIZES = `
  SELECT ${BATCH_BYTES} AS bytes
  FROM ${OF_SENDER} AND (session, sequence, batch) > (${POSITION})
  ORDER BY session, sequence, batch LIMIT ${PAGE_BATCHES + 1}`;

const PAGE = `
  SELECT * FROM ${OF_SENDER} AND (session, sequence, batch) > (${POSITION})
  ORDER BY session, sequence, batch LIMIT {most:UInt32}`;

/** Position of a batch among those of its installation, as text: "12-0-<batch id>". */
const CURSOR = /^(\d{1,10})-(\d{1,5})-([0-9a-f-]{36})$/;

/** Whether a text is a position that {@link queryUserDataPage} gave. */
export function isCursor(text: string): boolean {
  return CURSOR.test(text);
}

/**
 * What is stored of an installation and its key, in order, as much as fits on a page and one batch at least.
 * @param after the position that the page before ended at.
 * @param signal aborted when nobody waits for it any more.
 */
export async function queryUserDataPage(
  storage: Storage,
  sender: Sender,
  after?: string,
  signal?: AbortSignal,
): Promise<UserDataPage> {
  const options = { urgent: true, ...(signal ? { signal } : {}) };
  const { installation, keyHash } = sender;
  const [, session = '0', sequence = '0', batch = '00000000-0000-0000-0000-000000000000'] =
    CURSOR.exec(after ?? '') ?? [];
  const parameters = { installation, keyHash, session, sequence, batch };
  const sizes = await storage.query<{ bytes: number }>(SIZES, parameters, options);
  const most = fitting(sizes.map(({ bytes }) => bytes));
  const rows = most === 0 ? [] : await storage.query<StoredBatch>(PAGE, { ...parameters, most }, options);
  const last = rows.at(-1);
  const next = last && most < sizes.length ? `${last.session}-${last.sequence}-${last.batch}` : null;
  return { installation, batches: rows.map((row) => batchOfRow(row)), next };
}

/**
 * A page with batches beside those that are stored, each at its position and once.
 * @param waiting batches of the same installation and key, in any order.
 * @param after as the page was asked for.
 */
export function withWaiting(page: UserDataPage, waiting: readonly Batch[], after?: string): UserDataPage {
  const [from, to] = [after, page.next ?? undefined].map((cursor) => cursor && positionOfCursor(cursor));
  const stored = new Set(page.batches.map(({ envelope }) => envelope.batch));
  const more = new Map<string, Batch>();
  for (const batch of waiting) {
    const position = positionOf(batch);
    const isHere = (!from || position > from) && (!to || position <= to);
    if (isHere && !stored.has(batch.envelope.batch)) more.set(batch.envelope.batch, batch);
  }
  if (more.size === 0) return page;
  const batches = [...page.batches, ...more.values()].sort((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1));
  return { ...page, batches };
}

/** Text that sorts as the rows of an installation do: ClickHouse sorts UUIDs by their second half. */
function positionOf({ envelope: { session, sequence, batch } }: Pick<Batch, 'envelope'>): string {
  const hex = batch.replaceAll('-', '');
  const number = (value: number) => String(value).padStart(10, '0');
  return `${number(session)}-${number(sequence)}-${hex.slice(16)}${hex.slice(0, 16)}`;
}

function positionOfCursor(cursor: string): string {
  const [, session, sequence, batch = ''] = CURSOR.exec(cursor) ?? [];
  return positionOf({ envelope: { session: Number(session), sequence: Number(sequence), batch } as Batch['envelope'] });
}

/** How many of these sizes, in bytes, fit on a page of at most so many. */
export function fitting(sizes: readonly number[], mostBatches = PAGE_BATCHES): number {
  let total = 0;
  let count = 0;
  for (const size of sizes.slice(0, mostBatches)) {
    total += size;
    if (count > 0 && total > HELD_PAGE_BYTES) break;
    count++;
  }
  return count;
}
