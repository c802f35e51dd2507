import { type DayRange, periodsWithin } from '../rollups/periods.ts';
import { isoDay } from '../storage/rows.ts';

/** Two weeks, one right after the other, of which every day has closed. */
export interface TwoWeeks {
  readonly before: DayRange;
  readonly week: DayRange;
}

/** Days as they are told, "2026-03-09", both included. */
export interface IsoRange {
  readonly from: string;
  readonly to: string;
}

export const isoRange = ({ from, to }: DayRange): IsoRange => ({ from: isoDay(from), to: isoDay(to) });

/**
 * The newest closed week, Monday to Sunday, UTC, and the one before.
 * @param closed the days that answers can be given about.
 * @throws Error that says in one sentence what there is instead.
 */
export function newestWeeks(closed: DayRange | undefined): TwoWeeks {
  if (!closed) throw new Error('no day has closed yet: there is nothing to tell of');
  const [week, before] = closedWeeks(closed).reverse();
  if (week && before) return { before, week };
  const days = isoRange(closed);
  throw new Error(
    `it takes two closed weeks, Monday to Sunday, to tell what has changed; the closed days are ${days.from} to ${days.to}`,
  );
}

/** The weeks of which every day has closed, oldest first. */
export function closedWeeks(closed: DayRange | undefined): DayRange[] {
  return closed ? periodsWithin('week', closed).map(({ from, to }) => ({ from, to })) : [];
}

/** The newest closed weeks together. @param most of them. @returns `undefined` when no week has closed as a whole. */
export function weeksTogether(closed: DayRange | undefined, most: number): DayRange | undefined {
  const weeks = closedWeeks(closed).slice(-most);
  const [first] = weeks;
  const last = weeks.at(-1);
  return first && last && { from: first.from, to: last.to };
}
