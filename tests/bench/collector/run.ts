/**
 * `npm run bench:collector`: what the collector manages and what it costs. `--intake`, `--erasures`, `--start`,
 * `--closing` and `--answers` measure these parts alone; `--uses 1,10` says of which stores answers are given, in million uses.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { userDataPath } from '../../../client/core/batch/user-data.ts';
import { type Figure, medianFigure, mediansOf, quantile } from '../../../scripts/bench/figures.ts';
import { finish, readOptions } from '../../../scripts/bench/options.ts';
import { fail, say, UserFixableError } from '../../../scripts/lib/say.ts';
import { loadText } from '../app/runtime.ts';
import { answersFigures, growthFigure } from './answers-figures.ts';
import { askAll } from './asking.ts';
import { bareEngineMs } from './bare-engine.ts';
import { type BenchBatch, benchBatches } from './batches.ts';
import { type Closed, closeDays } from './closing.ts';
import { buildForBench, RunningCollector } from './running.ts';
import { sendAll } from './sending.ts';
import { growTo, mergedBytes } from './store.ts';
import { collectorTargets as targets } from './targets.ts';
import { makeYear } from './yearly-store.ts';

const RUNS = 3;

/** Batches of each size: some seconds of work. */
const SIZES = { 50: 12_000, 200: 8000, 5000: 600 } as const;
type Size = keyof typeof SIZES;
const sizes = [50, 200, 5000] as const satisfies readonly Size[];

/** Sent before anything is measured, so that code is compiled and tables are open. */
const WARM = 1500;

const ERASURES = 20;
const KNOWN = 1_000_000;

/** Sessions of a day that is closed, and uses of each. */
const DAY = { sessions: 20_000, uses: 200 } as const;
/** The same of one on which hardly anybody was there, and how many of them. */
const TINY_DAY = { sessions: 20, uses: 30, count: 3 } as const;

/** Uses of the stores that questions are asked of, in millions. */
const USES = [1, 10, 100];

const parts = ['intake', 'erasures', 'start', 'closing', 'answers'] as const;
type Part = (typeof parts)[number];

const one = (
  name: string,
  what: string,
  unit: string,
  value: number,
  bounds: Pick<Figure, 'target' | 'atLeast'> = {},
): Figure => ({
  name: `collector.${name}`,
  what,
  unit,
  value,
  ...bounds,
});

const bodies = (batches: readonly BenchBatch[]) => batches.map(({ bytes }) => bytes);

