import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  confineProcess,
  diskWithin,
  focusedWindow,
  lockProfile,
  loggedStore,
  openClient,
  openStore,
  profileFolder,
  registerAppScheme,
  repairFolderVariables,
  restartedInUtf8,
  runDiagnoseCommand,
  runPolicyCommand,
  serveAppProtocol,
  setAsidePipes,
  setSystemLanguage,
  systemDisk,
} from 'candor-client/main';
import { openDebugLines, systemClock, systemTimers } from 'candor-client/node';
import { app, BrowserWindow, utilityProcess } from 'electron';
import { type FinderLog, finder } from '../app/finder/product.ts';
import { contract } from '../app/ipc/contract.ts';
import { defaultSettings } from '../app/settings.ts';
import { noLoginStart } from './background/login-start.ts';
import { Recording, recordsWithoutWindow } from './background/recording.ts';
import { isStartedAtLogin, systemLogin } from './background/system-login.ts';
import { madeProfile, sayNoLock } from './cannot-start.ts';
import { openDevelopment } from './dev/development.ts';
import { createFinderHost } from './engine/finder-host.ts';
import { answered, sampled } from './engine/measured.ts';
import { engineArguments, historySettings } from './engine-arguments.ts';
import { createHandlers } from './handlers.ts';
import { showNativeMenu } from './native-menu.ts';
import { followCommandLine, readLaunch, relaunchWords } from './opening/command-line.ts';
import { OpenedOn } from './opening/opened-on.ts';
import { configurationOf, isStoredSettings, remember, type StoredSettings, withDefaults } from './settings.ts';
import { APP_ORIGIN, broadcast, openWindow, sendTo } from './window/windows.ts';

/** What the Finder engine's process is called, by the system's tools too. */
const ENGINE = 'Finder engine';

/** Built files, beside this one. */
const BUILT = path.resolve(import.meta.dirname, '..');

openDebugLines(process.env);
repairFolderVariables(process.env, process.platform);

/** Put in by the build: `true` in what `npm run dev` builds, which is the only one to hold anything of main/dev. */
declare const __DEV__: boolean;

const build = { product: finder, packaged: app.isPackaged && !__DEV__, environment: process.env };

await runPolicyCommand({ ...build, argv: process.argv });
await runDiagnoseCommand({ ...build, argv: process.argv, profile: profileFolder() });
const launch = await followCommandLine(process.argv, build.packaged, process.env);
setAsidePipes(systemDisk, profileFolder(), systemClock.now());
const profile = await madeProfile();
if (await restartedInUtf8([profile, BUILT, process.execPath])) process.exit();
const development = __DEV__ ? openDevelopment(process.env) : undefined;
confineProcess();
registerAppScheme();
const lock = await lockProfile({
  profile,
  request: () => app.requestSingleInstanceLock(launch),
  platform: process.platform,
  pid: process.pid,
  now: systemClock.now,
});
if (lock === 'others') app.quit();
else void app.whenReady().then(lock === 'refused' ? () => sayNoLock(profile) : run);

