import { t } from 'candor-client/core';
import { inLocale } from './locale.ts';

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

/** A size to three digits. A kilobyte is 1000 bytes, here as in the facts on This Device. */
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
    size /= 1000;
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
