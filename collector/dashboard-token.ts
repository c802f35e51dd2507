import { randomBytes } from 'node:crypto';
import { readOwnFile } from './own-file.ts';
import { writeAtomically } from './write-atomically.ts';

const BYTES = 32;
const FORM = /^[A-Za-z0-9_-]{43}$/;

/**
 * The secret in the dashboard's login link, kept in a file that only its owner can read. It stays the same from run to
 * run; deleting the file makes a new one at the next start, and old links and logins end.
 */
export async function dashboardToken(file: string): Promise<string> {
  const stored = await readOwnFile(file).then(
    (bytes) => bytes.toString('utf8').trim(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    },
  );
  if (FORM.test(stored)) return stored;
  const token = randomBytes(BYTES).toString('base64url');
  await writeAtomically(file, `${token}\n`);
  return token;
}
