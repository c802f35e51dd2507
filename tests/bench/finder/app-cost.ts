import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { say } from '../../../scripts/lib/say.ts';
import { BenchApp, builtApp, emptyApp, type Runtime } from '../app/bench-app.ts';
import { descendantsOf, othersWith, proportionalSetSize } from '../app/process-memory.ts';
import { NOBODY, Profiles } from '../app/profiles.ts';
import { coreShare } from './processor-time.ts';
import { keepRecording } from './recording-profile.ts';
import { swallow } from './swallow.ts';
import { showProcesses } from './window-script.ts';

/** Until what a start brings is over, in milliseconds. */
const SETTLE_MS = 12_000;

/**
 * The same after a window was hidden: once, some 20 s later, V8 clears up the heaps of the page, main and the engine, which takes
 * 0.2 s of processor time in all. Then it is measured for so long, because once a minute the history is written.
 */
const SETTLE_HIDDEN_MS = 30_000;
const HIDDEN_MS = 60_000;

/** The same after the last window, when a fresh engine has taken the place of the one that answered. */
const SETTLE_ALONE_MS = 30_000;

const emptyBackground = path.join(import.meta.dirname, '../app/empty-background.js');

/** Percent of one core, and megabytes (PSS). */
export interface AppCost {
  readonly engineVisible: number;
  readonly appVisible: number;
  readonly appHidden: number;
  readonly memory: number;
  readonly emptyMemory: number;
  readonly recordingMemory: number;
  readonly emptyBackgroundMemory: number;
}

/** What the app costs while it shows the list of processes, is hidden, and records without a window. */
export async function measureApp(runtime: Runtime, milliseconds: number): Promise<AppCost> {
  const others = othersWith(runtime.executable);
  if (others > 0) {
    // A page that several processes map counts in part for each: of a busy computer all figures of memory are too small.
    say(`${others} other processes run this Electron: what they share with the app is left out of its memory`);
  }
  const profiles = new Profiles();
  try {
    await profiles.prepare(runtime, builtApp);
    const shown = await measureShown(runtime, profiles.next(), milliseconds);
    const emptyMemory = await memoryOf(new BenchApp(runtime, emptyApp, profiles.next(), NOBODY), true);
    const recordingMemory = await memoryWithoutWindow(runtime, profiles.next());
    const background = new BenchApp(runtime, emptyBackground, profiles.next(), NOBODY);
    const emptyBackgroundMemory = await memoryOf(background, false);
    return { ...shown, emptyMemory, recordingMemory, emptyBackgroundMemory };
  } finally {
    profiles.remove();
  }
}

async function measureShown(runtime: Runtime, profile: string, milliseconds: number) {
  const app = new BenchApp(runtime, builtApp, profile, NOBODY);
  try {
    await app.shown();
    await app.evaluate(showProcesses);
    await delay(SETTLE_MS);
    const { pid } = app;
    const engine = () => descendantsOf(pid).filter(isEngine);
    const [engineVisible, appVisible] = await Promise.all([
      coreShare(engine, milliseconds),
      coreShare(() => descendantsOf(pid), milliseconds),
    ]);
    const memory = proportionalSetSize(pid).megabytes;
    await app.windows('hide');
    await delay(SETTLE_HIDDEN_MS);
    const appHidden = await coreShare(() => descendantsOf(pid), HIDDEN_MS);
    return { engineVisible, appVisible, appHidden, memory };
  } finally {
    await app.quit().catch(() => {});
    app.kill();
  }
}

/** With the window closed by hand, as people do. */
async function memoryWithoutWindow(runtime: Runtime, profile: string): Promise<number> {
  keepRecording(profile);
  const app = new BenchApp(runtime, builtApp, profile, NOBODY);
  try {
    await app.shown();
    await delay(SETTLE_MS);
    await app.windows('close');
    await delay(SETTLE_ALONE_MS);
    return proportionalSetSize(app.pid).megabytes;
  } finally {
    app.kill();
  }
}

async function memoryOf(app: BenchApp, hasWindow: boolean): Promise<number> {
  try {
    if (hasWindow) await app.shown();
    await delay(SETTLE_MS);
    return proportionalSetSize(app.pid).megabytes;
  } finally {
    app.kill();
  }
}

/** Electron's utility process that runs Node; Chromium's own run none. */
function isEngine(pid: number): boolean {
  return swallow(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'), '').includes('node.mojom.NodeService');
}
