import type { Clock } from 'candor-client/node';
import { ACCOUNTS_KEPT_MS } from '../../limits.ts';
import { type SystemFiles, textOrNothing } from './system-files.ts';

/** Account names by user id, from lines of passwd(5). The first entry of an id counts, as for the system itself. */
export function parseAccounts(text: string): Map<number, string> {
  const accounts = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [name, , id] = line.split(':');
    if (name && id && /^\d+$/.test(id) && !accounts.has(Number(id))) accounts.set(Number(id), name);
  }
  return accounts;
}

/**
 * Names of accounts. Only /etc/passwd is read: the system's name service may ask a directory over the network, which
 * the Finder never does. An account that is not there is named by its number.
 */
export function createAccounts(files: SystemFiles, clock: Clock): (id: number) => string {
  let accounts: Map<number, string> | undefined;
  let readAt = 0;
  return (id) => {
    const known = accounts?.get(id);
    if (known !== undefined) return known;
    if (!accounts || clock.monotonic() - readAt >= ACCOUNTS_KEPT_MS) {
      accounts = parseAccounts(textOrNothing(files, '/etc/passwd'));
      readAt = clock.monotonic();
    }
    return accounts.get(id) ?? String(id);
  };
}
