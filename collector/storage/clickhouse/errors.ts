import { ClickHouseError } from '@clickhouse/client';
import { isOfRows, isUnavailable } from '../engine-codes.ts';
import { RowsRefused, StorageOverrun, StorageUnavailable } from '../storage.ts';

/** Codes by which the server says that one request took too long, or too much memory. */
const OVERRUN = new Set(['159', '160', '241']);

/** What went wrong, in the words of {@link Storage}. @param isLate the time of the request was over. */
export function storageError(error: unknown, isLate: boolean): Error {
  if (isLate) return new StorageOverrun('ClickHouse took too long to answer');
  if (!(error instanceof ClickHouseError)) {
    // No answer, or one of something on the way.
    const reason = error instanceof Error ? error.message : String(error);
    return new StorageUnavailable(`no answer of ClickHouse: ${reason.slice(0, 200)}`, { cause: error });
  }
  const text = `ClickHouse: ${error.message.trim()} (${error.type ?? error.code})`;
  if (OVERRUN.has(error.code)) return new StorageOverrun(text, { cause: error });
  if (isUnavailable(error.code)) return new StorageUnavailable(text, { cause: error });
  return new Error(text, { cause: error });
}

/** What a failed insert says: that its rows are refused, or else that the server cannot take them now, whatever code it gives. */
export function insertError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StorageUnavailable) return error;
  const { message, cause } = error;
  if (!(cause instanceof ClickHouseError)) return error;
  return isOfRows(cause.code) ? new RowsRefused(message, { cause }) : new StorageUnavailable(message, { cause });
}

/** Whether nobody said so: what was asked for may have been done, may be under way, or may never have arrived. */
export function isUncertain(error: Error): boolean {
  return !(error.cause instanceof ClickHouseError);
}
