import type { Batch } from '../../app/telemetry/batch.ts';
import type { HeldPage } from '../../app/telemetry/held.ts';
import {
  type Context,
  context,
  type Dropped,
  type Envelope,
  envelope,
  type UsageEvent,
} from '../../app/telemetry/registry.ts';
import type { Sender } from '../erasure/erasures.ts';
import { HELD_PAGE_BYTES } from '../limits.ts';
import { BATCHES } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';

type Row = Envelope &
  Context & {
    'usage.command': UsageEvent['command'][];
    'usage.source': UsageEvent['source'][];
    'usage.time': number[];
    'dropped.reason': (keyof Dropped)[];
    'dropped.count': number[];
  };

const BY_INSTALLATION = `
  SELECT * FROM ${BATCHES} FINAL
  WHERE installation = {installation:UUID}
  ORDER BY session, sequence, batch`;

/** Everything that is stored of one installation, as it was sent: for its own support look-up, never for figures. */
export async function queryInstallation(storage: Storage, installation: string): Promise<Batch[]> {
  const rows = await storage.query<Row>(BY_INSTALLATION, { installation });
  return rows.map(toBatch);
}

const KEY_HASHES = `SELECT DISTINCT keyHash FROM ${BATCHES} WHERE installation = {installation:UUID}`;

/** Hashes of the keys under which batches of an installation were sent: one, unless somebody made some up. */
export async function queryKeyHashes(storage: Storage, installation: string): Promise<string[]> {
  const rows = await storage.query<{ keyHash: string }>(KEY_HASHES, { installation });
  return rows.map(({ keyHash }) => keyHash);
}

const OF_SENDER = `${BATCHES} FINAL WHERE installation = {installation:UUID} AND keyHash = {keyHash:String}`;

const COUNT = `SELECT count() AS batches FROM ${OF_SENDER}`;

/** How many batches are stored of an installation and its key. */
export async function countHeld(storage: Storage, { installation, keyHash }: Sender): Promise<number> {
  const [row] = await storage.query<{ batches: number }>(COUNT, { installation, keyHash });
  return row?.batches ?? 0;
}

/** Most batches on a page, and what each takes as JSON, in bytes: its fields, and one use of a command. */
const PAGE_BATCHES = 1000;
const FIELD_BYTES = 2000;
const USE_BYTES = 100;

const PLACE = 'toUInt32({session:String}), toUInt16({sequence:String}), toUUID({batch:String})';

const SIZES = `
  SELECT ${FIELD_BYTES} + ${USE_BYTES} * length(usage.command) AS bytes
  FROM ${OF_SENDER} AND (session, sequence, batch) > (${PLACE})
  ORDER BY session, sequence, batch LIMIT ${PAGE_BATCHES + 1}`;

const PAGE = `
  SELECT * FROM ${OF_SENDER} AND (session, sequence, batch) > (${PLACE})
  ORDER BY session, sequence, batch LIMIT {most:UInt32}`;

/** Place of a batch among those of its installation, as text: "12-0-<batch id>". */
const CURSOR = /^(\d{1,10})-(\d{1,5})-([0-9a-f-]{36})$/;

/** Whether a text is a place that {@link queryHeldPage} gave. */
export function isCursor(text: string): boolean {
  return CURSOR.test(text);
}

/**
 * What is stored of an installation and its key, in order, as much as fits on a page and one batch at least.
 * @param after the place that the page before ended at.
 */
export async function queryHeldPage(storage: Storage, sender: Sender, after?: string): Promise<HeldPage> {
  const { installation, keyHash } = sender;
  const [, session = '0', sequence = '0', batch = '00000000-0000-0000-0000-000000000000'] =
    CURSOR.exec(after ?? '') ?? [];
  const parameters = { installation, keyHash, session, sequence, batch };
  const sizes = await storage.query<{ bytes: number }>(SIZES, parameters);
  const most = fitting(sizes.map(({ bytes }) => bytes));
  const rows = most === 0 ? [] : await storage.query<Row>(PAGE, { ...parameters, most });
  const last = rows.at(-1);
  const next = last && most < sizes.length ? `${last.session}-${last.sequence}-${last.batch}` : null;
  return { installation, batches: rows.map(toBatch), next };
}

/** How many of these sizes fit on a page. */
function fitting(sizes: readonly number[]): number {
  let total = 0;
  let count = 0;
  for (const size of sizes.slice(0, PAGE_BATCHES)) {
    total += size;
    if (count > 0 && total > HELD_PAGE_BYTES) break;
    count++;
  }
  return count;
}

function toBatch(row: Row): Batch {
  return {
    envelope: pick(row, envelope) as Envelope,
    context: pick(row, context) as Context,
    usage: row['usage.command'].map((command, index) => ({
      command,
      source: row['usage.source'][index] as UsageEvent['source'],
      time: row['usage.time'][index] as number,
    })),
    dropped: Object.fromEntries(row['dropped.reason'].map((reason, index) => [reason, row['dropped.count'][index]])),
  };
}

function pick(row: Row, group: object): object {
  return Object.fromEntries(Object.keys(group).map((name) => [name, row[name as keyof Row]]));
}
