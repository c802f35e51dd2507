import type { Overview } from 'candor-client/core';
import { beyond, MOST_GROUPS, nothing } from '../queries/overview-query.ts';
import type { DayRange } from '../rollups/periods.ts';
import { CLOSINGS, CUBES, KEPT_DAYS } from '../rollups/tables.ts';
import { isoDay } from '../storage/rows.ts';
import type { Storage } from '../storage/storage.ts';
import { type AnswerRules, protectedRows } from './answer.ts';
import { queryCells } from './cells.ts';
import { QUESTIONS, type Question } from './questions.ts';

/** Closed days by which, and since which, there is a day with so many installations: a day of fewer would tell of them. */
const SHOWN_DAYS = `
  SELECT toUInt16(min(start)) AS first, toUInt16(max(start)) AS last FROM (
    SELECT start FROM ${CUBES}
    WHERE period = 'day' AND dimension = '' AND kind = 'sessions' AND start <= {through:Date}
    GROUP BY start HAVING bitmapCardinality(groupBitmapMergeState(members)) >= {k:UInt64}
  )`;

const CLOSED = `SELECT toUInt16(min(day)) AS first, toUInt16(max(day)) AS last FROM ${CLOSINGS}`;

/** The days that answers can be given about, as far as they are kept; `undefined` while none has closed. */
export async function queryClosedDays(storage: Storage): Promise<DayRange | undefined> {
  const [closed] = await storage.query<{ first: number; last: number }>(CLOSED);
  if (!closed || closed.last === 0) return undefined;
  return { from: Math.max(closed.first, closed.last - KEPT_DAYS + 1), to: closed.last };
}

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
    kinds: ['sessions', 'batches', 'use', 'platform', 'version', 'lost'],
    of,
  });
  const tableOf = (question: Question) => protectedRows(cells, question, k);
  const [totals] = tableOf(QUESTIONS.totals).rows;
  const [batches] = tableOf(BATCHES_QUESTION).rows;
  if (!totals || !batches) return { ...none, through: isoDay(range.to), withheld: cells.length > 0 };
  const usage = tableOf(QUESTIONS.sources);
  const platforms = tableOf(QUESTIONS.platforms);
  const versions = tableOf(QUESTIONS.versions);
  const lost = tableOf(QUESTIONS.completeness);
  const [days] = await storage.query<{ first: number; last: number }>(SHOWN_DAYS, {
    k,
    through: isoDay(range.to),
  });
  const hidden = ({ withheld: { few, dominated } }: typeof usage) => few + dominated;
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
      usage: hidden(usage),
      platforms: hidden(platforms),
      versions: hidden(versions),
      lost: hidden(lost),
    },
    completeness: {
      received: Number(batches['batches']),
      waiting: 0,
      lost: lost.rows.map(({ reason, lost: count }) => ({ reason, count })) as Overview['completeness']['lost'],
    },
  };
}

const BATCHES_QUESTION: Question = { title: '', kind: 'batches', names: [], sum: 'batches' };
