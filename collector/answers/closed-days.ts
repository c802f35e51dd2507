import type { DayRange } from '../rollups/periods.ts';
import { CLOSINGS, KEPT_DAYS } from '../rollups/tables.ts';
import type { Storage } from '../storage/storage.ts';

const CLOSED = `
  SELECT toUInt16(min(day)) AS first, toUInt16(max(day)) AS last, toUInt16(maxIf(day, layout < {since:UInt16})) AS older
  FROM (SELECT day, max(layout) AS layout FROM ${CLOSINGS} GROUP BY day)`;

/**
 * The days that answers can be given about, as far as they are kept; `undefined` while none has closed.
 * @param since the layout that they have to be closed by, or by a later one. Days are made anew newest first (remake-days.ts).
 */
export async function queryClosedDays(storage: Pick<Storage, 'query'>, since = 1): Promise<DayRange | undefined> {
  const [closed] = await storage.query<{ first: number; last: number; older: number }>(CLOSED, { since });
  if (!closed || closed.last === 0) return undefined;
  const { first, last, older } = closed;
  const from = Math.max(first, last - KEPT_DAYS + 1, older + 1);
  return from > last ? undefined : { from, to: last };
}
