/** How commands ask the questions of collector/answers: the collector that runs on the folder, or its tables where none does. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Manifest } from 'candor-client/core';
import { type Answering, answeringBeside } from '../answers/answering.ts';
import { Answers } from '../answers/answers.ts';
import { queryClosedDays } from '../answers/closed-days.ts';
import { askCollector } from '../backup/control.ts';
import type { Settings } from '../config/options.ts';
import { START } from '../journal/position.ts';
import { readK } from '../own-k.ts';
import { Products } from '../products/products.ts';
import { fitRollups } from '../rollups/remake-days.ts';
import { SourceMaps } from '../sourcemaps/source-maps.ts';
import { openState } from '../state/open-state.ts';
import { NoStorage, WithoutStorage } from '../storage/none/no-storage.ts';
import { openStorage, type StorageOptions } from '../storage/open-storage.ts';
import { type AskingOption, clickhouseOf } from './clickhouse-options.ts';

type Place = Pick<Settings, Exclude<AskingOption, 'config'>>;

/** What can be asked, and what products call what the answers are of. */
export interface Asked {
  readonly answering: Answering;
  /** The newest words of each product, by their ids; also of removed ones, whose figures stay. */
  readonly manifests: readonly Manifest[];
}

/**
 * Asks at the operator's k: that of the settings, or that of the collector which runs or ran last, whichever withholds more.
 * @throws Error that says in one sentence why nothing can be asked.
 */
export async function asking<T>(place: Place, work: (asked: Asked) => Promise<T>): Promise<T> {
  const dataDir = path.resolve(place.data);
  const onFault = (message: string) => console.error(message);
  const options: StorageOptions = { dataDir, onFault, storage: 'auto', ...clickhouseOf(place) };
  const ask = (asked: unknown) => askCollector(dataDir, { ask: 'answer', asked });
  const isRunning = (await ask({ what: 'days', k: place.k })) !== undefined;
  if (!isRunning) return await withoutCollector(place, options, work);
  const answering = await answeringBeside(async (asked) => {
    const said = await ask(asked);
    if (said === undefined) throw new Error('the collector has ended meanwhile: try again');
    return said;
  }, place.k);
  return await work({ answering, manifests: await manifestsOf(options) });
}

async function withoutCollector<T>(
  { k: least, unpackaged }: Place,
  options: StorageOptions,
  work: (asked: Asked) => Promise<T>,
): Promise<T> {
  const { dataDir, clickhouse } = options;
  if (!clickhouse && !existsSync(path.join(dataDir, 'store')))
    throw new Error(`there is no store in ${dataDir}: start a collector on it; or are its tables in a --clickhouse?`);
  const k = Math.max(least, await readK(dataDir));
  const storage = await openStorage(options);
  try {
    if (storage instanceof NoStorage) throw new WithoutStorage();
    await fitRollups(storage);
    const closedThrough = (await queryClosedDays(storage))?.to ?? 0;
    const answers = new Answers({
      storage,
      closer: { closedThrough },
      loader: { loaded: START },
      journal: { waiting: 0 },
      sources: new SourceMaps(dataDir),
      k,
      of: unpackaged ? 'all' : 'users',
    });
    const { closedDays, answer } = answers;
    return await work({ answering: { k, closedDays, answer }, manifests: await manifestsOf(options) });
  } finally {
    await storage.close();
  }
}

/** They are in the data folder, or in the store that collectors share. */
async function manifestsOf(options: StorageOptions): Promise<Manifest[]> {
  const { dataDir, clickhouse, onFault } = options;
  const place = { directory: path.join(dataDir, 'products'), onFault };
  const opened = clickhouse ? await openState(options) : undefined;
  try {
    const products = await Products.reading({ ...place, shared: opened?.state });
    return (await products.now()).all().map(({ manifest }) => manifest);
  } finally {
    await opened?.close();
  }
}
