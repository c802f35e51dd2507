import { isoDay } from '../storage/rows.ts';
import { type Storage, StoreRefused } from '../storage/storage.ts';
import { giveGenerations } from './give-generations.ts';
import { type Period, periodOf } from './periods.ts';
import {
  CLOSINGS,
  creatingRollups,
  fittingClosings,
  fittingCubes,
  fittingDays,
  INSTALLATION_DAYS,
  KEPT_DAYS,
  LAYOUT,
  NEWEST_OF_CLOSINGS,
} from './tables.ts';

/** A closed day whose figures were made by an earlier layout. */
export interface OlderDay {
  /** UTC, in days since 1970-01-01. */
  readonly day: number;
  /** Its cube, and those of weeks and months of which no older day is closed: they have to be made anew with it. */
  readonly periods: readonly Period[];
}

const HAS_ALL_COLUMNS = `
  SELECT toUInt32(count()) AS count FROM system.columns WHERE concat(database, '.', table) = '${CLOSINGS}' AND name = '${NEWEST_OF_CLOSINGS}'`;

/** Closed days; a day that was closed twice is of its latest closing, whether the table is merged or not. */
const CLOSED = `
  SELECT toUInt16(day) AS day, toUInt16(layout) AS layout
  FROM (SELECT day, max(layout) AS layout FROM ${CLOSINGS} WHERE day >= {since:Date} GROUP BY day)
  ORDER BY day DESC`;

/**
 * Brings the tables of closed days to this version's columns, when there are days that were closed by an earlier one.
 * @throws StoreRefused when a later version has closed days here.
 */
export async function fitRollups(storage: Pick<Storage, 'layout' | 'query' | 'run'>): Promise<void> {
  const [has] = await storage.query<{ count: number }>(HAS_ALL_COLUMNS);
  if (!has || has.count === 0) await storage.run(fittingClosings(storage.layout));
  const layouts = await storage.query<{ layout: number }>(
    `SELECT DISTINCT toUInt16(layout) AS layout FROM ${CLOSINGS}`,
  );
  if (layouts.some(({ layout }) => layout > LAYOUT)) {
    throw new StoreRefused(
      `days were closed as layout ${Math.max(...layouts.map(({ layout }) => layout))}, newer than this collector`,
    );
  }
  if (layouts.every(({ layout }) => layout === LAYOUT)) return;
  await giveGenerations(storage);
  for (const statement of creatingRollups(storage.layout)) await storage.run(statement);
  await storage.run(fittingDays(storage.layout, INSTALLATION_DAYS));
  await storage.run(fittingCubes(storage.layout));
}

/**
 * The closed days that are to be made anew, newest first: so the days that can be asked everything about are always the
 * newest. Making one anew from its batches gives the same figures as before, and those that have joined.
 *
 * A week or month is made with the oldest of its days, when all of them are made. Whoever reads it before finds what it was.
 * @param today in days since 1970-01-01: what is past its retention by then is left alone.
 */
export async function olderDays(storage: Pick<Storage, 'query'>, today: number): Promise<readonly OlderDay[]> {
  const closed = await storage.query<{ day: number; layout: number }>(CLOSED, { since: isoDay(today - KEPT_DAYS + 1) });
  const newest = closed[0]?.day ?? 0;
  return closed.flatMap(({ day, layout }, index) => {
    if (layout >= LAYOUT) return [];
    const before = closed[index + 1]?.day ?? 0;
    const longer = (['week', 'month'] as const)
      .map((kind) => periodOf(kind, day))
      .filter(({ from, to }) => to <= newest && before < from);
    return [{ day, periods: [periodOf('day', day), ...longer] }];
  });
}
