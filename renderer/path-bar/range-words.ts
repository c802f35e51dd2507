import { t } from '../../app/messages/index.ts';
import type { TimeRange } from '../../app/query/query.ts';
import { inLocale } from '../../ui/format/format.ts';

const DAY = 86_400_000;

const times = inLocale((locale) => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }));
const seconds = inLocale(
  (locale) => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
);
const dates = inLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));

/** A time in words: "Today 14:02 – 14:03", "28 Nov 2026, 14:02 – 16:00". `now` is UTC milliseconds. */
export function rangeWords({ from, to }: TimeRange, now: number): string {
  // The end is no longer in it: a whole day ends on the same day.
  const last = Math.max(from, to - 1);
  const clock = to - from < 60_000 ? seconds() : times();
  if (isSameDay(from, last)) {
    if (isSameDay(from, now)) return t('place.today', { times: clock.formatRange(from, to) });
    if (isSameDay(from, now - DAY)) return t('place.yesterday', { times: clock.formatRange(from, to) });
  }
  return dates().formatRange(from, last);
}

function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
