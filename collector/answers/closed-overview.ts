import type { Overview } from 'candor-client/core';
import { protect } from '../privacy/protect.ts';
import { beyond, MOST_GROUPS, nothing } from '../queries/overview-query.ts';
import { isoDay } from '../storage/rows.ts';
import type { Storage } from '../storage/storage.ts';
import { type NamedCell, queryCells } from './cells.ts';
import { queryClosedDays } from './closed-days.ts';
import type { AnswerRules } from './question.ts';
import { OVERVIEW_KINDS, overviewOf } from './questions/overview.ts';
import { itemOf, protectedRows, TABLES, type Table } from './questions/tables.ts';

/**
 * The first and the last of the days that may be shown by themselves: any other would tell of few.
 * @param cells of all sessions, by day.
 */
export function shownDays(cells: readonly NamedCell[], k: number): Overview['days'] {
  const days = cells
    .filter((cell) => typeof protect(cell, k, itemOf(TABLES.totals, cell)) === 'object')
    .map(({ ofPeriod }) => ofPeriod)
    .sort();
  const [first, last] = [days[0], days.at(-1)];
  return first === undefined || last === undefined ? null : { first, last };
}

/**
 * The figures of the first dashboard page over all closed days, protected: they do not move from one closing to the next, so
 * that nobody learns of a session by asking before and after it.
 */
export async function closedOverview(storage: Storage, { k, of }: AnswerRules): Promise<Overview> {
  const range = await queryClosedDays(storage);
  const none = nothing({ k, completeness: { received: 0, waiting: 0, lost: [] } });
  if (!range) return none;
  const question = { range, closedThrough: range.to, kinds: [...OVERVIEW_KINDS, 'batches', 'lost'], of } as const;
  const cells = await queryCells(storage, question);
  const { totals, usage, platforms, versions } = overviewOf(cells, k);
  const [batches] = protectedRows(cells, BATCHES, k).rows;
  if (!totals || !batches) return { ...none, through: isoDay(range.to) };
  const lost = protectedRows(cells, TABLES.completeness, k);
  const byDay = await queryCells(storage, { ...question, kinds: [TABLES.totals.kind], byPeriod: 'day' });
  return {
    ...none,
    through: isoDay(range.to),
    sessions: Number(totals['sessions']),
    installations: Number(totals['installations']),
    days: shownDays(byDay, k),
    // The columns of the tables are those of the overview's lists, but for two names.
    usage: usage.rows.map(({ uses, ...row }) => ({ ...row, count: uses })) as unknown as Overview['usage'],
    platforms: platforms.rows.slice(0, MOST_GROUPS) as unknown as Overview['platforms'],
    versions: versions.rows.slice(0, MOST_GROUPS) as unknown as Overview['versions'],
    more: { platforms: beyond(platforms.rows), versions: beyond(versions.rows) },
    completeness: {
      received: Number(batches['batches']),
      waiting: 0,
      lost: lost.rows.map(({ reason, lost: count }) => ({ reason, count })) as Overview['completeness']['lost'],
    },
  };
}

const BATCHES: Table = { kind: 'batches', names: [], sum: 'batches' };
