/** `npm run bench:start`: from launch to the window, memory at rest, and the size of what is built. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Figure, medianFigure } from '../../../scripts/bench/figures.ts';
import { finish, readOptions } from '../../../scripts/bench/options.ts';
import { fail, say, UserFixableError } from '../../../scripts/lib/say.ts';
import { BenchApp, builtApp, emptyApp, type Runtime } from '../app/bench-app.ts';
import { proportionalSetSize } from '../app/process-memory.ts';
import { NOBODY, Profiles } from '../app/profiles.ts';
import { withRuntime } from '../app/runtime.ts';
import { startBudgets } from './budgets.ts';
import { bundleFigures } from './bundles.ts';

const RUNS = 15;

/** Launches that are left running until their memory is read; each takes ten seconds. */
const MEMORY_RUNS = 3;
const IDLE_MS = 10_000;

interface Measured {
  readonly shown: number[];
  readonly memory: number[];
  processes: number;
}

async function bench(args: string[]): Promise<void> {
  const options = readOptions(args, RUNS);
  if (process.platform !== 'linux')
    throw new UserFixableError('bench:start reads memory from /proc, which only Linux has.');
  const { app, empty } = await withRuntime((runtime) => measureBoth(runtime, options.runs));
  finish(
    [
      ...figuresOf('app', `the app (${app.processes} processes)`, app),
      ...figuresOf('empty', `empty Electron window (${empty.processes} processes)`, empty),
      overEmpty('shown', 'launch to window', 'ms', app.shown, empty.shown, startBudgets.shownOverEmpty),
      overEmpty('memory', 'memory at rest', 'MB', app.memory, empty.memory, startBudgets.memoryOverEmpty),
      ...bundleFigures(),
    ],
    options,
  );
}

/** The app and the empty window take turns, so that a busy moment of the computer strikes both. */
async function measureBoth(runtime: Runtime, runs: number): Promise<{ app: Measured; empty: Measured }> {
  const kinds = [
    { folder: builtApp, profiles: new Profiles(), measured: nothingYet() },
    { folder: emptyApp, profiles: new Profiles(), measured: nothingYet() },
  ] as const;
  try {
    for (const { folder, profiles } of kinds) await profiles.prepare(runtime, folder);
    for (let run = 1; run <= runs; run++) {
      for (const { folder, profiles, measured } of kinds) {
        await launch(new BenchApp(runtime, folder, profiles.next(), NOBODY), measured, run <= MEMORY_RUNS);
      }
      say(`run ${run} of ${runs}`);
    }
  } finally {
    for (const { profiles } of kinds) profiles.remove();
  }
  return { app: kinds[0].measured, empty: kinds[1].measured };
}

async function launch(app: BenchApp, measured: Measured, withMemory: boolean): Promise<void> {
  try {
    measured.shown.push((await app.shown()) - app.launchedAt);
    if (!withMemory) return;
    await delay(IDLE_MS);
    const { megabytes, processes } = proportionalSetSize(app.pid);
    measured.memory.push(megabytes);
    measured.processes = processes;
  } finally {
    await app.quit().catch(() => {});
    app.kill();
  }
}

/**
 * What the app adds, as the median of the differences in each turn: how busy the computer is, and which other Electron
 * shares its pages, is then much the same for both.
 */
function overEmpty(
  name: string,
  words: string,
  unit: string,
  app: readonly number[],
  empty: readonly number[],
  target: number,
): Figure {
  const differences = app.map((value, turn) => value - (empty[turn] ?? Number.NaN));
  return medianFigure(
    { name: `start.over-empty.${name}`, what: `${words}, over the empty one`, unit, target },
    differences,
  );
}

const nothingYet = (): Measured => ({ shown: [], memory: [], processes: 0 });

function figuresOf(name: 'app' | 'empty', title: string, { shown, memory }: Measured): Figure[] {
  const figure = (what: string, words: string, unit: string, values: readonly number[]) =>
    medianFigure({ name: `start.${name}.${what}`, what: `${title}: ${words}`, unit }, values);
  return [
    figure('shown', 'launch to window shown', 'ms', shown),
    figure('memory', 'memory after 10 s (PSS)', 'MB', memory),
  ];
}

await bench(process.argv.slice(2))
  .catch(fail)
  .finally(() => process.exit());
