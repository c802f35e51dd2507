import { currentLocale, t } from 'candor-client/core';

/**
 * A formatter of the language and region in use. It is made when it is first asked for: the language is not known yet
 * when modules load, and many formatters are never needed in a window.
 */
export function inLocale<T>(make: (locale: string) => T): () => T {
  let made: { readonly locale: string; readonly formatter: T } | undefined;
  return () => {
    const locale = currentLocale();
    if (made?.locale !== locale) made = { locale, formatter: make(locale) };
    return made.formatter;
  };
}

/** A number and its unit, apart, because the unit is drawn muted. */
export interface Measure {
  readonly value: string;
  readonly unit: string;
}

export function measureText({ value, unit }: Measure): string {
  if (unit === '') return value;
  // A percent sign stands at the number in English, other units stand apart.
  return unit === t('unit.percent') ? `${value}${unit}` : `${value}\u00a0${unit}`;
}

const whole = inLocale((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
const tenths = inLocale(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);
const hundredths = inLocale(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
);

/** A whole number with the separators of the region. */
export function count(value: number): string {
  return whole().format(value);
}

/** A share in percent, to a tenth; `value` is 0 to 100, or more for several processors. */
export function percent(value: number): Measure {
  return { value: tenths().format(value), unit: t('unit.percent') };
}

/** A share in whole percent, for figures that are read at a glance. */
export function wholePercent(value: number): Measure {
  return { value: whole().format(value), unit: t('unit.percent') };
}

const units = ['unit.byte', 'unit.kilobyte', 'unit.megabyte', 'unit.gigabyte', 'unit.terabyte'] as const;

/** A size to three digits. A KiB is 1024 bytes, here as in the facts on This Device: memory and caches come in those. */
export function bytes(value: number): Measure {
  const { size, step } = scaled(value);
  return { value: threeDigits(size, step), unit: t(units[step] ?? 'unit.byte') };
}

/** Bytes a second, to two digits: the third changes too fast to be read. */
export function byteRate(value: number): Measure {
  const { size, step } = scaled(value);
  return { value: twoDigits(size, step), unit: t('unit.per-second', { unit: t(units[step] ?? 'unit.byte') }) };
}

function scaled(value: number): { readonly size: number; readonly step: number } {
  let size = value;
  let step = 0;
  // 999.5 would be rounded to four digits, so the next unit starts there.
  while (size >= 999.5 && step < units.length - 1) {
    size /= 1024;
    step += 1;
  }
  return { size, step };
}

function twoDigits(size: number, step: number): string {
  return step === 0 || size >= 9.95 ? whole().format(size) : tenths().format(size);
}

function threeDigits(size: number, step: number): string {
  if (step === 0 || size >= 99.95) return whole().format(size);
  return size >= 9.995 ? tenths().format(size) : hundredths().format(size);
}

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

/** A length of time in its two largest units, of which one that is nothing is left out: "3 d 4 h", "2 h 5 min", "1 h". */
export function span(ms: number): string {
  if (ms < MINUTE) return t('span.seconds', { seconds: Math.max(0, Math.floor(ms / SECOND)) });
  const minutes = Math.floor(ms / MINUTE);
  if (ms < HOUR) return t('span.minutes', { minutes });
  const hours = Math.floor(ms / HOUR);
  if (ms < DAY) {
    return minutes % 60 === 0 ? t('span.whole-hours', { hours }) : t('span.hours', { hours, minutes: minutes % 60 });
  }
  const days = Math.floor(ms / DAY);
  return hours % 24 === 0 ? t('span.whole-days', { days }) : t('span.days', { days, hours: hours % 24 });
}

const clock = inLocale((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }));
const dayAndTime = inLocale(
  (locale) =>
    new Intl.DateTimeFormat(locale, {
      month: 'short',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
    }),
);
const full = inLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }));

/** A moment for a table: the time alone when it was on the day of `now`, else day and time. Both UTC milliseconds. */
export function shortMoment(at: number, now: number): string {
  return new Date(at).toDateString() === new Date(now).toDateString() ? clock().format(at) : dayAndTime().format(at);
}

const minuteOfDay = inLocale((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }));

/** The hour and minute of a moment, with its day when that is not the day of `now`. Both UTC milliseconds. */
export function minuteMoment(at: number, now: number): string {
  return (new Date(at).toDateString() === new Date(now).toDateString() ? minuteOfDay() : dayAndTime()).format(at);
}

/** A length of time as exactly as one cares: "0.4 s", "12.3 s", "4 min 5 s", then as {@link span}. */
export function duration(ms: number): string {
  if (ms < MINUTE) return `${tenths().format(Math.max(0, ms) / SECOND)}\u00a0${t('unit.second')}`;
  if (ms >= HOUR) return span(ms);
  return t('span.minutes-seconds', { minutes: Math.floor(ms / MINUTE), seconds: Math.floor((ms % MINUTE) / SECOND) });
}

/** A moment in full, for where there is room. */
export function fullMoment(at: number): string {
  return full().format(at);
}
