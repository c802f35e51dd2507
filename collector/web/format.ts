/** Numbers and dates as the person's region writes them. */
const locale = navigator.language;

const numbers = new Intl.NumberFormat(locale);
const shares = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
const times = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });

export const formatNumber = (value: number): string => numbers.format(value);

/** A part of a whole, "28 %"; of nothing, 0. */
export const formatShare = (part: number, whole: number): string => shares.format(whole === 0 ? 0 : part / whole);

/** A span of UTC days, "3–22 March 2026", from days such as "2026-03-03". */
export const formatDays = (first: string, last: string): string => days.formatRange(new Date(first), new Date(last));

/** A time of day, from milliseconds since 1970-01-01. */
export const formatTime = (time: number): string => times.format(time);
