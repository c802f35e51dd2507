import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Collector, CollectorOptions } from './collector.ts';
import { openDataFolder, RESTORING } from './data-folder.ts';
import { openStorage } from './storage/open-storage.ts';

export type { Overview } from 'candor-client/core';
export type { Collector, CollectorOptions, CollectorSeams } from './collector.ts';

/**
 * Starts a collector in this process, with its storage in a child process.
 * @throws when the folder is in use or cannot be written, or the port is taken (`code` is `EADDRINUSE`).
 */
export async function startCollector(options: CollectorOptions): Promise<Collector> {
  const { dataDir, k = 5, metrics, seams = {} } = options;
  const tellFault = options.onFault ?? options.log?.warn ?? ((message) => process.emitWarning(message, 'Collector'));
  const onFault = (message: string) => {
    metrics?.faults.inc();
    tellFault(message);
  };
  if (!Number.isInteger(k) || k < 1) throw new RangeError('k must be a whole number from 1');

  await openDataFolder(dataDir, onFault);
  if (existsSync(path.join(dataDir, RESTORING)))
    throw new Error(`${dataDir} was not restored as a whole: remove it and restore the backup again`);
  // The storage comes first: its lock keeps a second collector away from the journal as well. Its process takes most of the time
  // of a start, and what is not needed for that is loaded meanwhile.
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const opening = openStorage({
    dataDir,
    onFault,
    storage: options.storage,
    clickhouse: options.clickhouse,
    limits: seams.storageLimits,
    onBegun: begin,
  });
  // Not before: to load modules holds up whatever else this process does.
  await Promise.race([begun, opening]);
  const [{ assemble }, storage] = await Promise.all([import('./assemble.ts'), opening]);
  return await assemble({ ...options, onFault }, storage);
}
