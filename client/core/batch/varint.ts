/**
 * Whole numbers of one to five bytes, ordered like the numbers: the variable-length integers of SQLite 4
 * (sqlite.org/src4, "Variable-Length Integers") up to 2^32-1. Unlike seven-bit groups they keep all numbers to 240 in
 * one byte: the uses of the 60 first commands, and four minutes in seconds.
 *
 * first byte 0–240 the number · 241–248 240 + 256·(byte-241) + next · 249 2288 + next two · 250 next three · 251 next
 * four. Of the forms that could hold a number only the shortest is read.
 */
import { MAX_COUNT } from './limits.ts';

const ONE_BYTE = 240;
const TWO_BYTES = 2287;
const THREE_BYTES = 67_823;
const FOUR_BYTES = 0xff_ffff;

/**
 * Writes numbers one after the other.
 * @throws RangeError for anything but whole numbers from 0 to {@link MAX_COUNT}: the caller has checked them.
 */
export function writeVarints(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.reduce((sum, value) => sum + varintLength(value), 0));
  let at = 0;
  for (const value of values) {
    const length = varintLength(value);
    writeOne(bytes, at, value, length);
    at += length;
  }
  return bytes;
}

/**
 * Reads numbers until the bytes end; `undefined` when they are anything that {@link writeVarints} cannot have written, or
 * more than `max` of them: one byte can be a number, so what is read must be bounded while it is read.
 */
export function readVarints(bytes: Uint8Array, max: number): number[] | undefined {
  const values: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (values.length === max) return undefined;
    const first = bytes[at] as number;
    if (first <= ONE_BYTE) {
      values.push(first);
      at++;
      continue;
    }
    const length = first <= 248 ? 2 : first - 246;
    if (length > 5 || at + length > bytes.length) return undefined;
    const value = readLong(bytes, at, length);
    if (varintLength(value) !== length) return undefined;
    values.push(value);
    at += length;
  }
  return values;
}

/** Bytes of a number. @throws RangeError for what cannot be written. */
export function varintLength(value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > MAX_COUNT) throw new RangeError(`not to be written: ${value}`);
  if (value <= ONE_BYTE) return 1;
  if (value <= TWO_BYTES) return 2;
  if (value <= THREE_BYTES) return 3;
  return value <= FOUR_BYTES ? 4 : 5;
}

function writeOne(bytes: Uint8Array, at: number, value: number, length: number): void {
  if (length === 1) {
    bytes[at] = value;
  } else if (length === 2) {
    bytes[at] = 241 + ((value - ONE_BYTE) >>> 8);
    bytes[at + 1] = (value - ONE_BYTE) & 0xff;
  } else {
    bytes[at] = 246 + length;
    const rest = length === 3 ? value - TWO_BYTES - 1 : value;
    for (let index = 1; index < length; index++) bytes[at + index] = (rest / 256 ** (length - 1 - index)) & 0xff;
  }
}

function readLong(bytes: Uint8Array, at: number, length: number): number {
  const byte = (index: number) => bytes[at + index] ?? 0;
  if (length === 2) return ONE_BYTE + 256 * (byte(0) - 241) + byte(1);
  let value = 0;
  for (let index = 1; index < length; index++) value = value * 256 + byte(index);
  return length === 3 ? TWO_BYTES + 1 + value : value;
}
