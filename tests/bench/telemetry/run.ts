/**
 * `npm run bench:telemetry`: what Candor's client and its peers cost, on one corpus in one run. `--no-peers` and
 * `--no-electron` leave these parts out.
 */
import type { Figure } from '../../../scripts/bench/figures.ts';
import { finish, readOptions } from '../../../scripts/bench/options.ts';
import { fail, say } from '../../../scripts/lib/say.ts';
import { loadText, withRuntime } from '../app/runtime.ts';
import { benchCorpus, corpusSizes, entropyPerEvent } from '../corpus/corpus.ts';
import { installPeers } from '../peers/install.ts';
import { type ClientName, clientModules } from './client.ts';
import { clientFigures } from './client-figures.ts';
import { codeFigures, recordingFigures } from './core-figures.ts';
import { electronFigures } from './in-electron.ts';

const RUNS = 5;

async function bench(args: string[]): Promise<void> {
  const options = readOptions(args, RUNS, ['no-peers', 'no-electron']);
  const withPeers = !options.flags.has('no-peers');
  if (withPeers) await installPeers();
  say(`Node ${process.versions.node}; load of this computer before: ${loadText()}`);
  for (const size of corpusSizes) {
    const least = entropyPerEvent(benchCorpus(size)) / 8;
    say(`corpus of ${size} events: its columns hold ${least.toFixed(2)} bytes per event (order-0 entropy)`);
  }
  const names = (Object.keys(clientModules) as ClientName[]).filter((name) => withPeers || name === 'candor');
  const figures: Figure[] = [...(await recordingFigures()), ...(await codeFigures())];
  figures.push(...(await clientFigures(names, options.runs)));
  if (!options.flags.has('no-electron')) figures.push(...(await withRuntime(electronFigures)));
  finish(figures, options);
}

await bench(process.argv.slice(2))
  .catch(fail)
  .finally(() => process.exit());
