import { periodsWithin } from '../rollups/periods.ts';
import type { PeriodKind } from '../rollups/tables.ts';
import { isoDay } from '../storage/rows.ts';
import { type CellQuestion, type NamedCell, queryCells } from './cells.ts';
import type { Asking, Question, Rows } from './question.ts';

/** Most periods of one answer: a quarter by day, two years by week. */
export const MOST_PERIODS = 100;

/** What a question is answered about one day, week or month. */
export interface PeriodRows extends Rows {
  /** Its UTC days, "2026-03-09", both included. */
  readonly from: string;
  readonly to: string;
}

/**
 * Answers a question about each period of a kind that lies within the range as a whole, oldest first: each has cells of its own,
 * with keys of their own, and shows what it shows when it is asked about by itself. The tables are read once for all of them.
 */
export async function periodsOf(question: Question, asking: Asking, kind: PeriodKind): Promise<PeriodRows[]> {
  const { storage, asked } = asking;
  const read = new Map<string, Promise<ReadonlyMap<string, NamedCell[]>>>();
  const cellsOfPeriod = async ({ range, ...rest }: CellQuestion) => {
    const key = JSON.stringify(rest);
    const cells = read.get(key) ?? cellsByPeriod(storage, { ...rest, range: asked.range, byPeriod: kind });
    read.set(key, cells);
    return (await cells).get(isoDay(range.from)) ?? [];
  };
  const answered: PeriodRows[] = [];
  for (const { from, to } of periodsWithin(kind, asked.range)) {
    const rows = await question.ask({ ...asking, cellsOfPeriod, asked: { ...asked, range: { from, to } } });
    answered.push({ from: isoDay(from), to: isoDay(to), ...rows });
  }
  return answered;
}

async function cellsByPeriod(storage: Asking['storage'], question: CellQuestion): Promise<Map<string, NamedCell[]>> {
  const periods = new Map<string, NamedCell[]>();
  for (const cell of await queryCells(storage, question)) {
    const its = periods.get(cell.ofPeriod);
    if (its) its.push(cell);
    else periods.set(cell.ofPeriod, [cell]);
  }
  return periods;
}
