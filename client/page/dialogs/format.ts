import { inLocale } from '../../../ui/format/format.ts';

const day = inLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long' }));
const utcDay = inLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }));
const moment = inLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
const bytes = inLocale((locale) => new Intl.NumberFormat(locale, { style: 'unit', unit: 'byte', unitDisplay: 'long' }));
const regions = inLocale((locale) => new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' }));
const languages = inLocale((locale) => new Intl.DisplayNames(locale, { type: 'language', fallback: 'none' }));

/** The local day of a moment given in ISO 8601. */
export function formatDay(iso: string): string {
  return day().format(new Date(iso));
}

/** The local day and time of a moment given in ISO 8601. */
export function formatMoment(iso: string): string {
  return moment().format(new Date(iso));
}

/** A calendar day in UTC, given as "2026-03-09". */
export function formatUtcDay(date: string): string {
  return utcDay().format(new Date(`${date}T00:00:00Z`));
}

export function formatBytes(count: number): string {
  return bytes().format(count);
}

/** Up to three digits, rounded up: a duration that is said to be at most this is. */
const threeDigits = inLocale(
  (locale) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 3, roundingMode: 'ceil' }),
);

/** Units of time by their symbols (SI brochure, tables 4 and 8), which are the same in every language. */
const durations = [
  { from: 7_200_000_000, microseconds: 3_600_000_000, symbol: 'h' },
  { from: 120_000_000, microseconds: 60_000_000, symbol: 'min' },
  { from: 1_000_000, microseconds: 1_000_000, symbol: 's' },
  { from: 1000, microseconds: 1000, symbol: 'ms' },
  { from: 0, microseconds: 1, symbol: 'µs' },
] as const;

/** A bound of a duration in microseconds, in the unit in which it is read at a glance: "1.42 s". */
export function formatDuration(microseconds: number): string {
  const unit = durations.find(({ from }) => microseconds >= from);
  return unit ? `${threeDigits().format(microseconds / unit.microseconds)}\u00a0${unit.symbol}` : '';
}

const percent = inLocale((locale) => new Intl.NumberFormat(locale, { style: 'percent' }));

/** A share of 1 in whole percent. */
export function formatPercent(share: number): string {
  return percent().format(share);
}

/** Seconds as minutes and seconds, "3:07", with hours when there are any, "1:03:07". */
export function formatSeconds(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** The name of a country by its ISO 3166-1 code, or `undefined` when there is none. */
export function countryName(code: string): string | undefined {
  return regions().of(code);
}

/** The name of a language by its BCP 47 tag. */
export function languageName(tag: string): string | undefined {
  return languages().of(tag);
}
