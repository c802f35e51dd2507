/** `candor-collector backup` and `restore`: a copy of the data folder elsewhere, and a data folder of it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { askCollector } from '../backup/control.ts';
import { BACKED_UP_THERE, makeBackup } from '../backup/make-backup.ts';
import { BackupPlaces } from '../backup/places.ts';
import { restore } from '../backup/restore.ts';
import { ChdbStorage } from '../storage/chdb/chdb-storage.ts';
import { dayOf } from '../storage/rows.ts';
import { type ClickhouseOption, clickhouseOf } from './clickhouse-options.ts';
import type { Run } from './command.ts';

export const runBackup: Run<'data' | 'forget' | ClickhouseOption> = async ({ settings, parameters: [place = ''] }) => {
  if (clickhouseOf(settings).clickhouse && !settings.forget) throw new Error(BACKED_UP_THERE);
  const dataDir = path.resolve(settings.data);
  const folder = path.resolve(place);
  const asked = { ask: settings.forget ? 'forget' : 'backup', folder } as const;
  const said = (await askCollector(dataDir, asked)) ?? (await withoutCollector(dataDir, asked));
  console.log(settings.forget ? `${said} is given up: erasures are not written there any more` : `backup: ${said}`);
  return 0;
};

type Asked = { readonly ask: 'backup' | 'forget'; readonly folder: string };

async function withoutCollector(dataDir: string, { ask, folder }: Asked): Promise<string> {
  const store = path.join(dataDir, 'store');
  if (!existsSync(store))
    throw new Error(`there is no store in ${dataDir}: start a collector on it; or are its tables in a --clickhouse?`);
  const storage = await ChdbStorage.open(store, (reason) => console.error(reason));
  try {
    const places = await BackupPlaces.open(dataDir, () => dayOf(Date.now()));
    if (ask === 'backup') return await makeBackup({ dataDir, storage, places, clock: Date.now }, folder);
    if (await places.forget(folder)) return folder;
    throw new Error(`${folder} is not a place of backups of ${dataDir}`);
  } finally {
    await storage.close();
  }
}

export const runRestore: Run<'data' | 'force'> = async ({ settings, parameters: [backup = ''] }) => {
  const { erased } = await restore(backup, settings.data, settings.force);
  console.log(`${settings.data} is restored`);
  if (erased === undefined) console.log('without the log of erasures: what was erased since the backup is in it');
  else console.log(`erased since the backup: ${erased}; deleted at the first start`);
  return 0;
};
