import type { ColumnarBatch } from 'candor-client/core';
import { valueWriter, type WriteValue } from './block/row-values.ts';
import { RowWriter } from './block/row-writer.ts';
import { type Column, columns } from './columns.ts';
import { unpackedBytes } from './unpacked.ts';

const DAY_MS = 86_400_000;

/** A calendar day in UTC, "2026-03-09", from days since 1970-01-01. */
export function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Days since 1970-01-01, UTC, from milliseconds since then. */
export function dayOf(time: number): number {
  return Math.floor(time / DAY_MS);
}

const writers = new WeakMap<readonly Column[], readonly { value: Column['value']; write: WriteValue }[]>();

/** No batch was received before the program was there. */
const FIRST_DAY = Date.UTC(2026, 0, 1) / DAY_MS;

/** The last day that a column has room for. */
const LAST_DAY = 2 ** 16 - 1;

/**
 * The day of receipt by a clock, in days since 1970-01-01, UTC; `undefined` when it is not one that there can be. A computer
 * that has lost the time begins in 1970: a row of that day would be deleted, as past its retention, as soon as it is stored.
 */
export function receivedOn(time: number): number | undefined {
  const day = dayOf(time);
  return day >= FIRST_DAY && day <= LAST_DAY ? day : undefined;
}

/** How the values of these columns are written, prepared once: it runs for every column of every batch. */
function writersOf(of: readonly Column[]) {
  const known =
    writers.get(of) ?? of.map(({ value, type, hasOpenWords }) => ({ value, write: valueWriter(type, hasOpenWords) }));
  writers.set(of, known);
  return known;
}

/**
 * Writes the row of a batch (row-writer.ts), never longer than `unpackedBytes` says.
 * @param day UTC day of receipt, in days since 1970-01-01.
 * @param at where it begins in `bytes`.
 * @returns where it ends; `undefined` when there is too little room, and what is in it then means nothing.
 */
export function writeRow(
  batch: ColumnarBatch,
  day: number,
  bytes: Uint8Array,
  at: number,
  of: readonly Column[] = columns,
): number | undefined {
  const row = new RowWriter(bytes, at);
  for (const { value, write } of writersOf(of)) write(row, value(batch, day));
  return row.isWhole ? row.at : undefined;
}

/** The row of a batch in bytes of its own. */
export function batchRow(batch: ColumnarBatch, day: number, of: readonly Column[] = columns): Uint8Array {
  for (let room = unpackedBytes(batch); ; room *= 2) {
    const bytes = Buffer.allocUnsafe(room);
    const end = writeRow(batch, day, bytes, 0, of);
    if (end !== undefined) return bytes.subarray(0, end);
  }
}