function run(): void {
  const { locale } = setSystemLanguage();
  const log: FinderLog = (code, ...parameters) => client.log(code, ...parameters);
  const stored = openStore<StoredSettings>({
    disk: diskWithin(profile, systemDisk, systemClock.now),
    directory: profile,
    name: 'settings',
    format: 1,
    shape: isStoredSettings,
    initial: () => defaultSettings,
    now: systemClock.now,
    // Looks matter less than an app that goes on.
    whenUnreadable: 'remember',
  });
  const settings = withDefaults(loggedStore(stored, 'settings', log));
  const goesOn = () => recordsWithoutWindow(settings.get());
  const withoutWindow = isStartedAtLogin(launch.background) && goesOn();
  // An entry of the system's that the person has changed their mind about.
  if (launch.background && !withoutWindow) {
    app.quit();
    return;
  }

  const finderHost = createFinderHost({
    fork: (collecting) => {
      const given = engineArguments({
        locale,
        collecting,
        main: process.pid,
        profile,
        packaged: build.packaged,
        environment: process.env,
      });
      return utilityProcess.fork(path.join(BUILT, 'main/finder-engine.js'), given, { serviceName: ENGINE });
    },
    // One that is stopped takes no other signal.
    forceKill: ({ pid }) => pid !== undefined && process.kill(pid, 'SIGKILL'),
    clock: systemClock,
    timers: systemTimers,
    history: historySettings(settings.get()),
    onChanges: (changes, clients) => {
      for (const id of clients) {
        const window = BrowserWindow.fromId(id);
        if (window) sendTo(window.webContents, 'finder.changes', changes);
      }
    },
    onMetrics: (metrics) => broadcast('finder.metrics', metrics),
    onSources: (sources) => broadcast('finder.sources', sources),
    onEngine: (state) => broadcast('finder.engine', { state }),
    onSetAside: (files) => broadcast('finder.set-aside', { files }),
    onCycle: (cycle) => sampled(client.measures, cycle),
    onAnswers: (answers) => answered(client.measures, answers),
    onErrors: (snapshot) => client.measures.absorb({ errors: snapshot }),
    log,
  });

  const client = openClient({
    ...build,
    profile,
    origin: APP_ORIGIN,
    developmentSocket: development?.socket,
    roots: [{ folder: pathToFileURL(path.join(BUILT, 'main')).href, part: 'main' }],
    configuration: () => configurationOf(settings.get()),
    engineName: ENGINE,
    engineState: () => finderHost.state,
    damaged: stored.setAside === undefined ? [] : ['settings'],
    withoutWindow,
    onCollecting: (collecting) => finderHost.collect(collecting),
    lastWork: {
      get isDue() {
        return finderHost.isRunning;
      },
      run: () => finderHost.pause(),
      calledOff: () => finderHost.resume(),
    },
    onQuit: () => finderHost.stop(),
  });

  const login = systemLogin(build.packaged, {
    get: () => settings.get().startsAtLogin === true,
    set: (startsAtLogin) => remember(settings, { startsAtLogin }),
  });
  const recording = new Recording({ settings, login: __DEV__ ? noLoginStart : login, client });
  const openedOn = new OpenedOn(sendTo);
  const open = (query: string | null = null) => {
    client.wake();
    if (BrowserWindow.getAllWindows().length === 0) recording.sessionBegins();
    const window = openWindow({
      preload: path.join(BUILT, 'preload/index.cjs'),
      placement: settings.get().placement,
      onPlaced: (placement) => recording.windowCloses({ placement }),
      onUnresponsive: (duration) => log('window.unresponsive', { duration }),
      onClosed: (id) => {
        openedOn.forget(id);
        finderHost.leave(id);
      },
    });
    // The engine is started when the window is drawn: until then both would be slower.
    window.once('show', () => finderHost.record(true));
    openedOn.show(window, query);
    client.attach(window);
    return window;
  };

  if (development) development.servePages(APP_ORIGIN);
  else serveAppProtocol(path.join(BUILT, 'renderer'), APP_ORIGIN);
  const { activation } = client;
  const openBeside = () => open();
  client.serve(
    contract,
    createHandlers({ settings, finderHost, activation, openWindow: openBeside, recording, openedOn }),
  );
  showNativeMenu({ checked: new Set(), disabled: new Set(), marked: new Set() }, () => {});

  app.on('second-instance', (_event, _argv, _folder, data) => {
    const second = readLaunch(data);
    if (second.background) return;
    client.secondLaunch({
      open: () => open(second.query),
      inFront: (window) => openedOn.show(window, second.query),
      relaunchWith: relaunchWords(process.argv, build.packaged, second),
    });
  });
  app.on('activate', () => focusedWindow() ?? open());
  app.on('window-all-closed', () => {
    finderHost.record(goesOn());
    if (process.platform === 'darwin' || goesOn()) void client.rest();
    else app.quit();
  });
  if (withoutWindow) finderHost.record(true);
  if (development) development.openWindows(open);
  else if (!withoutWindow) open(launch.query);
  client.start();
}
