import { closeSync, existsSync, openSync, readdirSync, readFileSync, readlinkSync, readSync, statSync } from 'node:fs';
import { swallowed } from 'candor-client/core';
import type { Clock } from 'candor-client/node';
import { ACCOUNTS_KEPT_MS } from '../../limits.ts';

/**
 * The files of /proc, /sys and /etc as the Finder reads them. They live in memory, so reading them at once costs a
 * fifth of the processor time of asynchronous reads (18 ms against 140 ms for 500 processes).
 */
export interface SystemFiles {
  /** @throws when the file is not there or may not be read. */
  text(path: string): string;
  bytes(path: string): Uint8Array;
  /** Names in a directory. @throws when it is not there. */
  names(path: string): string[];
  /** Where a link points to, which need not be UTF-8; `null` when that may not be read. */
  target(path: string): Uint8Array | null;
  /** Id of the user who owns a file. @throws when it is not there. */
  owner(path: string): number;
  exists(path: string): boolean;
  /** A descriptor for reading, to be closed. @throws when the file is not there or may not be read. */
  open(path: string): number;
  /** Reads from the beginning, whatever was read before; the bytes read. @throws when what it told about is gone. */
  read(descriptor: number, into: Uint8Array): number;
  close(descriptor: number): void;
}

export const systemFiles: SystemFiles = {
  text: (path) => readFileSync(path, 'utf8'),
  bytes: (path) => readFileSync(path),
  names: (path) => readdirSync(path),
  target(path) {
    try {
      return readlinkSync(path, { encoding: 'buffer' });
    } catch (error) {
      swallowed('engine', 'read-system-link', error);
      return null;
    }
  },
  owner: (path) => statSync(path).uid,
  exists: (path) => existsSync(path),
  open: (path) => openSync(path, 'r'),
  read: (descriptor, into) => readSync(descriptor, into, 0, into.length, 0),
  close: (descriptor) => closeSync(descriptor),
};

/** The beginning of a file, at most as much as fits into `into`; see {@link SystemFiles.read}. */
export function readOnce(files: SystemFiles, path: string, into: Uint8Array): number {
  const descriptor = files.open(path);
  try {
    return files.read(descriptor, into);
  } finally {
    files.close(descriptor);
  }
}

/** The file's text without surrounding white space; empty when it cannot be read. */
export function textOrNothing(files: SystemFiles, path: string): string {
  try {
    return files.text(path).trim();
  } catch (error) {
    swallowed('engine', 'read-system-file', error);
    return '';
  }
}

/** The names in a directory; none when it is not there. */
export function namesOrNone(files: SystemFiles, path: string): string[] {
  try {
    return files.names(path);
  } catch (error) {
    swallowed('engine', 'list-system-folder', error);
    return [];
  }
}

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
 * Names of accounts. Only files of this computer are read: the system's name service may ask a directory over the
 * network, which the Finder never does. An account that is in none of them is named by its number.
 */
export function createAccounts(files: SystemFiles, clock: Clock): (id: number) => string {
  let accounts = new Map<number, string>();
  /** Of those that are no entries of /etc/passwd; looked for anew together with it. */
  const others = new Map<number, string>();
  let readAt = Number.NEGATIVE_INFINITY;
  return (id) => {
    const known = accounts.get(id);
    if (known !== undefined) return known;
    if (clock.monotonic() - readAt >= ACCOUNTS_KEPT_MS) {
      accounts = parseAccounts(textOrNothing(files, '/etc/passwd'));
      others.clear();
      readAt = clock.monotonic();
    }
    const name = accounts.get(id) ?? others.get(id) ?? passingAccount(files, id) ?? String(id);
    if (!accounts.has(id)) others.set(id, name);
    return name;
  };
}

/** Where systemd keeps the records of accounts that are no entries of /etc/passwd; see nss-systemd(8). */
const USER_RECORDS = ['/run/userdb', '/run/host/userdb', '/etc/userdb'] as const;

/** The name of an account that systemd has made for as long as something runs, such as a service or a greeter. */
function passingAccount(files: SystemFiles, id: number): string | undefined {
  const dynamic = files.target(`/run/systemd/dynamic-uid/direct:${id}`);
  if (dynamic !== null) return new TextDecoder().decode(dynamic);
  for (const folder of USER_RECORDS) {
    // A record is JSON; its name is all that is wanted of it.
    const text = files.exists(`${folder}/${id}.user`) ? textOrNothing(files, `${folder}/${id}.user`) : '';
    const name = /"userName"\s*:\s*"([^"\\]+)"/.exec(text)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}
