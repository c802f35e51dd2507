import { inLocale } from '../format/locale.ts';

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
