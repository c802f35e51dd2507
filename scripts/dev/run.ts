/**
 * `npm run dev`: the app on a development server and a collector of its own. A change of the window is shown without a
 * restart, a change of main, engine or preload restarts the app. `--fresh` forgets what earlier runs have kept; every
 * other argument goes to Electron, such as `--inspect` or `--remote-debugging-port=9222`.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SERVER_VARIABLE } from '../../app/development.ts';
import { buildStale } from '../build.ts';
import { prepareDisplay } from '../electron/prepare-display.ts';
import { resolveElectron } from '../electron/resolve-electron.ts';
import { utf8Environment } from '../electron/utf8-environment.ts';
import { projectRoot } from '../lib/paths.ts';
import { fail, say, seconds } from '../lib/say.ts';
import { launchApp, listenForStop, type StopRequests, sandboxSwitches } from '../start/app-process.ts';
import { dashboardLink, startLocalCollector } from '../start/local-collector.ts';
import { createAppBuild } from './app-build.ts';
import { type AppRuns, latest, superviseApp } from './app-runs.ts';
import { type PageServer, startPageServer } from './page-server.ts';
import { forgetEarlierRuns, makeAppFolder, places } from './places.ts';

/** Beside the one of `npm start`, so that both can run; any other when it is taken. */
const COLLECTOR_PORT = 7392;
/** Editors write a file in steps, and tools several files at once. */
const SETTLE_MS = 30;
/** What the app is built from; the window's own files are Vite's to watch. */
const WATCHED = ['main', 'engine', 'preload', 'client', 'app', 'package.json'].map((name) =>
  path.join(projectRoot, name),
);

async function dev(args: string[]): Promise<void> {
  if (args.includes('--fresh')) forgetEarlierRuns();
  const switches = args.filter((arg) => arg !== '--fresh');
  await buildStale({ only: ['collector-web'] });
  // Vite has set it for that build, and would leave React's refresh out.
  process.env['NODE_ENV'] = 'development';
  const electron = await resolveElectron();
  const display = await prepareDisplay(electron.executable);
  const stop = listenForStop();
  const collector = await startLocalCollector(places.collector, COLLECTOR_PORT);
  say(`dashboard: ${await dashboardLink(collector)}`);
  let pages: PageServer | undefined;
  let runs: AppRuns | undefined;
  try {
    pages = await startPageServer();
    const env = {
      ...process.env,
      ...display.env,
      ...utf8Environment(),
      CANDOR_COLLECTOR_URL: collector.url,
      [SERVER_VARIABLE]: JSON.stringify(pages.terms),
    };
    const ownSwitches = [...sandboxSwitches(), `--user-data-dir=${places.profile}`];
    runs = superviseApp({
      launch: () => launchApp(electron.executable, [...ownSwitches, ...switches, places.app], env),
      tell: pages.tell,
      say,
    });
    await follow(pages, runs);
    await untilOver(runs, stop);
  } finally {
    await runs?.end();
    await pages?.close();
    await collector.close();
    display.stop();
  }
}

/** Builds and starts the app, and does so again with each change of what it is built from. */
async function follow(pages: PageServer, runs: AppRuns): Promise<void> {
  makeAppFolder(JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')));
  const app = createAppBuild(places.app, (fault) => console.error(fault));
  const bringUpToDate = async () => {
    const began = performance.now();
    const outcome = await app.build();
    if (outcome === 'failed') {
      say(runs.running ? 'could not build: the app stays as it was' : 'could not build: the app starts when it can be');
    } else if (outcome === 'changed' || !runs.running) {
      say(`built in ${seconds(performance.now() - began)}; ${runs.running ? 'restarting' : 'starting'} the app`);
      await runs.restart();
    }
  };
  await bringUpToDate();
  pages.watch(WATCHED, latest(bringUpToDate, SETTLE_MS, fail));
}

/** Waits until the app's user has quit it or somebody here wants it to end. */
async function untilOver(runs: AppRuns, stop: StopRequests): Promise<void> {
  void stop.insisted.then(() => runs.end('kill'));
  say('change a file to see it; quit the app, or press Ctrl+C, to end');
  await Promise.race([runs.over, stop.requested]);
}

await dev(process.argv.slice(2))
  .catch(fail)
  // Watchers and a stop request during the last steps must not keep us alive.
  .finally(() => process.exit());
