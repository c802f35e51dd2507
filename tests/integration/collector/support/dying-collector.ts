/** A collector that kills itself at a given moment of its first load: `dying-collector.ts FOLDER MOMENT`. */
import { startCollector } from '../../../../collector/start.ts';

const [, , dataDir = '', moment] = process.argv;
const die = () => void process.kill(process.pid, 'SIGKILL');

const collector = await startCollector({
  dataDir,
  k: 1,
  seams: moment === 'before-insert' ? { beforeInsert: die } : { afterInsert: die },
});
process.stdout.write(`collector: ${collector.url}\ndashboard: ${collector.loginUrl}\n`);
