import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { readOwnFile, writeAtomically } from './own-files.ts';
import { UUID } from './uuid.ts';

/** By which a collector is known to others of the same store: that of its data folder, made when it is asked for first. */
export async function collectorId(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'collector-id');
  const known = await readOwnFile(file).then(
    (bytes) => bytes.toString('utf8').trim(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    },
  );
  // A damaged one is as good as none: days wait for the one before until it is given up on.
  if (UUID.test(known)) return known;
  const id = randomUUID();
  await writeAtomically(file, `${id}\n`);
  return id;
}
