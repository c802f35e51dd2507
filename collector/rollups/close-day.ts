import { CUBE_ROWS_AT_ONCE, FEW_CUBE_ROWS, FEW_DAY_BATCHES } from '../limits.ts';
import { isoDay } from '../storage/rows.ts';
import type { Storage } from '../storage/storage.ts';
import { BATCHES } from '../storage/table.ts';
import { cubeParts, WHOLE_CUBE } from './cube-kinds.ts';
import { currentRows, makeCube } from './cubes.ts';
import { HAS_EARLIER, type Slice, slicesOf } from './day-batches.ts';
import { chooseFlows, forgetCounts, HAS_PARTS } from './flows.ts';
import { CURRENT_ROWS, cubeOf, makeAnew, rowsOf } from './generations.ts';
import {
  HAS_SEVERAL,
  MAKE_PLANES,
  MAKE_SECRET,
  makeInstallationDays,
  NUMBER_NEW,
  newSecret,
} from './installation-days.ts';
import { endedBy, type Period, periodOf } from './periods.ts';
import { CLOSINGS, CORRECTIONS, catchingUp, creatingRollups, INSTALLATION_DAYS, LAYOUT } from './tables.ts';

/** A day that is to be closed. */
export interface Closing {
  /** UTC, in days since 1970-01-01. */
  readonly day: number;
  /** Whose cubes are made: the day, and those longer ones whose days are all there then. */
  readonly periods: readonly Period[];
}

/**
 * The closing of a day that is over.
 * @param after the newest day that is closed; those in between had no batches.
 */
export function closingOf(day: number, after: number): Closing {
  return { day, periods: [periodOf('day', day), ...endedBy(day, after)] };
}

/**
 * Closes a day: makes the rows of its installations, its cube and those of the weeks and months that have ended, and says so
 * in a final row, without which nobody reads any of it. Whatever ends it, it may be begun anew, and gives the same: see
 * {@link makeAnew}.
 *
 * Every batch that was received on the day is in the storage, and no other will be received on it.
 * @param signal ends it between two steps.
 * @param changed whether an installation was erased, by any collector, since the closing began: then its rows may have been read before they
 *   were gone, and the closing is to be begun anew.
 * @returns whether the day is closed.
 * @throws StorageUnavailable when it is not done.
 */
export async function closeDay(
  storage: Storage,
  { day, periods }: Closing,
  { signal, changed }: { readonly signal: AbortSignal; readonly changed: () => Promise<boolean> },
): Promise<boolean> {
  const run: Run = async (...statement) => {
    signal.throwIfAborted();
    await storage.run(...statement);
  };
  const parameters = { day: isoDay(day) };
  const { layout } = storage;
  for (const statement of [...creatingRollups(layout), ...catchingUp(layout)]) await run(statement);
  await run(MAKE_SECRET, newSecret());
  await run(NUMBER_NEW, parameters);
  await run(MAKE_PLANES);
  const [received] = await storage.query<{ batches: number; hasParts: number; hasSeveral: number }>(
    RECEIVED,
    parameters,
  );
  const batches = received?.batches ?? 0;
  const isFew = batches <= FEW_DAY_BATCHES;
  const traits = {
    hasParts: received?.hasParts === 1,
    hasSeveral: received?.hasSeveral === 1,
    // On one of many there is a session that was there before, and to look for it takes long.
    hasEarlier: !isFew || (await hasEarlier(storage, parameters)),
    isFew,
  };
  await makeAnew(storage, rowsOf(day), async (generation) => {
    const slices = slicesOf(batches);
    const insert = (sql: string, slice?: Slice) => run(sql, { ...parameters, ...slice, generation }, ONCE);
    await chooseFlows(insert, slices, traits);
    for (const slice of slices) await insert(makeInstallationDays(traits), slice);
  });
  signal.throwIfAborted();
  await forgetCounts(storage);
  for (const period of periods) await makeCubeAnew(storage, period, run);
  if (await changed()) return false;
  await run(FINAL_ROW, { day: isoDay(day) });
  return true;
}

/**
 * Makes a cube anew, without those who were erased since, and forgets what was to be subtracted for them.
 * @param numbers who is known to be erased; who is erased meanwhile may be in it still.
 */
export async function remakeCube(storage: Storage, period: Period, numbers: readonly string[]): Promise<void> {
  await makeCubeAnew(storage, period, (...statement) => storage.run(...statement));
  const { kind, from } = period;
  await storage.run(FORGET, { kind, start: isoDay(from), numbers });
}

type Run = Storage['run'];

/** Rows that are inserted twice count twice. */
const ONCE = { once: true } as const;

const RECEIVED = `
  SELECT count() AS batches, ${HAS_PARTS} AS hasParts, ${HAS_SEVERAL} AS hasSeveral FROM ${BATCHES} WHERE received = {day:Date}`;

async function hasEarlier(storage: Pick<Storage, 'query'>, day: { readonly day: string }): Promise<boolean> {
  const [row] = await storage.query<{ hasEarlier: number }>(HAS_EARLIER, day);
  return row?.hasEarlier === 1;
}

const FINAL_ROW = `
  INSERT INTO ${CLOSINGS} (day, batches, layout, highest)
  SELECT {day:Date}, sum(batches), ${LAYOUT}, max(number) FROM ${INSTALLATION_DAYS} WHERE day = {day:Date} AND ${CURRENT_ROWS}`;

const FORGET = `
  ALTER TABLE ${CORRECTIONS} DELETE
  WHERE toString(period) = {kind:String} AND start = {start:Date} AND toString(number) IN {numbers:Array(String)}
  SETTINGS mutations_sync = 2`;

const cutsAtOnce = (rows: number) => Math.max(1, Math.min(4, Math.floor(CUBE_ROWS_AT_ONCE.ofCut / rows)));

/** All of it in one statement where that takes little memory, else one after the other. */
async function makeCubeAnew(storage: Storage, period: Period, run: Run): Promise<void> {
  const rows = await currentRows(storage, period);
  const statements =
    rows.count <= CUBE_ROWS_AT_ONCE.whole ? [WHOLE_CUBE] : cubeParts(cutsAtOnce(rows.count)).map((part) => [part]);
  const isFew = rows.count <= FEW_CUBE_ROWS;
  await makeAnew(storage, cubeOf(period), async (generation) => {
    for (const parts of statements) await run(makeCube(period, rows, parts, isFew), { generation }, ONCE);
  });
}
