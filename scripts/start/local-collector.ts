import { manifestOf } from 'candor-client/core';
import { finder } from '../../app/finder/product.ts';
import type { Collector, CollectorOptions } from '../../collector/start.ts';
import type { StorageKind } from '../../collector/storage/storage.ts';
import { say, UserFixableError } from '../lib/say.ts';

/**
 * A collector for the person at this computer, which shows all it has.
 * @param dataDir its folder, of which one collector at a time can make use.
 * @param port any other when it is taken.
 * @param onReceived called for each batch that comes in.
 * @param storage where batches are loaded into.
 * @throws UserFixableError where it cannot run.
 */
export async function startLocalCollector(
  dataDir: string,
  port: number,
  onReceived: CollectorOptions['onReceived'] = () => {},
  storage: StorageKind = 'auto',
): Promise<Collector> {
  const { startCollector } = await import('../../collector/start.ts');
  // What is started here is no build that users get, and may have words that no manifest has yet.
  const manifests = [manifestOf(finder)];
  const options = { dataDir, host: '127.0.0.1', k: 1, unpackaged: true, manifests, onReceived, storage };
  const collector = await startCollector({ ...options, port })
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      return startCollector({ ...options, port: 0 });
    })
    .catch((error: Error) => {
      const [problem] = error.message.split('\n', 1);
      throw new UserFixableError(
        `The local collector could not start (${problem}): if another "npm start" or "npm run dev" uses ${dataDir}, quit that one first.`,
      );
    });
  say(`local collector: ${collector.url} (data in ${dataDir})`);
  if (!collector.hasStorage) {
    const why = storage === 'none' ? 'it was started with --storage none' : 'chDB has no build for this system';
    say(`it makes no figures, because it has no storage: ${why}`);
  }
  return collector;
}

/** What the dashboard's token of `npm start` is called, and how long it is good for, in milliseconds. */
const TOKEN = 'npm-start';
const TOKEN_MS = 24 * 3_600_000;

/** A link that logs in to the dashboard, again and again until the next start. */
export async function dashboardLink({ url, tokens }: Collector): Promise<string> {
  await tokens.revoke(TOKEN);
  const secret = await tokens.create({ name: TOKEN, role: 'administrator', use: 'bearer', forMs: TOKEN_MS });
  return `${url}/login?token=${secret}`;
}
