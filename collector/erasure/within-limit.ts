import { setTimeout as pause } from 'node:timers/promises';
import { USER_DATA_MS } from '../limits.ts';
import { StorageUnavailable } from '../storage/storage.ts';

/** Waits for something, for as long as an answer may take. @throws StorageUnavailable when it takes longer. */
export async function withinLimit(loading: Promise<void>): Promise<void> {
  const limit = new AbortController();
  const late = pause(USER_DATA_MS, undefined, { signal: limit.signal, ref: false }).then(() => {
    throw new StorageUnavailable('too much waits to be loaded');
  });
  try {
    await Promise.race([loading, late]);
  } finally {
    limit.abort();
    late.catch(() => {});
  }
}
