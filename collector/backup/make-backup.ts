import { lstat, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BACKUP_POLL_MS } from '../limits.ts';
import { makeDirectory, syncDirectory } from '../own-files.ts';
import { quoted } from '../storage/quoted.ts';
import type { Storage } from '../storage/storage.ts';
import { DATABASE } from '../storage/table.ts';
import { copyTree, digestsOf, writeManifest } from './manifest.ts';
import type { BackupPlaces } from './places.ts';

/** Why the tables of a server are not in a backup of ours, and what to do. */
export const BACKED_UP_THERE =
  'the tables are in a ClickHouse: back them up there, with BACKUP DATABASE candor; "candor-collector export" copies all that is kept to a folder';

export interface BackupSource {
  readonly dataDir: string;
  /** Open on the folder, whether a collector runs or not. */
  readonly storage: Pick<Storage, 'run' | 'query'>;
  readonly places: BackupPlaces;
  /** Milliseconds since 1970-01-01, UTC. */
  readonly clock: () => number;
}

/** What is of this folder alone, made anew, or copied in another way. */
const LEFT_OUT = /^(store|progress\.json|backups\.json|collector-id|address|control\.sock|.*\.tmp|(.*\/)?\.lock)$/;

/**
 * Makes a backup in a folder of its own at a place, also while batches are received and loaded. In this order:
 *
 *  1. The place is written down: what is erased from now on stands in its log, what was erased before in `erased`.
 *  2. The journal, and all that is small.
 *  3. The store. What was loaded in between is in both, and counts once; nothing is in neither.
 *  4. What it consists of, last; until then its name ends with ".partial".
 *
 * @returns its folder.
 * @throws Error that says why not; nothing of it is left then.
 */
export async function makeBackup({ dataDir, storage, places, clock }: BackupSource, folder: string): Promise<string> {
  if (!path.isAbsolute(folder)) throw new Error(`${folder} must be a whole path`);
  const inside = path.relative(path.resolve(dataDir), folder);
  if (!inside.startsWith('..') && !path.isAbsolute(inside))
    throw new Error('a backup must lie outside of the data folder');
  const { log } = await places.add(folder);
  const begun = `${new Date(clock()).toISOString().slice(0, 19)}Z`;
  const target = path.join(folder, `candor-${begun.replaceAll(':', '')}`);
  if (await isThere(target)) throw new Error(`${target} is there already: one backup a second`);
  const partial = `${target}.partial`;
  try {
    await makeDirectory(partial);
    await copyTree(dataDir, path.join(partial, 'data'), (name) => !LEFT_OUT.test(name));
    await backUpStore(storage, path.join(partial, 'store'));
    await writeManifest(partial, { format: 1, begun, log, files: await digestsOf(partial) });
    await rename(partial, target);
    await syncDirectory(folder);
    return target;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

interface Status {
  readonly status: string;
  readonly error: string;
}

/** By the engine itself, which takes the parts as they are at one moment. It may take longer than a statement may. */
async function backUpStore(storage: BackupSource['storage'], to: string): Promise<void> {
  await storage.run(`BACKUP DATABASE ${DATABASE} TO File(${quoted(to)}) ASYNC`);
  for (;;) {
    const [found] = await storage.query<Status>(
      'SELECT toString(status) AS status, error FROM system.backups WHERE position(name, {name:String}) > 0',
      { name: to },
    );
    if (found?.status === 'BACKUP_CREATED') return;
    if (found?.status !== 'CREATING_BACKUP')
      throw new Error(`the store cannot be backed up: ${found?.error ?? 'its process ended'}`);
    await pause(BACKUP_POLL_MS);
  }
}

async function isThere(place: string): Promise<boolean> {
  return lstat(place).then(
    () => true,
    () => false,
  );
}
