import { type FieldType, textRule } from '../registry/field-types.ts';
import type { CborValue } from './cbor.ts';
import { isUpTo } from './shapes.ts';

/** How the values of one type stand in a batch. Both directions check: what is out of bounds is `undefined`. */
export interface FieldCodec {
  pack(value: unknown): CborValue | undefined;
  unpack(packed: unknown): string | number | undefined;
}

const DAY_MS = 86_400_000;

/** Days since 1970-01-01 of the first and the last day that a batch can hold. */
export const FIRST_DAY = Date.UTC(2000, 0, 1) / DAY_MS;
export const LAST_DAY = Date.UTC(2099, 11, 31) / DAY_MS;

/** Bytes of the two kinds of value that stand in a batch as bytes. */
export const UUID_BYTES = 16;
export const SHA256_BYTES = 32;

const HYPHENS = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/;

/** The codec of a type, prepared once: it runs for every value of every batch. */
export function fieldCodec(type: FieldType): FieldCodec {
  switch (type.kind) {
    case 'enum':
      return enumCodec(type.values);
    case 'uint': {
      const within = (value: unknown) => (isUpTo(value, type.max) ? value : undefined);
      return { pack: within, unpack: within };
    }
    case 'date':
      return dateCodec(textTest(type));
    case 'uuid':
      return bytesCodec(UUID_BYTES, textTest(type), (hex) => hex.replace(HYPHENS, '$1-$2-$3-$4-$5'));
    case 'sha256':
      return bytesCodec(SHA256_BYTES, textTest(type), (hex) => hex);
    default: {
      const test = textTest(type);
      const within = (value: unknown) => (test(value) ? value : undefined);
      return { pack: within, unpack: within };
    }
  }
}

function enumCodec(values: readonly string[]): FieldCodec {
  const numbers = new Map<unknown, number>(values.map((value, number) => [value, number]));
  return {
    pack: (value) => (value === '' ? undefined : numbers.get(value)),
    // An empty text is a number that nobody has given.
    unpack: (number) => (typeof number === 'number' ? values[number] || undefined : undefined),
  };
}

function textTest(type: FieldType): (value: unknown) => value is string {
  const { pattern = '(?!)', length = { min: 0, max: Number.POSITIVE_INFINITY } } = textRule(type) ?? {};
  const expression = new RegExp(pattern);
  return (value): value is string =>
    typeof value === 'string' && value.length >= length.min && value.length <= length.max && expression.test(value);
}

function dateCodec(isDate: (value: unknown) => value is string): FieldCodec {
  return {
    pack: (value) => {
      if (!isDate(value)) return undefined;
      const day = Date.parse(value) / DAY_MS;
      // The pattern allows for a 31st of every month; the calendar does not.
      return dayText(day) === value ? day : undefined;
    },
    unpack: (day) => (isUpTo(day, LAST_DAY) && day >= FIRST_DAY ? dayText(day) : undefined),
  };
}

function dayText(day: number): string | undefined {
  return Number.isInteger(day) ? new Date(day * DAY_MS).toISOString().slice(0, 10) : undefined;
}

function bytesCodec(
  length: number,
  isText: (value: unknown) => value is string,
  layOut: (hex: string) => string,
): FieldCodec {
  return {
    pack: (value) => (isText(value) ? fromHex(value.replaceAll('-', ''), length) : undefined),
    unpack: (bytes) => (bytes instanceof Uint8Array && bytes.length === length ? layOut(toHex(bytes)) : undefined),
  };
}

function fromHex(hex: string, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  // A collector does it four times for each batch.
  for (const byte of bytes) text += HEX[byte];
  return text;
}
