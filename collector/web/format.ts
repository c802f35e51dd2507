import { currentLocale } from 'candor-client/core';

/** Numbers and dates in the language of the page, as the person's region writes them. */
function inLocale<T>(make: (locale: string) => T): () => T {
  let made: { readonly locale: string; readonly formatter: T } | undefined;
  return () => {
    const locale = currentLocale();
    if (made?.locale !== locale) made = { locale, formatter: make(locale) };
    return made.formatter;
  };
}

const numbers = inLocale((locale) => new Intl.NumberFormat(locale));
const threeDigits = inLocale((locale) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }));
const tenths = inLocale((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }));
const whole = inLocale((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }));
const points = inLocale(
  (locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1, signDisplay: 'exceptZero' }),
);
const days = inLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }));
const shortDays = inLocale(
  (locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
);
const times = inLocale((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }));
const hours = inLocale((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }));
const moments = inLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
const lists = inLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

const oneDigit = inLocale((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }));

/** To a tenth: "3.4". */
export const formatTenths = (value: number): string => oneDigit().format(value);

export const formatNumber = (value: number): string => numbers().format(value);

/** A part of a whole to a tenth of a percent, "28.4 %"; of nothing, 0. */
export const formatShare = (share: number): string => tenths().format(share);

/** A difference of two shares in percentage points, with its sign: "+4.2". */
export const formatPoints = (difference: number): string => points().format(100 * difference);

/**
 * The parts of a whole in whole percent that add up to 100, however each alone would be rounded: those with the largest rests are
 * rounded up (Hamilton's method). Of nothing, 0 each.
 */
export function formatParts(parts: readonly number[]): string[] {
  const sum = parts.reduce((total, part) => total + part, 0);
  const exact = parts.map((part) => (sum === 0 ? 0 : (100 * part) / sum));
  const missing = Math.round(exact.reduce((total, part) => total + part - Math.floor(part), 0));
  const byRest = exact.map((part, index) => ({ index, rest: part - Math.floor(part) }));
  byRest.sort((a, b) => b.rest - a.rest || a.index - b.index);
  const up = new Set(byRest.slice(0, missing).map(({ index }) => index));
  return exact.map((part, index) => whole().format((Math.floor(part) + (up.has(index) ? 1 : 0)) / 100));
}

/** A span of UTC days, "3–22 March 2026", from days such as "2026-03-03". */
export const formatDays = (first: string, last: string): string => days().formatRange(new Date(first), new Date(last));

/** A UTC day where there is little room, "3 Mar", from "2026-03-03". */
export const formatShortDay = (day: string): string => shortDays().format(new Date(day));

/** A time of day, from milliseconds since 1970-01-01. */
export const formatTime = (time: number): string => times().format(time);

/** A time of day without seconds, from milliseconds since 1970-01-01. */
export const formatHour = (time: number): string => hours().format(time);

/** Day and time of an ISO moment. */
export const formatMoment = (moment: string): string => moments().format(new Date(moment));

export const formatList = (items: readonly string[]): string => lists().format(items);

/** A duration in its unit, to three digits: "850 µs", "1.2 ms", "3.4 s". @param microseconds of it. */
export function formatDuration(microseconds: number): string {
  const withUnit = (value: number, unit: string) => `${threeDigits().format(value)}\u00a0${unit}`;
  if (microseconds < 1000) return withUnit(microseconds, 'µs');
  return microseconds < 1_000_000 ? withUnit(microseconds / 1000, 'ms') : withUnit(microseconds / 1_000_000, 's');
}
