import { PERIODS, type PeriodKind } from './tables.ts';

/** Days since 1970-01-01, UTC, both included. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

export interface Period extends DayRange {
  readonly kind: PeriodKind;
}

/** 1970-01-01 was a Thursday; weeks begin on Mondays. */
const weekStart = (day: number) => day - ((((day + 3) % 7) + 7) % 7);

/** The period of a kind that a day lies in. */
export function periodOf(kind: PeriodKind, day: number): Period {
  if (kind === 'day') return { kind, from: day, to: day };
  if (kind === 'week') return { kind, from: weekStart(day), to: weekStart(day) + 6 };
  const date = new Date(day * 86_400_000);
  const monthStart = (months: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / 86_400_000;
  return { kind, from: monthStart(0), to: monthStart(1) - 1 };
}

/**
 * Weeks and months that are over once a day has closed, and were not when the closed day before it had: all that have a day
 * with batches, because there was none in between.
 * @param after the closed day before, 0 when there is none.
 */
export function endedBy(day: number, after: number): Period[] {
  return (['week', 'month'] as const).flatMap((kind) => {
    const [before, own] = [periodOf(kind, after), periodOf(kind, day)];
    return [...(after > 0 && before.to > after && before.to < day ? [before] : []), ...(own.to === day ? [own] : [])];
  });
}

/** The periods of a kind that lie within a range as a whole, in their order. */
export function periodsWithin(kind: PeriodKind, { from, to }: DayRange): Period[] {
  const periods: Period[] = [];
  for (let period = periodOf(kind, from); period.to <= to; period = periodOf(kind, period.to + 1)) {
    if (period.from >= from) periods.push(period);
  }
  return periods;
}

/**
 * The fewest periods that cover a range, each of its days once, in the order of their beginnings. Not just the longest at each
 * place: a week that crosses the beginning of a month would spoil the month.
 * @param hasPeriod whether a week or month is there; days always are.
 */
export function covering({ from, to }: DayRange, hasPeriod: (period: Period) => boolean): Period[] {
  /** Of each day, by its distance from `to`: how many periods it takes from there on, and the first of them. */
  const best: { readonly count: number; readonly first: Period }[] = [];
  for (let day = to; day >= from; day--) {
    const choices = PERIODS.map((kind) => periodOf(kind, day))
      .filter((period) => period.from === day && period.to <= to && (period.kind === 'day' || hasPeriod(period)))
      .map((first) => ({ count: 1 + (best[to - first.to - 1]?.count ?? 0), first }));
    best.push(choices.reduce((least, choice) => (choice.count <= least.count ? choice : least)));
  }
  const periods: Period[] = [];
  for (let at = best.at(-1); at; at = best[to - at.first.to - 1]) periods.push(at.first);
  return periods;
}
