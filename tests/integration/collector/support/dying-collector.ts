/** A collector that kills itself at a given moment of its start, or of its first load or erasure: `dying-collector.ts FOLDER MOMENT`. */
import { type CollectorSeams, startCollector } from '../../../../collector/start.ts';

const [, , dataDir = '', moment] = process.argv;
const die = () => void process.kill(process.pid, 'SIGKILL');

const seams: Readonly<Record<string, CollectorSeams>> = {
  'before-insert': { beforeInsert: die },
  'after-insert': { afterInsert: die },
  'before-known': { beforeKnown: die },
  'before-erase': { beforeErase: die },
};

const collector = await startCollector({
  dataDir,
  k: 1,
  seams: seams[moment ?? ''] ?? {},
});
process.stdout.write(`collector: ${collector.url}\n`);
