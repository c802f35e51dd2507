import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { RESTORING } from '../data-folder.ts';
import { appendLines, readErased } from '../erasure/erasures.ts';
import { makeDirectory, writeAtomically } from '../own-files.ts';
import { ChdbConnection } from '../storage/chdb/chdb-connection.ts';
import { quoted } from '../storage/quoted.ts';
import { DATABASE } from '../storage/table.ts';
import { copyTree, digestsOf, readManifest } from './manifest.ts';

export interface Restored {
  /** Erasures since the backup that its log has; `undefined` without a log. */
  readonly erased: number | undefined;
}

/**
 * Makes a data folder of a backup. What was erased since is written down in it before anything else, and deleted at the first
 * start.
 * @param isForced also without the log of erasures: what was erased since the backup comes back.
 * @throws Error that says why not. Nothing is changed when the backup is not whole, has no log, or the folder is not empty.
 */
export async function restore(backup: string, dataDir: string, isForced: boolean): Promise<Restored> {
  const { log, files } = await readManifest(backup);
  const found = await digestsOf(backup, true);
  const damaged = Object.entries(files).find(([name, { sha256 }]) => found[name]?.sha256 !== sha256);
  if (damaged) throw new Error(`${path.join(backup, damaged[0])} is missing or damaged`);
  const folder = path.dirname(path.resolve(backup));
  const names = await readErased(path.join(folder, log)).catch((cause: Error) => {
    if (isForced) return undefined;
    throw new Error(
      `${path.join(folder, log)} cannot be read, which says what was erased since the backup. With --force it is restored all the same, and what was erased comes back`,
      { cause },
    );
  });
  const there = await readdir(dataDir).catch((): string[] => []);
  if (there.length > 0) throw new Error(`${dataDir} is not empty: a backup is restored into a folder of its own`);

  await makeDirectory(dataDir);
  await writeAtomically(path.join(dataDir, RESTORING), '');
  await copyTree(path.join(backup, 'data'), dataDir, () => true);
  if (names) {
    await appendLines(path.join(dataDir, 'erased'), names);
    // The backup is still there: what is erased later has to be kept out of it as well.
    await writeAtomically(path.join(dataDir, 'backups.json'), JSON.stringify([{ folder, log }]));
  }
  const connection = new ChdbConnection(path.join(dataDir, 'store'));
  try {
    await connection.run(`RESTORE DATABASE ${DATABASE} FROM File(${quoted(path.join(path.resolve(backup), 'store'))})`);
  } finally {
    connection.close();
  }
  await digestsOf(dataDir);
  await rm(path.join(dataDir, RESTORING));
  return { erased: names?.length };
}
