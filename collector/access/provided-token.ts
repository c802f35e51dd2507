import { constants } from 'node:fs';
import path from 'node:path';
import { openOwnFile } from '../own-files.ts';
import { hashOf, isSecretForm } from './secrets.ts';
import type { Token } from './tokens.ts';

/** Bits of a mode by which others than the owner may write. */
const OTHERS_WRITE = 0o022;
const OTHERS_READ = 0o044;

/** The name of the token and of its file in the data folder. */
export const PROVIDED = 'dashboard-token';

export const providedTokenFile = (dataDir: string): string => path.join(dataDir, PROVIDED);

/**
 * An administrator's token that stands in a file, put there by a deployment, also as a link, or by a collector of a version
 * that knew no other. It is good for as long as the file is there.
 * @param file {@link providedTokenFile} of the data folder.
 * @param onFault hears when others could read it.
 * @returns `undefined` when there is none.
 * @throws Error when somebody else may have put it there, or it is no token: nobody is let in by it, and nobody is left to
 * wonder why.
 */
export async function readProvidedToken(file: string, onFault: (message: string) => void): Promise<Token | undefined> {
  const handle = await openOwnFile(file, constants.O_RDONLY, 'followed').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return undefined;
  try {
    const { uid, mode, mtimeMs } = await handle.stat();
    const refused = (why: string) => new Error(`${file} ${why}: remove it, and make a token with "token create"`);
    const own = process.getuid?.();
    // Root may write everywhere, and puts secrets in place for others.
    if (own !== undefined && uid !== own && uid !== 0) throw refused('belongs to another user, who may know it');
    if (own !== undefined && (mode & OTHERS_WRITE) !== 0) throw refused('can be written by others, who may know it');
    const secret = (await handle.readFile('utf8')).trim();
    if (!isSecretForm(secret)) throw refused('holds no token of 32 to 200 letters, digits, _ and -');
    if (own !== undefined && (mode & OTHERS_READ) !== 0) {
      onFault(`${file} can be read by others: keep it for its owner alone (chmod 600)`);
    }
    return {
      id: hashOf(secret),
      name: PROVIDED,
      role: 'administrator',
      use: 'bearer',
      created: Math.floor(mtimeMs),
      expires: null,
    };
  } finally {
    await handle.close();
  }
}
