import { decodeColumns } from 'candor-client/core';
import { brotli } from '../brotli.ts';
import { columns } from './columns.ts';
import type { JournaledBatch } from './storage.ts';

const DAY_MS = 86_400_000;

/** A calendar day in UTC, "2026-03-09", from days since 1970-01-01. */
export function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Days since 1970-01-01, UTC, from milliseconds since then. */
export function dayOf(time: number): number {
  return Math.floor(time / DAY_MS);
}

/** One batch as a line of ClickHouse's TabSeparated, in the order of `columns`; `undefined` when it is not readable. */
export function batchRow({ day, body }: JournaledBatch): string | undefined {
  const decoding = decodeColumns(body, brotli);
  if (!decoding.ok) return undefined;
  const received = isoDay(day);
  return `${columns.map((column) => column.text(decoding.batch, received)).join('\t')}\n`;
}
