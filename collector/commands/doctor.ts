/** `candor-collector doctor`: whether all is well with a data folder, also while a collector runs on it. It mends nothing. */
import path from 'node:path';
import { askCollector } from '../backup/control.ts';
import {
  backedUpThere,
  type Finding,
  findBackups,
  findClock,
  findFolder,
  findJournal,
  findServer,
  findSpace,
  findStore,
  findUnreadable,
  versionFinding,
} from '../doctor/findings.ts';
import { lookAt } from '../doctor/look-at.ts';
import { nodeFiles } from '../journal/files.ts';
import manifest from '../package.json' with { type: 'json' };
import { ChdbStorage } from '../storage/chdb/chdb-storage.ts';
import { storageLimits } from '../storage/chdb/storage-process.ts';
import { ClickhouseConnection } from '../storage/clickhouse/connection.ts';
import { checkServer } from '../storage/clickhouse/server-checks.ts';
import { layoutOf } from '../storage/layout.ts';
import type { StorageOptions } from '../storage/open-storage.ts';
import { type ClickhouseOption, clickhouseOf } from './clickhouse-options.ts';
import type { Run } from './command.ts';

/** Resolves to 0 when nothing is bad, and to 1 otherwise. Each finding is a line, with what to do behind an arrow. */
export const runDoctor: Run<'data' | ClickhouseOption> = async ({ settings }) => {
  const dataDir = path.resolve(settings.data);
  const findings = [versionFinding(process.versions.node, manifest.version), await findFolder(dataDir)];
  if (findings.every(({ is }) => is !== 'bad'))
    findings.push(...(await within(dataDir, clickhouseOf(settings).clickhouse)));
  for (const { is, about, says, todo } of findings)
    console.log(`${is.padEnd(4)}  ${about.padEnd(10)}  ${says}${todo === undefined ? '' : ` → ${todo}`}`);
  return findings.some(({ is }) => is === 'bad') ? 1 : 0;
};

type Clickhouse = StorageOptions['clickhouse'];

async function within(dataDir: string, clickhouse: Clickhouse): Promise<readonly Finding[]> {
  return [
    await findSpace(dataDir),
    await findClock(dataDir, Date.now()),
    await findJournal(nodeFiles, path.join(dataDir, 'journal')),
    await findUnreadable(path.join(dataDir, 'unreadable')),
    ...(clickhouse
      ? [await findServer(clickhouse.address.url, () => askServer(clickhouse)), backedUpThere]
      : [
          await findStore(
            path.join(dataDir, 'store'),
            () => askCollector(dataDir, { ask: 'look' }),
            () => openAndLook(dataDir),
          ),
          ...(await findBackups(dataDir)),
        ]),
  ];
}

/** Changes nothing there, not even the structure of the tables. */
async function askServer({ address, cluster }: NonNullable<Clickhouse>): Promise<string> {
  const layout = layoutOf(cluster);
  const connection = new ClickhouseConnection({ address, layout, limits: storageLimits });
  try {
    await checkServer(connection, layout);
    return await lookAt({ query: (sql, parameters = {}, options = {}) => connection.query(sql, parameters, options) });
  } finally {
    await connection.close();
  }
}

async function openAndLook(dataDir: string): Promise<string> {
  const storage = await ChdbStorage.open(path.join(dataDir, 'store'), () => {});
  try {
    return await lookAt(storage);
  } finally {
    await storage.close();
  }
}
