/** `candor-collector doctor`: whether all is well with a data folder, also while a collector runs on it. It mends nothing. */
import path from 'node:path';
import { askCollector } from '../backup/control.ts';
import {
  type Finding,
  findBackups,
  findClock,
  findFolder,
  findJournal,
  findSpace,
  findStore,
  findUnreadable,
  versionFinding,
} from '../doctor/findings.ts';
import { lookAt } from '../doctor/look-at.ts';
import { nodeFiles } from '../journal/files.ts';
import manifest from '../package.json' with { type: 'json' };
import { ChdbStorage } from '../storage/chdb/chdb-storage.ts';
import type { Run } from './command.ts';

/** Resolves to 0 when nothing is bad, and to 1 otherwise. Each finding is a line, with what to do behind an arrow. */
export const runDoctor: Run<'data'> = async ({ settings }) => {
  const dataDir = path.resolve(settings.data);
  const findings = [versionFinding(process.versions.node, manifest.version), await findFolder(dataDir)];
  if (findings.every(({ is }) => is !== 'bad')) findings.push(...(await within(dataDir)));
  for (const { is, about, says, todo } of findings)
    console.log(`${is.padEnd(4)}  ${about.padEnd(10)}  ${says}${todo === undefined ? '' : ` → ${todo}`}`);
  return findings.some(({ is }) => is === 'bad') ? 1 : 0;
};

async function within(dataDir: string): Promise<readonly Finding[]> {
  return [
    await findSpace(dataDir),
    await findClock(dataDir, Date.now()),
    await findJournal(nodeFiles, path.join(dataDir, 'journal')),
    await findUnreadable(path.join(dataDir, 'unreadable')),
    await findStore(
      path.join(dataDir, 'store'),
      () => askCollector(dataDir, { ask: 'look' }),
      () => openAndLook(dataDir),
    ),
    ...(await findBackups(dataDir)),
  ];
}

async function openAndLook(dataDir: string): Promise<string> {
  const storage = await ChdbStorage.open(path.join(dataDir, 'store'), () => {});
  try {
    return await lookAt(storage);
  } finally {
    await storage.close();
  }
}
