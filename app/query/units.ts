import type { FieldKind } from './fields.ts';

/** Kinds of numbers that are written with a unit. */
export type MeasureKind = Extract<FieldKind, 'percent' | 'bytes' | 'rate' | 'duration'>;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A kilobyte is 1000 bytes, a kibibyte 1024; the app itself shows kibibytes (ui/format/format.ts). */
const sizes: ReadonlyMap<string, number> = new Map([
  ['b', 1],
  ...['k', 'm', 'g', 't'].flatMap((letter, index): [string, number][] => {
    const decimal = 1000 ** (index + 1);
    const binary = 1024 ** (index + 1);
    return [
      [letter, decimal],
      [`${letter}b`, decimal],
      [`${letter}i`, binary],
      [`${letter}ib`, binary],
    ];
  }),
]);

const spans: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', SECOND],
  ['sec', SECOND],
  ['m', MINUTE],
  ['min', MINUTE],
  ['h', HOUR],
  ['d', DAY],
  ['w', 7 * DAY],
]);

/** The units that fit a kind, as they are written when they are proposed; the likeliest stands first. */
export const unitsOf: Readonly<Record<MeasureKind, readonly string[]>> = {
  percent: ['%'],
  bytes: ['MiB', 'GiB', 'KiB', 'TiB', 'B', 'MB', 'GB', 'kB', 'TB'],
  rate: ['MiB/s', 'KiB/s', 'GiB/s', 'B/s', 'MB/s', 'kB/s', 'GB/s'],
  duration: ['m', 's', 'h', 'd', 'ms', 'w'],
};

/** How many of the base unit one of a unit is; `null` when the unit does not fit the kind. Without a unit it is the base. */
export function unitFactor(kind: MeasureKind, unit: string): number | null {
  const small = unit.toLowerCase();
  if (small === '') return 1;
  if (kind === 'percent') return small === '%' ? 1 : null;
  if (kind === 'duration') return spans.get(small) ?? null;
  if (kind === 'bytes') return sizes.get(small) ?? null;
  return sizes.get(small.replace(/(?:\/s|ps)$/, '')) ?? null;
}

const lengths = /(\d+(?:\.\d{1,6})?)\s*([a-z]+)/gi;

/** Milliseconds of a text such as `5m` or `1h30m`; `null` when it is none, is nothing, or is more than 10 000 days. */
export function readSpan(text: string): number | null {
  if (text.length > 40 || !/^(?:\d+(?:\.\d{1,6})?\s*[a-z]+\s*)+$/i.test(text)) return null;
  let whole = 0;
  for (const [, number = '', unit = ''] of text.matchAll(lengths)) {
    const factor = unitFactor('duration', unit);
    if (factor === null) return null;
    whole += Math.round(Number(number) * factor);
  }
  return whole > 0 && whole <= 10_000 * DAY ? whole : null;
}

/** A length of time in the largest unit in which it is a whole number; a day is 24 hours. */
export function spanText(milliseconds: number): string {
  if (milliseconds >= 2 * DAY && milliseconds % DAY === 0) return `${milliseconds / DAY}d`;
  if (milliseconds >= HOUR && milliseconds % HOUR === 0) return `${milliseconds / HOUR}h`;
  if (milliseconds >= MINUTE && milliseconds % MINUTE === 0) return `${milliseconds / MINUTE}m`;
  if (milliseconds >= SECOND && milliseconds % SECOND === 0) return `${milliseconds / SECOND}s`;
  return `${plain(milliseconds)}ms`;
}

const written = ['TB', 'GB', 'MB', 'kB', 'TiB', 'GiB', 'MiB', 'KiB'] as const;

/** A size in the largest unit in which it has one decimal at most. */
export function sizeText(bytes: number): string {
  for (const unit of written) {
    const factor = sizes.get(unit.toLowerCase()) ?? 1;
    const inUnit = bytes / factor;
    const text = String(inUnit);
    if (inUnit >= 1 && /^\d+(?:\.\d)?$/.test(text) && Math.round(Number(text) * factor) === bytes) return text + unit;
  }
  return `${plain(bytes)}B`;
}

/** A number of a kind as it is written in a query; reading it gives the same number. */
export function numberText(kind: FieldKind, value: number): string {
  if (kind === 'percent') return `${plain(value)}%`;
  if (kind === 'bytes') return sizeText(value);
  if (kind === 'rate') return `${sizeText(value)}/s`;
  if (kind === 'duration') return spanText(value);
  return plain(value);
}

/** Digits alone, never an exponent. */
function plain(value: number): string {
  const text = String(value);
  return /e/i.test(text) ? value.toFixed(6).replace(/\.?0+$/, '') : text;
}
