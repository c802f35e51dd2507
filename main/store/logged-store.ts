import type { LogParameters, ProductLog } from '../../app/telemetry/logs/log-codes.ts';
import type { ValueStore } from './open-store.ts';

type WriteFailure = LogParameters<'store.write-failed'>;

const reasons: Readonly<Record<string, WriteFailure['reason']>> = {
  EACCES: 'denied',
  EPERM: 'denied',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'read-only',
  ENOENT: 'missing',
};

/** A store whose failed writes are told to the product log; they are thrown all the same. */
export function loggedStore<T>(store: ValueStore<T>, name: WriteFailure['store'], log: ProductLog): ValueStore<T> {
  return {
    ...store,
    set(value) {
      try {
        store.set(value);
      } catch (error) {
        log('store.write-failed', { store: name, reason: reasonOf(error) });
        throw error;
      }
    },
  };
}

function reasonOf(error: unknown): WriteFailure['reason'] {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return (typeof code === 'string' && Object.hasOwn(reasons, code) && reasons[code]) || 'other';
}
