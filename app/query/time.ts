import { type NamedMoment, readMoment, type TimeOfDay } from './moment.ts';
import type { TimeClause, TimeRange } from './query.ts';

/** What moments depend on, in UTC milliseconds. Without a start of the system `boot` is before all that is known. */
export interface TimeContext {
  readonly now: number;
  readonly bootedAt?: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * The range that a clause means, on the clock of this computer and in its time zone. A time of day is the latest one that
 * is not in the future; `at` is the whole minute, second or day that it names; a range has both of its ends in it.
 * Where a clock was set back an hour comes twice: `at` is its second, `since` begins with its first. A time of day that a day
 * does not have, because the clock was set forward, is looked for on the day before.
 */
export function resolveTime(time: TimeClause, context: TimeContext): TimeRange {
  const { now } = context;
  switch (time.kind) {
    case 'during':
      return { from: now - time.last, to: now };
    case 'since':
      return { from: Math.min(momentRange(time.moment.text, context).first, now), to: now };
    case 'at': {
      const { from, to } = wholeUnit(momentRange(time.moment.text, context));
      return { from, to };
    }
    case 'between':
      return between(time.from.text, time.to.text, context);
  }
}

export interface MomentRange extends TimeRange {
  /** The same time of day before the clock was set back; else `from`. */
  readonly first: number;
  /** A moment and no unit of time: `now`, `boot`, `5m ago`. It is a millisecond long. */
  readonly exact: boolean;
}

/** What the text of a moment names. */
export function momentRange(text: string, context: TimeContext): MomentRange {
  const moment = readMoment(text) ?? { kind: 'now' };
  switch (moment.kind) {
    case 'now':
      return exactly(context.now);
    case 'boot':
      return exactly(context.bootedAt ?? 0);
    case 'ago':
      return exactly(context.now - moment.milliseconds);
    case 'clock':
      return latest(moment.time, context.now);
    case 'day':
    case 'date':
      return ofDay(moment, context.now);
  }
}

/** The minute of a moment that names no unit. */
export function wholeUnit({ from, to, first, exact }: MomentRange): MomentRange {
  if (!exact) return { from, to, first, exact };
  const minute = Math.floor(from / MINUTE) * MINUTE;
  return { from: minute, to: minute + MINUTE, first: minute, exact: false };
}

function exactly(at: number): MomentRange {
  return { from: at, to: at + 1, first: at, exact: true };
}

function latest(time: TimeOfDay, now: number): MomentRange {
  const today = new Date(now);
  // Two days cannot both lack a time of day.
  for (let back = 0; back <= 2; back += 1) {
    const first = onDay(today.getFullYear(), today.getMonth(), today.getDate() - back, time);
    if (!shows(first, time) || first > now) continue;
    const second = again(first);
    return unitAt(second > now ? first : second, first, time);
  }
  const first = onDay(today.getFullYear(), today.getMonth(), today.getDate() - 1, time);
  return unitAt(first, first, time);
}

function ofDay(moment: Extract<NamedMoment, { kind: 'day' | 'date' }>, now: number): MomentRange {
  const today = new Date(now);
  const [year, month, day] =
    moment.kind === 'date'
      ? [moment.year, moment.month - 1, moment.day]
      : [today.getFullYear(), today.getMonth(), today.getDate() - moment.back];
  if (moment.time !== null) {
    const first = onDay(year, month, day, moment.time);
    return unitAt(again(first), first, moment.time);
  }
  const from = new Date(year, month, day).getTime();
  return { from, to: new Date(year, month, day + 1).getTime(), first: from, exact: false };
}

function onDay(year: number, month: number, day: number, { hour, minute, second }: TimeOfDay): number {
  return new Date(year, month, day, hour, minute, second ?? 0).getTime();
}

function shows(at: number, { hour, minute }: TimeOfDay): boolean {
  const date = new Date(at);
  return date.getHours() === hour && date.getMinutes() === minute;
}

/** When a clock shows the same once more because it is set back within three hours; else the moment itself. */
function again(at: number): number {
  const date = new Date(at);
  const setBack = new Date(at + 3 * 60 * MINUTE).getTimezoneOffset() - date.getTimezoneOffset();
  const second = at + setBack * MINUTE;
  const same = setBack > 0 && shows(second, { hour: date.getHours(), minute: date.getMinutes(), second: null });
  return same ? second : at;
}

function unitAt(from: number, first: number, { second }: TimeOfDay): MomentRange {
  return { from, to: from + (second === null ? MINUTE : SECOND), first, exact: false };
}

/** A time of day at the end is the first one after the beginning: `23:00..01:00` goes over midnight. */
function between(fromText: string, toText: string, context: TimeContext): TimeRange {
  const start = momentRange(fromText, context);
  const named = readMoment(toText);
  const end = named?.kind === 'clock' ? firstAfter(named.time, start.first) : momentRange(toText, context);
  const [early, late] = end.to <= start.first ? [end, start] : [start, end];
  const to = late.exact ? late.from : late.to;
  return { from: early.first, to: Math.max(early.first, early.first < context.now ? Math.min(to, context.now) : to) };
}

function firstAfter(time: TimeOfDay, from: number): MomentRange {
  const day = new Date(from);
  for (let ahead = 0; ahead <= 2; ahead += 1) {
    const first = onDay(day.getFullYear(), day.getMonth(), day.getDate() + ahead, time);
    if (first >= from) return unitAt(again(first), first, time);
    if (again(first) >= from) return unitAt(again(first), again(first), time);
  }
  return exactly(from);
}
