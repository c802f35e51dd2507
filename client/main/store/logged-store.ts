import type { LogParameters, ProductLog, WriteFailure } from '../../core/logs/log-codes.ts';
import type { ValueStore } from './open-store.ts';

type StoreName = LogParameters<'store.write-failed'>['store'];

const reasons: Readonly<Record<string, WriteFailure>> = {
  EACCES: 'denied',
  EPERM: 'denied',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'read-only',
  ENOENT: 'missing',
};

/** A store whose failed writes are told to the product log; they are thrown all the same. */
export function loggedStore<T>(store: ValueStore<T>, name: StoreName, log: ProductLog): ValueStore<T> {
  return {
    ...store,
    set(value) {
      try {
        store.set(value);
      } catch (error) {
        log('store.write-failed', { store: name, reason: writeFailure(error) });
        throw error;
      }
    },
  };
}

/** Why a file could not be written, as the system's code says. */
export function writeFailure(error: unknown): WriteFailure {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return (typeof code === 'string' && Object.hasOwn(reasons, code) && reasons[code]) || 'other';
}
