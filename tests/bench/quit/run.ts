/** `npm run bench:quit`: how long quitting takes, with a collector that answers and with one that never does. */
import { setTimeout as delay } from 'node:timers/promises';
import { commandIds } from '../../../app/commands/catalogue.ts';
import { type Figure, medianFigure } from '../../../scripts/bench/figures.ts';
import { finish, readOptions } from '../../../scripts/bench/options.ts';
import { fail, say } from '../../../scripts/lib/say.ts';
import { BenchApp, builtApp, emptyApp, type Runtime } from '../app/bench-app.ts';
import { NOBODY, Profiles } from '../app/profiles.ts';
import { withRuntime } from '../app/runtime.ts';
import { generateCorpus } from '../corpus/generate.ts';
import { batchIn, candorAnswer } from '../sink/candor-answer.ts';
import { HttpSink } from '../sink/http-sink.ts';
import { HungServer } from '../sink/hung-server.ts';
import { quitTargets } from './targets.ts';

const RUNS = 20;

/** Uses recorded in each session; the real app knows only the catalogue's commands. */
const EVENTS = 200;
const events = generateCorpus(2, 4 * EVENTS)
  .filter(({ command }) => commandIds.includes(command))
  .slice(0, EVENTS)
  .map(({ command, source }) => ({ command, source, age: 0 }));

/** After its start the app is left alone for so long, in milliseconds; who quits at once meets an engine that starts. */
const SETTLE_MS = 1500;

type Kind = keyof typeof quitTargets;
type Times = Awaited<ReturnType<BenchApp['quit']>>;

async function bench(args: string[]): Promise<void> {
  const options = readOptions(args, RUNS);
  const times = await withRuntime((runtime) => measureAll(runtime, options.runs));
  finish(
    [...(Object.keys(times) as Kind[]).flatMap((kind) => figuresOf(kind, times[kind])), overEmpty(times)],
    options,
  );
}

/** The kinds take turns, so that a busy moment of the computer strikes all of them. */
async function measureAll(runtime: Runtime, runs: number): Promise<Record<Kind, Times[]>> {
  const [profiles, emptyProfiles] = [new Profiles(), new Profiles()];
  const healthy = await HttpSink.open(candorAnswer);
  const hung = await HungServer.open();
  const times: Record<Kind, Times[]> = { empty: [], healthy: [], early: [], hung: [] };
  try {
    await profiles.prepare(runtime, builtApp);
    await emptyProfiles.prepare(runtime, emptyApp);
    for (let run = 1; run <= runs; run++) {
      const launch = (collector: string) => new BenchApp(runtime, builtApp, profiles.next(), collector);
      times.empty.push(await quitOf(new BenchApp(runtime, emptyApp, emptyProfiles.next(), NOBODY), 'unused'));
      times.healthy.push(await quitOf(launch(healthy.url), 'used'));
      assertReceived(healthy);
      times.early.push(await quitOf(launch(healthy.url), 'used at once'));
      assertReceived(healthy);
      times.hung.push(await quitOf(launch(hung.url), 'used'));
      if (hung.takeConnections() === 0) throw new Error('the app sent nothing to the hung collector');
      say(`run ${run} of ${runs}`);
    }
  } finally {
    await healthy.close();
    await hung.close();
    profiles.remove();
    emptyProfiles.remove();
  }
  return times;
}

async function quitOf(app: BenchApp, use: 'used' | 'used at once' | 'unused'): Promise<Times> {
  try {
    await app.shown();
    if (use !== 'unused') {
      // Whether all were recorded is seen by what arrives.
      await app.evaluate<void>(`candor.invoke('usage.record', ${JSON.stringify({ events, dropped: 0 })})`);
    }
    if (use !== 'used at once') await delay(SETTLE_MS);
    return await app.quit();
  } finally {
    app.kill();
  }
}

function assertReceived(sink: HttpSink): void {
  const received = sink.take().requests.flatMap((request) => [...batchIn(request).usage]);
  if (received.length !== EVENTS) throw new Error(`${received.length} of ${EVENTS} events arrived at quit`);
}

function figuresOf(kind: Kind, times: readonly Times[]): Figure[] {
  return (Object.keys(ends) as (keyof Times)[]).map((what) =>
    medianFigure(
      {
        name: `quit.${kind}.${what}`,
        what: `${titles[kind]}: ${ends[what]}`,
        unit: 'ms',
        target: quitTargets[kind][what],
      },
      times.map((time) => time[what]),
    ),
  );
}

/** What is ours of the time until the process is gone, as the median of the differences in each turn. */
function overEmpty({ healthy, empty }: Record<Kind, Times[]>): Figure {
  return medianFigure(
    { name: 'quit.over-empty.gone', what: 'collector answers: process gone, over the empty window', unit: 'ms' },
    healthy.map((time, turn) => time.gone - (empty[turn]?.gone ?? Number.NaN)),
  );
}

const ends: Record<keyof Times, string> = {
  hidden: 'window hidden',
  over: 'app done, Electron ends',
  gone: 'process gone',
};

const titles: Record<Kind, string> = {
  empty: 'empty Electron window',
  healthy: 'collector answers',
  early: 'collector answers, quit at once',
  hung: 'collector never answers',
};

await bench(process.argv.slice(2))
  .catch(fail)
  .finally(() => process.exit());
