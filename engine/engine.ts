import { statSync } from 'node:fs';
import { swallowed } from 'candor-client/core';
import {
  type Clock,
  createProcessErrors,
  openDebugLines,
  reportUncaught,
  systemClock,
  systemTimers,
} from 'candor-client/node';
import type { EngineReport } from '../app/finder/engine.ts';
import { readEngineArguments } from '../app/finder/engine-arguments.ts';
import type { Process } from '../app/finder/process.ts';
import { finder } from '../app/finder/product.ts';
import { createAnswers } from './asking/answers.ts';
import { endProcess } from './asking/end-process.ts';
import { createIdentify } from './asking/identify.ts';
import { keptHistory } from './asking/kept-history.ts';
import { ownProcesses } from './asking/own-processes.ts';
import { createPackages } from './asking/packages.ts';
import { createPastAnswers } from './asking/past.ts';
import { createRpm } from './asking/rpm.ts';
import { readThreads } from './asking/threads.ts';
import { platformDevice } from './device/platform-device.ts';
import { createFinderEngine } from './finder-engine.ts';
import { createHistory } from './history.ts';
import { createJournal } from './journal/journal.ts';
import { createLiveLists } from './live/live-lists.ts';
import { bootId } from './sampler/linux/boot-time.ts';
import { parseAuxiliaryVector } from './sampler/linux/process-stat.ts';
import { systemFiles } from './sampler/linux/system-files.ts';
import { platformSources, systemUptime } from './sampler/platform-sources.ts';
import { createSampler } from './sampler/sampler.ts';

// The Finder engine's process, started by main/engine/finder-host.ts. It only wires.

openDebugLines(process.env);

// Helpers that ask the display server would fall back to TCP when its socket is not there (libxcb does); the Finder
// opens no connection at all.
delete process.env['DISPLAY'];

/** What an engine that has failed gets to write what it has, in milliseconds. */
const LAST_WRITE_MS = 1000;

const given = readEngineArguments(process.argv);
// The system's own monotonic clock, which is the same for the engine before this one and the one after it.
const monotonic = () => Number(process.hrtime.bigint()) / 1e6;
const clock: Clock = { now: () => systemClock.now() + given.clockAhead, monotonic };
const timers = systemTimers;
const linux = process.platform === 'linux';
const boot = linux ? bootId(systemFiles) : '00000000';
const bootedAt = () => Math.round(clock.now() - systemUptime());

const report = (message: EngineReport) => process.parentPort.postMessage(message);
const errors = createProcessErrors(finder, new URL('./', import.meta.url).href, (snapshot) =>
  report({ kind: 'errors', errors: snapshot }),
);
errors.setCollecting(given.collecting);
reportUncaught(errors.report);
const caught = (thrown: unknown) => errors.report(thrown, 'caught');

const sampler = createSampler({
  sources: await platformSources(clock),
  clock,
  timers,
  uptime: systemUptime,
  report: (reading) => engine.sampled(reading),
});
const live = createLiveLists((topics) => sampler.refresh(topics), clock.monotonic, timers);
const history = createHistory({
  folder: given.history,
  clock,
  timers,
  load: () => import('./store/store.ts'),
  journal: createJournal(given.history),
  onHolds: () => report({ kind: 'holds' }),
  onLoaded: () => report({ kind: 'loaded' }),
  onState: (state) => report({ kind: 'source', ...state }),
  onSetAside: (files) => report({ kind: 'set-aside', files: [...files] }),
  caught,
});
const identify = linux ? createIdentify(systemFiles, boot) : knownKey;
const answers = createAnswers({
  device: platformDevice(clock, timers, (kept) => report({ kind: 'answers', answers: kept }), given.locale),
  lists: () => live.lists,
  fresh: live.fresh,
  whole: live.whole,
  past: createPastAnswers(history.opened, clock, bootedAt),
  history: keptHistory(history.opened, clock.now),
  detail: {
    remembered: async (type, key) => (type === 'process' ? ((await (await history.opened())?.chain(key)) ?? []) : []),
    threads: (pid) => (linux ? readThreads(systemFiles, pid, ticksPerSecond()) : []),
    packageOf: createPackages(
      systemFiles,
      changedAt,
      createRpm({ clock, program: '/usr/bin/rpm', environment: process.env }),
    ),
  },
  end: (key, force) =>
    endProcess(key, force, {
      find: (wanted) => processes().find((process) => process.key === wanted),
      identify,
      isOwn: ownProcesses(processes(), [given.main, process.pid]),
      signal: process.kill.bind(process),
    }),
  caught,
});
const engine = createFinderEngine({
  sampler,
  live,
  answers,
  history,
  bootId: boot,
  clock,
  uptime: systemUptime,
  report,
  errors,
  exit: () => process.exit(),
});

process.on('uncaughtException', endAfterFault);
process.parentPort.on('message', ({ data }) => engine.receive(data));

/**
 * Ends this process after what nobody has caught. Left to Node it would be taken apart at once, and what DuckDB then still
 * answers would end it as a crash of its own; so the history is closed first, unless that takes too long.
 */
function endAfterFault(): void {
  const leave = () => process.exit(1);
  timers.after(LAST_WRITE_MS, leave);
  history.close().then(leave, (error: unknown) => {
    caught(error);
    leave();
  });
}

function processes() {
  return live.lists.processes as readonly Process[];
}

/** Elsewhere than on Linux nothing tells it as surely as the list that was read last. */
function knownKey(pid: number): string | null {
  return processes().find((process) => process.pid === pid)?.key ?? null;
}

function ticksPerSecond(): number {
  return parseAuxiliaryVector(
    systemFiles.bytes('/proc/self/auxv'),
    process.arch === 'arm' || process.arch === 'ia32' ? 4 : 8,
  ).ticksPerSecond;
}

function changedAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch (error) {
    swallowed('engine', 'look-at-folder', error);
    return 0;
  }
}