async function withFolder<T>(work: (dataDir: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A collector that has received and loaded some batches already. */
async function warmCollector(dataDir: string): Promise<RunningCollector> {
  const collector = await RunningCollector.start(dataDir);
  await sendAll(collector.url, bodies(benchBatches('warm', WARM, 50)));
  await collector.settled();
  return collector;
}

/** Acknowledged and loaded: from the first request to the last row in the storage. */
async function intakeOf(size: Size): Promise<Figure[]> {
  const batches = bodies(benchBatches(`intake ${size}`, SIZES[size], size));
  const events = batches.length * size;
  return await withFolder(async (dataDir) => {
    const collector = await warmCollector(dataDir);
    const before = collector.cpuSeconds();
    const mostMemory = collector.watchMemory();
    const begun = performance.now();
    const times = (await sendAll(collector.url, batches)).sort((a, b) => a - b);
    await collector.settled();
    const seconds = (performance.now() - begun) / 1000;
    const memory = mostMemory();
    const after = collector.cpuSeconds();
    await collector.close();
    const cpu = { collector: after.collector - before.collector, storage: after.storage - before.storage };
    const core = events / (cpu.collector + cpu.storage);
    const of = `batches of ${size}`;
    const figures = [
      one(`intake.${size}.events`, `${of}: events a second and core`, '/s', core, {
        atLeast: targets.eventsPerCore[size],
      }),
      one(`intake.${size}.sessions`, `${of}: sessions a second and core`, '/s', core / size),
      one(`intake.${size}.wall`, `${of}: events a second, as the clock says`, '/s', events / seconds),
      one(`intake.${size}.cpu`, `${of}: CPU of the collector, each`, 'µs', (cpu.collector / batches.length) * 1e6),
      one(`intake.${size}.storage-cpu`, `${of}: CPU of the storage, each`, 'µs', (cpu.storage / batches.length) * 1e6),
      one(`intake.${size}.p50`, `${of}: receipt, 32 senders that never rest, p50`, 'ms', quantile(times, 0.5)),
      one(`intake.${size}.p99`, `${of}: the same, p99`, 'ms', quantile(times, 0.99)),
      one(`intake.${size}.memory`, `${of}: both processes (PSS), most`, 'MB', memory, { target: targets.memory }),
    ];
    if (size !== 200) return figures;
    const all = events + WARM * 50;
    const bytes = await mergedBytes(dataDir);
    return [
      ...figures,
      one('disk', `${of}: of the store, merged, an event`, 'B', bytes / all, { target: targets.bytesPerEvent }),
    ];
  });
}

/** One after the other, as one owner after the other asks, in a store of some size; and all at a time. */
async function erasureFigures(): Promise<Figure[]> {
  return await withFolder(async (dataDir) => {
    const collector = await warmCollector(dataDir);
    const batches = benchBatches('erasures', 8000, 50);
    await sendAll(collector.url, bodies(batches));
    await collector.settled();
    const owners = [...new Map(batches.map((batch) => [batch.installation, batch])).values()];
    const erase = async ({ installation, key }: BenchBatch) => {
      const begun = performance.now();
      const answer = await fetch(new URL(userDataPath(installation), collector.url), {
        method: 'DELETE',
        headers: { authorization: `Bearer ${key}` },
      });
      if (!answer.ok) throw new Error(`no receipt but ${answer.status}`);
      return performance.now() - begun;
    };
    const alone: number[] = [];
    for (const owner of owners.slice(0, ERASURES)) alone.push(await erase(owner));
    const begun = performance.now();
    await Promise.all(owners.slice(ERASURES, 2 * ERASURES).map(erase));
    const rate = (ERASURES * 1000) / (performance.now() - begun);
    await collector.close();
    return [
      medianFigure({ name: 'collector.erasure', what: 'an erasure, one after the other', unit: 'ms' }, alone),
      one('erasures', `erasures a second, ${ERASURES} at a time`, '/s', rate),
    ];
  });
}

/** What is asked of a collector that was just started, run after run: on a folder, or on an empty one each. */
async function started<T>(
  runs: number,
  dataDir: string | undefined,
  ask: (collector: RunningCollector) => Promise<T>,
): Promise<T[]> {
  const found: T[] = [];
  for (let run = 0; run < runs; run++) {
    await withFolder(async (empty) => {
      const collector = await RunningCollector.start(dataDir ?? empty);
      found.push(await ask(collector));
      await collector.close();
    });
  }
  return found;
}

async function startFigures(runs: number): Promise<Figure[]> {
  return await withFolder(async (dataDir) => {
    const bare: number[] = [];
    for (let run = 0; run < runs; run++) bare.push(await withFolder(bareEngineMs));
    const empty = await started(runs, undefined, async ({ startMs }) => startMs);
    const collector = await warmCollector(dataDir);
    await collector.close();
    await growTo(dataDir, KNOWN);
    // A receipt waits until it can be told whether its batch is known.
    const [stored] = bodies(benchBatches('warm', 1, 50));
    const million = await started(runs, dataDir, async (again) => {
      if (stored) await sendAll(again.url, [stored]);
      return { ready: again.startMs, receipt: again.sinceBegun(), memory: again.memory() };
    });
    const figure = (name: string, what: string, values: number[], target?: number) =>
      medianFigure({ name: `collector.start.${name}`, what, unit: 'ms', ...(target ? { target } : {}) }, values);
    return [
      figure('engine', 'Node and the engine alone, an empty store opened', bare),
      figure('empty', 'start to ready, empty', empty, targets.start.empty),
      figure(
        'million',
        'the same with a million known batches',
        million.map(({ ready }) => ready),
        targets.start.million,
      ),
      figure(
        'million.receipt',
        'start to the first receipt, with a million known batches',
        million.map(({ receipt }) => receipt),
        targets.start.million,
      ),
      medianFigure(
        {
          name: 'collector.start.million.memory',
          what: 'then, both processes (PSS)',
          unit: 'MB',
          target: targets.memory,
        },
        million.map(({ memory }) => memory),
      ),
    ];
  });
}

async function closingFigures(runs: number): Promise<Figure[]> {
  const days: Closed[] = [];
  for (let run = 0; run < runs; run++) {
    const [closed] = await withFolder((dataDir) => closeDays(dataDir, [DAY.sessions], DAY.uses));
    if (closed) days.push(closed);
  }
  // The first one makes the tables.
  const [, ...tiny] = await withFolder((dataDir) =>
    closeDays(dataDir, new Array<number>(1 + TINY_DAY.count).fill(TINY_DAY.sessions), TINY_DAY.uses),
  );
  const figure = (name: string, what: string, unit: string, values: number[], target?: number) =>
    medianFigure({ name: `collector.closing.${name}`, what, unit, ...(target ? { target } : {}) }, values);
  const of = `a day of ${DAY.sessions} sessions of ${DAY.uses} uses`;
  return [
    figure(
      'cpu',
      `closing ${of}: CPU of the storage`,
      's',
      days.map(({ cpu }) => cpu),
    ),
    figure(
      'million',
      'the same, as the clock says, at this rate for a million',
      's',
      days.map(({ seconds }) => (seconds * 1_000_000) / DAY.sessions),
      targets.closing.million,
    ),
    figure(
      'memory',
      'most memory of the storage then',
      'MB',
      days.map(({ memory }) => memory),
      targets.closing.memory,
    ),
    figure(
      'tiny',
      `closing a day of ${TINY_DAY.sessions} sessions: CPU of the storage`,
      'ms',
      tiny.map(({ cpu }) => cpu * 1000),
    ),
  ];
}

/** A store of a year is made, and a collector on it answers every question. */
async function answersOf(millions: number): Promise<Figure[]> {
  return await withFolder(async (dataDir) => {
    const store = await makeYear(dataDir, millions * 1_000_000, (text) => say(`${millions} million uses: ${text}`));
    const collector = await RunningCollector.start(dataDir);
    const most = collector.watchMemory(() => collector.storageMemory());
    const before = collector.cpuSeconds().storage;
    const asked = await askAll(collector, store);
    const cpu = (1000 * (collector.cpuSeconds().storage - before)) / asked.length;
    const memory = most();
    await collector.close();
    return answersFigures(millions, { store, asked, memory, cpu });
  });
}

async function allAnswers(uses: readonly number[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const millions of uses) figures.push(...(await answersOf(millions)));
  return [...figures, ...growthFigure(figures, uses)];
}

const measures: Readonly<Record<Part, (runs: number, uses: readonly number[]) => Promise<readonly Figure[]>>> = {
  async intake(runs) {
    const rounds: Figure[][] = [];
    // In turns, so that a computer that becomes slower does so for all of them.
    for (let run = 0; run < runs; run++) {
      const round: Figure[] = [];
      for (const size of sizes) round.push(...(await intakeOf(size)));
      rounds.push(round);
    }
    return mediansOf(rounds);
  },
  erasures: () => erasureFigures(),
  start: startFigures,
  closing: closingFigures,
  answers: (_, uses) => allAnswers(uses),
};

async function bench(args: string[]): Promise<void> {
  const options = readOptions(args, RUNS, [...parts], ['uses']);
  if (process.platform !== 'linux') throw new UserFixableError('bench:collector reads /proc, which only Linux has.');
  say(`Node ${process.versions.node}; load of this computer before: ${loadText()}`);
  await buildForBench();
  const chosen = parts.filter((part) => options.flags.has(part));
  const figures: Figure[] = [];
  for (const part of chosen.length > 0 ? chosen : parts) {
    say(`measuring: ${part}`);
    figures.push(...(await measures[part](options.runs, options.numbers['uses'] ?? USES)));
  }
  finish(figures, options);
}

await bench(process.argv.slice(2))
  .catch(fail)
  .finally(() => process.exit());
