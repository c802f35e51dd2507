import type { Overview } from 'candor-client/core';
import { beyond, MOST_GROUPS, nothing } from '../queries/overview-query.ts';
import { CURRENT_CUBES } from '../rollups/generations.ts';
import { CUBES } from '../rollups/tables.ts';
import { isoDay } from '../storage/rows.ts';
import type { Storage } from '../storage/storage.ts';
import { queryCells } from './cells.ts';
import { queryClosedDays } from './closed-days.ts';
import type { AnswerRules } from './question.ts';
import { hiddenIn, OVERVIEW_KINDS, overviewOf } from './questions/overview.ts';
import { protectedRows, TABLES, type Table } from './questions/tables.ts';

/** Closed days by which, and since which, there is a day with so many installations: a day of fewer would tell of them. */
const SHOWN_DAYS = `
  SELECT toUInt16(min(start)) AS first, toUInt16(max(start)) AS last FROM (
    SELECT start FROM ${CUBES}
    WHERE period = 'day' AND dimension = '' AND kind = 'sessions' AND start <= {through:Date} AND ${CURRENT_CUBES}
    GROUP BY start HAVING bitmapCardinality(groupBitmapMergeState(members)) >= {k:UInt64}
  )`;

/**
 * The figures of the first dashboard page over all closed days, protected: they do not move from one closing to the next, so
 * that nobody learns of a session by asking before and after it.
 */
export async function closedOverview(storage: Storage, { k, of }: AnswerRules): Promise<Overview> {
  const range = await queryClosedDays(storage);
  const none = nothing({ k, withheld: false, completeness: { received: 0, waiting: 0, lost: [] } });
  if (!range) return none;
  const cells = await queryCells(storage, {
    range,
    closedThrough: range.to,
    kinds: [...OVERVIEW_KINDS, 'batches', 'lost'],
    of,
  });
  const { totals, usage, platforms, versions } = overviewOf(cells, k);
  const [batches] = protectedRows(cells, BATCHES, k).rows;
  if (!totals || !batches) return { ...none, through: isoDay(range.to), withheld: cells.length > 0 };
  const lost = protectedRows(cells, TABLES.completeness, k);
  const [days] = await storage.query<{ first: number; last: number }>(SHOWN_DAYS, {
    k,
    through: isoDay(range.to),
  });
  return {
    ...none,
    through: isoDay(range.to),
    sessions: Number(totals['sessions']),
    installations: Number(totals['installations']),
    days: days && days.last > 0 ? { first: isoDay(days.first), last: isoDay(days.last) } : null,
    // The columns of the tables are those of the overview's lists, but for two names.
    usage: usage.rows.map(({ uses, ...row }) => ({ ...row, count: uses })) as unknown as Overview['usage'],
    platforms: platforms.rows.slice(0, MOST_GROUPS) as unknown as Overview['platforms'],
    versions: versions.rows.slice(0, MOST_GROUPS) as unknown as Overview['versions'],
    more: { platforms: beyond(platforms.rows), versions: beyond(versions.rows) },
    hidden: {
      usage: hiddenIn(usage),
      platforms: hiddenIn(platforms),
      versions: hiddenIn(versions),
      lost: hiddenIn(lost),
    },
    completeness: {
      received: Number(batches['batches']),
      waiting: 0,
      lost: lost.rows.map(({ reason, lost: count }) => ({ reason, count })) as Overview['completeness']['lost'],
    },
  };
}

const BATCHES: Table = { kind: 'batches', names: [], sum: 'batches' };
