import { chmod, stat } from 'node:fs/promises';
import { makeDirectory } from './own-files.ts';

/** A data folder that has it is not whole: a backup is being restored into it, or was not to the end. */
export const RESTORING = 'restoring';

/** Whose a folder is, and how others may use it; as `stat` says. */
export interface FolderFacts {
  readonly uid: number;
  readonly mode: number;
}

export type FolderVerdict = 'ours' | 'open to others' | 'of another user' | 'writable by everybody';

const EVERYBODY_WRITES = 0o002;
const OTHERS = 0o077;

/**
 * Whether what stands in a folder can only come from its owner. A folder of root's that our group may write is how
 * orchestrators hand out volumes.
 */
export function judgeFolder({ uid, mode }: FolderFacts, own: number): FolderVerdict {
  if (uid === own) return (mode & OTHERS) === 0 ? 'ours' : 'open to others';
  if (uid !== 0) return 'of another user';
  return (mode & EVERYBODY_WRITES) === 0 ? 'ours' : 'writable by everybody';
}

/**
 * Makes the data folder for its owner alone, and closes one that is open to others: whoever can write there can make
 * themselves a token.
 * @param onFault hears when it was open: somebody may have used that.
 * @throws Error that says what is wrong with a folder that cannot be closed.
 */
export async function openDataFolder(directory: string, onFault: (message: string) => void): Promise<void> {
  await makeDirectory(directory);
  const own = process.getuid?.();
  if (own === undefined) return;
  const facts = await stat(directory);
  const verdict = judgeFolder(facts, own);
  if (verdict === 'of another user' || verdict === 'writable by everybody') {
    throw new Error(
      `${directory} is ${verdict}: run the collector as the user whom it belongs to, or give it a folder`,
    );
  }
  if (verdict === 'ours') return;
  await chmod(directory, facts.mode & ~OTHERS & 0o7777);
  const could =
    (facts.mode & 0o022) !== 0 ? 'others could write there: look through "token list"' : 'others could read it';
  onFault(`${directory} was open to others and is closed now; ${could}`);
}
