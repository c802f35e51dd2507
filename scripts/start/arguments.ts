import type { StorageKind } from '../../collector/storage/storage.ts';
import { UserFixableError } from '../lib/say.ts';

/** What `npm start` is asked for. */
export interface StartArguments {
  /** Ends when the app has quit. */
  readonly once: boolean;
  /** Prints why nothing is sent, and opens nothing. */
  readonly diagnose: boolean;
  /** Where the local collector loads batches into: nowhere, as on Windows, where its storage does not exist, when it is told so. */
  readonly storage: StorageKind;
}

const STORAGE_NONE = '--storage none';

/** Reads the arguments of `npm start`. @throws UserFixableError that names the first that is not known. */
export function readArguments(given: readonly string[]): StartArguments {
  const args = given.join(' ').replace('--storage=none', STORAGE_NONE);
  const rest = args.replace(STORAGE_NONE, '').split(' ').filter(Boolean);
  const unknown = rest.find((arg) => arg !== '--once' && arg !== '--diagnose');
  if (unknown !== undefined) {
    throw new UserFixableError(
      `npm start does not know ${unknown}: only --once, to end when the app has quit, --diagnose, to print why nothing is sent, and ${STORAGE_NONE}, for a collector that makes no figures, as on Windows.`,
    );
  }
  return {
    once: rest.includes('--once'),
    diagnose: rest.includes('--diagnose'),
    storage: args.includes(STORAGE_NONE) ? 'none' : 'auto',
  };
}
