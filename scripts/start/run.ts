/**
 * `npm start`: builds what is stale, starts a local collector and opens the app on it. `--once` ends with the app;
 * `--diagnose` opens nothing and prints why nothing is sent; `--storage none` has a collector that makes no figures.
 */
import path from 'node:path';
import { buildStale } from '../build.ts';
import { prepareDisplay } from '../electron/prepare-display.ts';
import { resolveElectron } from '../electron/resolve-electron.ts';
import { utf8Environment } from '../electron/utf8-environment.ts';
import { dataFolder, projectRoot } from '../lib/paths.ts';
import { fail, say } from '../lib/say.ts';
import { type AppProcess, launchApp, listenForStop, type StopRequests, sandboxSwitches } from './app-process.ts';
import { readArguments } from './arguments.ts';
import { dashboardLink, startLocalCollector } from './local-collector.ts';
import { describeEnd, Received } from './received.ts';

/** Always the same, so that a bookmark of the dashboard keeps working; any other when it is taken. */
const COLLECTOR_PORT = 7391;
/** More than the app allows itself for its last upload (2 s) and its windows. */
const QUIT_WITHIN_MS = 6000;
/** Who presses Ctrl+C a second time waits no longer than this, whatever still hangs. */
const INSISTED_WITHIN_MS = 2000;
const INTERRUPTED_EXIT_CODE = 130;

async function start(args: string[]): Promise<void> {
  const asked = readArguments(args);
  await buildStale();
  const electron = await resolveElectron();
  if (asked.diagnose) return diagnose(electron.executable);
  const display = await prepareDisplay(electron.executable);
  const stop = listenForStop();
  const received = new Received();
  const folder = path.join(dataFolder(), 'collector');
  const collector = await startLocalCollector(folder, COLLECTOR_PORT, (batch) => received.add(batch), asked.storage);
  try {
    const app = launchApp(electron.executable, [...sandboxSwitches(), projectRoot], {
      ...process.env,
      ...display.env,
      ...utf8Environment(),
      CANDOR_COLLECTOR_URL: collector.url,
    });
    say('Candor Finder is open; quit it, or press Ctrl+C, to see what was received');
    const stopped = await untilEnded(app, stop);
    await collector.settled();
    const stays = !stopped && !asked.once;
    for (const line of describeEnd(received, stays ? await dashboardLink(collector) : undefined)) say(line);
    if (stays) await stop.requested;
  } finally {
    await collector.close();
    display.stop();
  }
}

/** Has the app look at its profile and the collector's usual address, as after a run; it needs no display for that. */
async function diagnose(executable: string): Promise<void> {
  const app = launchApp(executable, [...sandboxSwitches(), projectRoot, '--diagnose'], {
    ...process.env,
    ...utf8Environment(),
    CANDOR_COLLECTOR_URL: `http://127.0.0.1:${COLLECTOR_PORT}`,
  });
  process.exitCode = (await app.ended).code ?? 1;
}

/** Waits for the app's end. Resolves to whether somebody asked for it here. Sets the exit code when the app failed. */
async function untilEnded(app: AppProcess, stop: StopRequests): Promise<boolean> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  void stop.requested.then(() => {
    stopped = true;
    app.askToQuit();
    timer = setTimeout(() => app.kill(), QUIT_WITHIN_MS);
  });
  void stop.insisted.then(() => {
    app.kill();
    setTimeout(() => process.exit(INTERRUPTED_EXIT_CODE), INSISTED_WITHIN_MS).unref();
  });
  const { code, signal } = await app.ended;
  clearTimeout(timer);
  if (code !== 0 && !stopped) {
    say(`Candor Finder ended with ${signal ?? `code ${code}`}`);
    process.exitCode = code ?? 1;
  }
  return stopped;
}

await start(process.argv.slice(2))
  .catch(fail)
  // A stop request during the last steps must not leave a handle that keeps us alive.
  .finally(() => process.exit());
