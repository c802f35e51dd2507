import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { messageOf } from '../message-of.ts';
import { TLS_CHECK_MS } from './limits.ts';

/** PEM files of a certificate, with those between it and its root, and of its key. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** What they hold; nothing where there are none. @throws Error when they cannot be read or do not belong together. */
export async function readTls(
  files: TlsFiles | undefined,
): Promise<Pick<SecureContextOptions, 'cert' | 'key'> | undefined> {
  if (!files) return undefined;
  const { cert, key } = files;
  const [certPem, keyPem] = await Promise.all([readFile(cert), readFile(key)]);
  const pair = { cert: certPem, key: keyPem };
  try {
    createSecureContext(pair);
  } catch (error) {
    throw new Error(`${cert} and ${key} are no certificate and its key: ${messageOf(error)}`, { cause: error });
  }
  return pair;
}

/**
 * Has new connections use what stands in the files, whenever they change. While they do not belong together, as between the
 * writing of one and of the other, the former ones stay.
 * @returns ends it.
 */
export function followTls(
  files: TlsFiles | undefined,
  server: Server,
  onFault: (message: string) => void,
  checkMs = TLS_CHECK_MS,
): () => void {
  const reload = () =>
    readTls(files).then(
      (pair) => pair && (server as HttpsServer).setSecureContext(pair),
      (error: unknown) => onFault(`the former certificate stays in use: ${messageOf(error)}`),
    );
  const names = files ? [files.cert, files.key] : [];
  // Looked at, not listened for: files that are put in place by renaming a link are seen as well.
  for (const name of names) watchFile(name, { interval: checkMs, persistent: false }, () => void reload());
  return () => {
    for (const name of names) unwatchFile(name);
  };
}
