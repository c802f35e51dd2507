/** Below how many installations the collector of a data folder withholds, for the command line where none runs. */
import path from 'node:path';
import { readOwnFile, writeAtomically } from './own-files.ts';

const fileOf = (dataDir: string) => path.join(dataDir, 'k');

/** To be called at each start: it is that of the last one. */
export async function writeK(dataDir: string, k: number): Promise<void> {
  await writeAtomically(fileOf(dataDir), `${k}\n`);
}

/**
 * That of the collector that ran last; 1 where none has said it yet.
 * @throws Error when it is not to be told: nobody guesses how much may be shown.
 */
export async function readK(dataDir: string): Promise<number> {
  const file = fileOf(dataDir);
  const bytes = await readOwnFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!bytes) return 1;
  const text = bytes.toString('utf8').trim();
  if (/^[1-9]\d{0,15}$/.test(text)) return Number(text);
  throw new Error(`${file} does not say how many installations may be told of: start the collector once`);
}
