import type { ColumnarBatch } from 'candor-client/core';
import { columns } from './columns.ts';

const DAY_MS = 86_400_000;

/** A calendar day in UTC, "2026-03-09", from days since 1970-01-01. */
export function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Days since 1970-01-01, UTC, from milliseconds since then. */
export function dayOf(time: number): number {
  return Math.floor(time / DAY_MS);
}

/**
 * One batch as a line of ClickHouse's TabSeparated, in the order of `columns`; never longer than `unpackedBytes` says.
 * @param day UTC day of receipt, in days since 1970-01-01.
 */
export function batchRow(batch: ColumnarBatch, day: number): string {
  const received = isoDay(day);
  return `${columns.map((column) => column.text(batch, received)).join('\t')}\n`;
}
