import { t } from 'candor-client/core';
import { inLocale } from './locale.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago something was: "2 s ago", "3 h ago"; moments in the future read as now. */
export function age(ms: number): string {
  if (ms < SECOND) return t('age.now');
  if (ms < MINUTE) return t('age.seconds', { count: Math.floor(ms / SECOND) });
  if (ms < HOUR) return t('age.minutes', { count: Math.floor(ms / MINUTE) });
  if (ms < DAY) return t('age.hours', { count: Math.floor(ms / HOUR) });
  return t('age.days', { count: Math.floor(ms / DAY) });
}

/** A length of time in its two largest units: "3 d 4 h", "2 h 5 min", "12 min". */
export function span(ms: number): string {
  if (ms < MINUTE) return t('span.seconds', { seconds: Math.max(0, Math.floor(ms / SECOND)) });
  const minutes = Math.floor(ms / MINUTE);
  if (ms < HOUR) return t('span.minutes', { minutes });
  const hours = Math.floor(ms / HOUR);
  if (ms < DAY) return t('span.hours', { hours, minutes: minutes % 60 });
  return t('span.days', { days: Math.floor(ms / DAY), hours: hours % 24 });
}

const clock = inLocale((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }));
const dayAndTime = inLocale(
  (locale) =>
    new Intl.DateTimeFormat(locale, {
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    }),
);
const full = inLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }));

/** A moment for a table: the time alone when it was on the day of `now`, else day and time. Both UTC milliseconds. */
export function shortMoment(at: number, now: number): string {
  return new Date(at).toDateString() === new Date(now).toDateString() ? clock().format(at) : dayAndTime().format(at);
}

/** A moment in full, for where there is room. */
export function fullMoment(at: number): string {
  return full().format(at);
}
