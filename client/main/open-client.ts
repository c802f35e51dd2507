import fs from 'node:fs';
import path from 'node:path';
import { app, BrowserWindow, net, shell } from 'electron';
import { debug } from '../core/debug.ts';
import { clientContractOf } from '../core/ipc/contract.ts';
import type { ProductLog } from '../core/product/client-words.ts';
import type { ProductWords } from '../core/product/words.ts';
import type { Configuration } from '../core/registry/registry.ts';
import { openDebugLines, systemClock, systemRandomness, systemTimers } from '../node/platform.ts';
import { choiceState, readSurroundings } from './consent/surroundings.ts';
import { computerOf, factsOfRunning } from './diagnosis/computer.ts';
import { organisationOf, readEnhanced } from './enhanced/read-enhanced.ts';
import { readMachineId, systemReads } from './enhanced/system-reads.ts';
import { watchErrors } from './errors/error-sources.ts';
import { systemDisk } from './files/disk.ts';
import { diskWithin, programFolder } from './files/profile-folders.ts';
import type { Client, ClientOptions } from './options.ts';
import { confine } from './pages/confine.ts';
import { broadcast, focusedWindow, sendTo, serveIpc } from './pages/ipc.ts';
import { PageDialogs } from './pages/page-dialogs.ts';
import { programHandlers, programStatus } from './pages/program-handlers.ts';
import { Prompt } from './pages/prompt.ts';
import { openResults, resultsAddress } from './pages/results.ts';
import { UserActivation } from './pages/user-activation.ts';
import { capChanges, ManagedPolicy, underPolicy } from './policy/managed-policy.ts';
import { policySource } from './policy/policy-source.ts';
import { runProcess } from './policy/run-process.ts';
import { Program } from './program.ts';
import { sessionsFolder } from './recording/collection.ts';
import { sessionContext } from './recording/context.ts';
import { batchCodecOf } from './recording/platform-codec.ts';
import { readPlatformFacts } from './recording/platform-facts.ts';
import { previousRun, StartNotes } from './recording/start-notes.ts';
import { givenDay } from './recording/utc-day.ts';
import { Lifecycle } from './run/lifecycle.ts';
import { loggedStore, openClientStores } from './store/client-stores.ts';
import { suggestionKeys } from './suggestions/ed25519.ts';
import { Suggestions, type SuggestionsParts } from './suggestions/suggestions.ts';
import { collectorAddress } from './upload/collector-address.ts';
import { electronTransport } from './upload/electron-transport.ts';
import { exampleSession } from './user-data/example-session.ts';

/**
 * Opens a product's part in the program. To be called once, when Electron is ready, the language is chosen and no window
 * is made yet; pages are confined and the channels of the program served from then on.
 */
