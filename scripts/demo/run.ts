/**
 * `npm run demo`: a collector on six months of made-up sessions of two products, and its dashboard in the browser. `--no-open`
 * opens nothing and prints where it is. What was made once is there the next time, until the day is over.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { startCollector } from '../../collector/start.ts';
import { dayOf } from '../../collector/storage/rows.ts';
import { buildStale } from '../build.ts';
import { dataFolder } from '../lib/paths.ts';
import { fail, say, UserFixableError } from '../lib/say.ts';
import { listenForStop } from '../start/app-process.ts';
import { dashboardLink } from '../start/local-collector.ts';
import { type DemoOptions, demoManifests, fill, isFilled, markFilled, someoneToLookUp } from './fill.ts';
import { DAYS } from './story.ts';

async function demo(args: string[]): Promise<void> {
  const unknown = args.find((arg) => arg !== '--no-open');
  if (unknown) throw new UserFixableError(`npm run demo does not know ${unknown}: only --no-open.`);
  await buildStale({ only: ['collector-web'] });
  const stop = listenForStop();
  const options: DemoOptions = {
    dataDir: path.join(dataFolder(), 'demo'),
    today: dayOf(Date.now()),
    onFault: (message) => say(message),
  };
  const isThere = isFilled(options);
  if (!isThere) {
    say(`making ${DAYS} days of sessions…`);
    const count = await fill(options).catch((error: Error) => {
      throw new UserFixableError(`The demo cannot be made: ${error.message}`);
    });
    say(`${count} sessions are there; closing their days takes some minutes…`);
  }
  const collector = await startCollector({
    dataDir: options.dataDir,
    manifests: demoManifests,
    issueUrl: 'https://tracker.candor.example/new?title={class}+{code}&file={file}&version={version}',
    onFault: options.onFault,
  });
  try {
    const closed = collector.closed();
    if (!(await Promise.race([closed.then(() => true), stop.requested.then(() => false)]))) return;
    if (!isThere) markFilled(options);
    const link = await dashboardLink(collector);
    say(`dashboard: ${link}`);
    say(`somebody to look up on the page for support: ${someoneToLookUp(options)}`);
    say('everything in it is made up; Ctrl+C ends it');
    if (!args.includes('--no-open')) openInBrowser(link);
    await stop.requested;
  } finally {
    await collector.close();
  }
}

const openers: Partial<Record<NodeJS.Platform, { command: string; args: readonly string[] }>> = {
  darwin: { command: 'open', args: [] },
  win32: { command: 'rundll32', args: ['url.dll,FileProtocolHandler'] },
};

/** By what the system opens links with; where there is nothing the printed one has to do. */
function openInBrowser(link: string): void {
  const { command, args } = openers[process.platform] ?? { command: 'xdg-open', args: [] };
  const opening = spawn(command, [...args, link], { stdio: 'ignore', detached: true });
  opening.on('error', () => {});
  opening.unref();
}

await demo(process.argv.slice(2))
  .catch(fail)
  .finally(() => process.exit());
