import { readSpan, spanText } from './units.ts';

/** A time of day; without seconds `second` is `null`, and the whole minute is meant. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number | null;
}

/** What the text of a moment names. */
export type NamedMoment =
  | { readonly kind: 'now' | 'boot' }
  | { readonly kind: 'clock'; readonly time: TimeOfDay }
  /** Today, or so many days before. */
  | { readonly kind: 'day'; readonly back: 0 | 1; readonly time: TimeOfDay | null }
  | {
      readonly kind: 'date';
      readonly year: number;
      readonly month: number;
      readonly day: number;
      readonly time: TimeOfDay | null;
    }
  /** So many milliseconds ago. */
  | { readonly kind: 'ago'; readonly milliseconds: number };

/** Reads the text of a moment in any case of letters, e.g. `14:02`, `yesterday 18:00`, `2026-11-28 14:02`, `5m ago`. */
export function readMoment(text: string): NamedMoment | null {
  const written = text.trim().toLowerCase();
  if (written.length > 40) return null;
  if (written === 'now' || written === 'boot') return { kind: written };
  const [, before] = /^(.+\S)\s+ago$/.exec(written) ?? [];
  if (before !== undefined) {
    const milliseconds = readSpan(before);
    return milliseconds === null ? null : { kind: 'ago', milliseconds };
  }
  const clock = readTimeOfDay(written);
  if (clock !== null) return { kind: 'clock', time: clock };
  const [, first = '', rest] = /^(\S+?)(?:(?:\s+|(?<=\d)t(?=\d))(\S+))?$/.exec(written) ?? [];
  const time = rest === undefined ? null : readTimeOfDay(rest);
  if (rest !== undefined && time === null) return null;
  if (first === 'today' || first === 'yesterday') return { kind: 'day', back: first === 'today' ? 0 : 1, time };
  const date = readDate(first);
  return date === null ? null : { kind: 'date', ...date, time };
}

function readTimeOfDay(text: string): TimeOfDay | null {
  const [, hours, minutes, seconds] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const time = { hour: Number(hours), minute: Number(minutes), second: seconds === undefined ? null : Number(seconds) };
  return time.hour < 24 && time.minute < 60 && (time.second ?? 0) < 60 ? time : null;
}

/** A day of the calendar from 1970 on. */
function readDate(text: string): { readonly year: number; readonly month: number; readonly day: number } | null {
  const [, years, months, days] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const [year, month, day] = [Number(years), Number(months), Number(days)];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1970 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? { year, month, day } : null;
}

/** The one way in which a moment is written; reading it gives the same. */
export function momentText(moment: NamedMoment): string {
  switch (moment.kind) {
    case 'now':
    case 'boot':
      return moment.kind;
    case 'ago':
      return `${spanText(moment.milliseconds)} ago`;
    case 'clock':
      return timeText(moment.time);
    case 'day':
      return withTime(moment.back === 0 ? 'today' : 'yesterday', moment.time);
    case 'date':
      return withTime(`${moment.year}-${two(moment.month)}-${two(moment.day)}`, moment.time);
  }
}

function withTime(day: string, time: TimeOfDay | null): string {
  return time === null ? day : `${day} ${timeText(time)}`;
}

function timeText({ hour, minute, second }: TimeOfDay): string {
  return `${two(hour)}:${two(minute)}${second === null ? '' : `:${two(second)}`}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/**
 * What was probably meant by a text that is no moment: a time of day with a full stop or in twelve hours (`14.02`,
 * `2:30pm`), a date whose day comes first or last. `null` when that is not clear.
 */
export function likelyMoment(text: string): string | null {
  const written = text.trim().toLowerCase();
  const [, hours, minutes = '00', half] = /^(\d{1,2})(?:[.:h](\d{2}))?\s*([ap]m)?$/.exec(written) ?? [];
  if (hours !== undefined && (half !== undefined || /[.h]/.test(written))) {
    const added = half === 'pm' && Number(hours) < 12 ? 12 : 0;
    const hour = half === 'am' && hours === '12' ? 0 : Number(hours) + added;
    return sound(`${two(hour)}:${minutes}`);
  }
  const [, one = '', middle = '', last = ''] = /^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})$/.exec(written) ?? [];
  if (one.length === 4) return sound(`${one}-${middle.padStart(2, '0')}-${last.padStart(2, '0')}`);
  if (last.length !== 4) return null;
  // 11/28/2026 can be no other than the American order; 05/06/2026 is left to the person.
  if (Number(one) > 12) return sound(`${last}-${middle.padStart(2, '0')}-${one.padStart(2, '0')}`);
  return Number(middle) > 12 ? sound(`${last}-${one.padStart(2, '0')}-${middle.padStart(2, '0')}`) : null;
}

function sound(text: string): string | null {
  return readMoment(text) === null ? null : text;
}