export function openClient<const W extends ProductWords>(options: ClientOptions<W>): Client<W> {
  const { product, profile, packaged, environment, origin } = options;
  openDebugLines(environment);
  const directory = programFolder(profile, product.id);
  const disk = diskWithin(profile, systemDisk, systemClock.now);
  const codec = batchCodecOf(product);
  const log: ProductLog = (code, ...parameters) => program.collection.log(code, ...parameters);
  const write = (code: string, parameters?: Readonly<Record<string, unknown>>) =>
    program.collection.write(code, parameters);
  const stores = openClientStores({
    profile,
    product: product.id,
    disk,
    clock: systemClock,
    random: systemRandomness,
  });
  const consent = loggedStore(stores.consent, 'consent', log);
  const identity = loggedStore(stores.identity, 'identity', log);

  const online = () => net.isOnline();
  const computer = computerOf(options);
  const { choiceFiles } = computer;
  for (const [index, choice] of choiceFiles.entries()) {
    debug('policy', 'choice-file', { index, state: choiceState(choice) });
  }
  const policy = new ManagedPolicy({
    source: policySource(computer.policyPlace, fs, runProcess),
    clock: systemClock,
    timers: systemTimers,
    watch: fs.watch,
  });
  const collector = () => collectorAddress(product.collector, packaged, environment, policy.collector);
  const results = resultsAddress(product.resultsUrl, packaged, environment);
  const confinement = confine(options, collector, systemTimers);
  const tellParticipation = (when: 'found' | 'changed') => {
    const { level, reason, ask } = program.participation();
    debug('client', 'participation', { when, level, reason, ask });
  };
  const pages = new PageDialogs();
  const tellUnsent = () => {
    for (const contents of pages.withUnsent(BrowserWindow.getAllWindows())) sendTo(contents, 'program.unsent-changed');
  };
  const context = () => sessionContext(readPlatformFacts(), product, packaged);
  const enhanced = async () => ({
    organisation: organisationOf(await readEnhanced(systemReads()), policy.customer),
    configuration: options.configuration?.() ?? {},
  });
  const keys = suggestionKeys(product.suggestionKeys, packaged, environment);
  const makeSuggestions = (parts: SuggestionsParts) =>
    new Suggestions({
      ...parts,
      product,
      codec,
      keys,
      disk,
      clock: systemClock,
      timers: systemTimers,
      random: systemRandomness,
      configuration: () => (options.configuration?.() ?? {}) as Configuration,
      onFresh: (fresh) => broadcast('program.suggested', { fresh }),
    });
  const program = new Program({
    product,
    codec,
    today: givenDay(packaged, environment),
    directory,
    consent,
    identity,
    surroundings: () => readSurroundings(environment, choiceFiles, policy.allowed),
    context,
    enhanced,
    roots: options.roots,
    disk,
    transport: underPolicy(policy, confinement.withNames(electronTransport(confinement.egress, collector))),
    online,
    machineId: readMachineId,
    clock: systemClock,
    timers: systemTimers,
    random: systemRandomness,
    onChange: () => {
      tellParticipation('changed');
      errors.follow();
      broadcast('program.changed', programStatus(product, program, collector(), results));
    },
    onAnswered: tellUnsent,
    suggestions: keys.length > 0 ? makeSuggestions : undefined,
  });

  const startNotes = new StartNotes({
    program,
    decision: () => consent.get().decision,
    previousRun: () => previousRun(disk, sessionsFolder(directory), identity.get().runs, codec.format),
    damaged: [
      ...(options.damaged ?? []),
      ...(['consent', 'identity'] as const).filter((name) => stores[name].setAside !== undefined),
    ],
  });
  const errors = watchErrors({
    disk,
    program,
    engineName: options.engineName,
    crashes: path.join(directory, 'crashes'),
    resting: options.withoutWindow === true,
    onCollecting: options.onCollecting ?? (() => {}),
  });
  const lifecycle = new Lifecycle(program, systemClock, options);
  const activation = new UserActivation({ clock: systemClock, assisted: () => app.accessibilitySupportEnabled });
  const prompt = new Prompt({
    timers: systemTimers,
    mayAsk: () => program.participation().ask,
    ask: () => {
      const window = focusedWindow();
      if (!window || !pages.has(window)) return false;
      activation.asked(window);
      sendTo(window.webContents, 'program.ask');
      return true;
    },
  });
  serveIpc(
    clientContractOf(product.words),
    programHandlers({
      product,
      program,
      collector,
      results: results === undefined ? undefined : { address: results, open: () => openResults(shell, results) },
      prompt,
      lifecycle,
      activation,
      example: (level) =>
        exampleSession(level, {
          codec,
          words: product.words,
          identity: identity.get(),
          context,
          enhanced,
          today: program.collection.today,
          now: systemClock.now(),
        }),
      diagnose: () => factsOfRunning({ computer, options, program, stores, policy, disk, clock: systemClock, online }),
      onListening: (window) => {
        pages.begin(window);
        prompt.pageListens();
        const fresh = program.suggestions?.fresh ?? 0;
        if (fresh > 0) sendTo(window.webContents, 'program.suggested', { fresh });
      },
      onUnsentShown: (window, shown) => pages.showUnsent(window, shown),
      onThrown: errors.caughtInPreload,
      onUnsentChanged: tellUnsent,
    }),
    origin,
    errors.caught,
  );
  errors.follow();
  tellParticipation('found');

  const followPolicy = () => {
    const capChange = capChanges(policy);
    policy.follow(() => {
      void program.refresh().then(() => {
        startNotes.settled();
        // Only after the change has taken effect: under the one before it might be a line too many.
        const cap = capChange();
        if (cap !== undefined) log('policy.changed', { cap });
      });
      // The question was not due while the policy forbade it, or was not known yet.
      if (BrowserWindow.getAllWindows().some((window) => window.isVisible())) prompt.windowShown();
    });
  };

  /** No window is open: nothing begins before one is. */
  let resting = options.withoutWindow === true;
  if (resting) void program.rest(undefined);
  /** Of a window that is opened later nobody knows when it was asked for. */
  let isStartTimed = !resting;
  const begun = () => {
    if (resting) return;
    errors.follow();
    startNotes.settled();
  };

  return {
    get installation() {
      return program.installation;
    },
    // What a product may say is known by its words' types; in here they are texts.
    log: write as Client<W>['log'],
    measures: program.collection.measures as unknown as Client<W>['measures'],
    serve: (contract, handlers) => serveIpc(contract, handlers, origin, errors.caught),
    activation,
    attach(window) {
      activation.watch(window);
      lifecycle.watchSessionEnd(window);
      debug('window', 'opened', { open: BrowserWindow.getAllWindows().length });
      window.once('show', () => {
        // This clock began with the process; its creation, as Electron gives it, is off by up to a second on Linux.
        if (isStartTimed) startNotes.shown(systemClock.monotonic());
        isStartTimed = false;
        prompt.windowShown();
      });
    },
    get isQuiet() {
      return prompt.isQuiet;
    },
    secondLaunch: (launch) => lifecycle.secondLaunch(launch),
    start() {
      followPolicy();
      void program.start().then(begun);
    },
    async rest() {
      const sent = lifecycle.rest();
      if (!sent) return;
      resting = true;
      prompt.rest();
      errors.rest();
      await sent;
    },
    wake() {
      if (!resting) return;
      resting = false;
      errors.wake();
      void program.wake().then(begun);
    },
  };
}
