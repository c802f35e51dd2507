import fs from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { app, BrowserWindow, net, session, utilityProcess } from 'electron';
import { consentRecordSchema, undecided } from '../app/consent/record.ts';
import { finder } from '../app/product.ts';
import { defaultSettings } from '../app/settings.ts';
import { collectorAddress } from './collector-address.ts';
import { readMachineId } from './consent/clone.ts';
import { identitySchema, newIdentity } from './consent/identity.ts';
import { systemDisk } from './disk.ts';
import { createFinderHost } from './finder/finder-host.ts';
import { createHandlers, programStatus } from './handlers.ts';
import { broadcast, sendTo, serveIpc } from './ipc.ts';
import { speakSystemLanguage } from './language.ts';
import { Lifecycle } from './lifecycle.ts';
import { showNativeMenu } from './native-menu.ts';
import { systemClock, systemTimers } from './platform.ts';
import { readPlatformFacts } from './platform-facts.ts';
import { ManagedPolicy } from './policy/managed-policy.ts';
import { policyWord, runPolicyCommand } from './policy/policy-command.ts';
import { policyEditor } from './policy/policy-editor.ts';
import { policyPlace } from './policy/policy-place.ts';
import { policySource } from './policy/policy-source.ts';
import { runProcess } from './policy/run-process.ts';
import { underPolicy } from './policy/under-policy.ts';
import { Prompt } from './prompt.ts';
import { systemRandomness } from './randomness.ts';
import { remember, type StoredSettings, storedSettingsSchema } from './settings.ts';
import { openStore } from './store/open-store.ts';
import { installerChoiceFiles, readSurroundings } from './surroundings.ts';
import { sessionContext } from './telemetry/context.ts';
import { electronTransport } from './telemetry/electron-transport.ts';
import { Program } from './telemetry/program.ts';
import { registerAppScheme, serveAppProtocol } from './window/app-protocol.ts';
import { confinePages } from './window/confine.ts';
import { focusedWindow, openWindow } from './window/windows.ts';

/** Built files, beside this one. */
const BUILT = path.resolve(import.meta.dirname, '..');

const place = policyPlace({
  platform: process.platform,
  packaged: app.isPackaged,
  environment: process.env,
  userId: process.getuid?.() ?? -1,
  userName: () => userInfo().username,
});
const word = policyWord(process.argv, app.isPackaged);
if (word !== undefined) await setPolicy(word);

registerAppScheme();
if (app.requestSingleInstanceLock()) void app.whenReady().then(run);
else app.quit();

/** An administrator's command: no window, no profile, no second instance. Electron is not ready before it has ended. */
async function setPolicy(word: string): Promise<never> {
  const { exitCode, text } = await runPolicyCommand(word, policyEditor(place, fs, runProcess));
  try {
    fs.writeSync(exitCode === 0 ? process.stdout.fd : process.stderr.fd, `${text}\n`);
  } catch {
    // Nobody listens; the exit code tells.
  }
  process.exit(exitCode);
}

function run(): void {
  const { locale } = speakSystemLanguage();
  const directory = app.getPath('userData');
  const store = { directory, format: 1, migrations: {}, now: systemClock.now };
  const settings = openStore<StoredSettings>({
    ...store,
    name: 'settings',
    schema: storedSettingsSchema,
    initial: () => defaultSettings,
  });
  const consent = openStore({ ...store, name: 'consent', schema: consentRecordSchema, initial: () => undecided });
  const identity = openStore({
    ...store,
    name: 'identity',
    schema: identitySchema,
    initial: () => newIdentity(systemRandomness),
  });

  const choiceFiles = installerChoiceFiles(process.platform, process.env, directory);
  const policy = new ManagedPolicy({
    source: policySource(place, fs, runProcess),
    clock: systemClock,
    timers: systemTimers,
    watch: fs.watch,
  });
  const collector = () => collectorAddress(app.isPackaged, process.env, policy.collector);
  const program = new Program({
    product: finder,
    directory: path.join(directory, 'program', finder.id),
    consent,
    identity,
    surroundings: () => readSurroundings(process.env, choiceFiles, policy.allowed),
    context: () => sessionContext(readPlatformFacts()),
    disk: systemDisk,
    transport: underPolicy(
      policy,
      electronTransport(() => session.fromPartition('egress', { cache: false }), collector),
    ),
    online: () => net.isOnline(),
    machineId: readMachineId,
    clock: systemClock,
    timers: systemTimers,
    random: systemRandomness,
    onChange: () => broadcast('program.changed', programStatus(program, collector())),
  });

  const finderHost = createFinderHost({
    fork: () =>
      utilityProcess.fork(path.join(BUILT, 'main/finder-engine.js'), [locale], { serviceName: 'Finder engine' }),
    clock: systemClock,
    timers: systemTimers,
    onProcesses: (sample) => broadcast('finder.processes', sample),
    onMetrics: (metrics) => broadcast('finder.metrics', metrics),
    onFailed: (what) => broadcast('finder.failed', { what }),
  });

  const lifecycle = new Lifecycle(program, () => finderHost.stop());
  const prompt = new Prompt({
    timers: systemTimers,
    mayAsk: () => program.participation().ask,
    ask: () => {
      const window = focusedWindow();
      if (window) sendTo(window.webContents, 'program.ask');
    },
  });
  const open = () => {
    const window = openWindow({
      preload: path.join(BUILT, 'preload/index.cjs'),
      placement: settings.get().placement,
      onPlaced: (placement) => remember(settings, { placement }),
      onShown: () => prompt.windowShown(),
      onClosed: (id) => finderHost.watch(id, false),
    });
    lifecycle.watchSessionEnd(window);
  };

  confinePages(session.defaultSession);
  serveAppProtocol(path.join(BUILT, 'renderer'));
  serveIpc(createHandlers({ program, collector, settings, prompt, lifecycle, finderHost, openWindow: open }));
  showNativeMenu({ checked: new Set(), disabled: new Set() }, () => {});

  app.on('second-instance', () => lifecycle.secondLaunch(open));
  app.on('activate', () => focusedWindow() ?? open());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  open();
  policy.follow(() => {
    void program.refresh();
    // The question was not due while the policy forbade it, or was not known yet.
    if (BrowserWindow.getAllWindows().some((window) => window.isVisible())) prompt.windowShown();
  });
  void program.start();
}
