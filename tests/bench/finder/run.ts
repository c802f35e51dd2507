/**
 * `npm run bench:finder`: what the Finder costs and how quick it answers, beside other programs of its kind in the same
 * run. `--readers`, `--store`, `--app`, `--search`, `--scroll`, `--peers` measure these parts alone.
 */
import { type Figure, medianFigure, quantile } from '../../../scripts/bench/figures.ts';
import { finish, readOptions } from '../../../scripts/bench/options.ts';
import { fail, say, UserFixableError } from '../../../scripts/lib/say.ts';
import { withRuntime } from '../app/runtime.ts';
import { measureApp } from './app-cost.ts';
import { scrollFigures } from './grid-scroll.ts';
import { leastLimit } from './memory-limits.ts';
import { peersCost } from './peers.ts';
import { fillUpTo } from './processor-time.ts';
import { readerFigures } from './readers.ts';
import { measureSearches } from './search-times.ts';
import { measureStore } from './store.ts';
import { finderTargets as targets } from './targets.ts';

const RUNS = 20;
const PROCESSES = 500;
/** How long processor time is measured, in milliseconds. */
const MEASURED_MS = 30_000;

const parts = ['readers', 'store', 'app', 'search', 'scroll', 'peers'] as const;
type Part = (typeof parts)[number];

async function bench(args: string[]): Promise<void> {
  const options = readOptions(args, RUNS, [...parts]);
  if (process.platform !== 'linux') throw new UserFixableError('bench:finder reads /proc, which only Linux has.');
  const chosen = parts.filter((part) => options.flags.has(part));
  const wanted = chosen.length > 0 ? chosen : parts;
  const figures: Figure[] = [];
  for (const part of wanted) {
    say(`measuring: ${part}`);
    figures.push(...(await measures[part](options.runs)));
  }
  finish(figures, options);
}

const one = (name: string, what: string, unit: string, value: number, target?: number): Figure => ({
  name: `finder.${name}`,
  what,
  unit,
  value,
  ...(target === undefined ? {} : { target }),
});

const p95 = (values: readonly number[]) =>
  quantile(
    values.toSorted((a, b) => a - b),
    0.95,
  );

const measures: Readonly<Record<Part, (runs: number) => Promise<readonly Figure[]>>> = {
  readers: (runs) => readerFigures(runs),
  async store(runs) {
    const { bytes, bytesWithRuns, questions, asked, writing, resident, limits } = await measureStore(runs);
    const [before, after] = resident;
    return [
      one('store.size', '30 days at 100 rows a minute, on the disk', 'MB', bytes / 1e6, targets.storeMegabytes),
      one('store.size-with-runs', 'the same with a million runs', 'MB', bytesWithRuns / 1e6),
      one('store.stall', 'worst stall of the engine while writing', 'ms', writing.worstStall, targets.worstStall),
      one('store.resident', 'resident memory that the opened and asked store has added', 'MB', (after - before) / 1e6),
      one(
        'store.least-memory',
        "DuckDB's limit with which all is answered, and as quick as with more",
        'MB',
        leastLimit(limits),
        targets.leastMemory,
      ),
      ...limits.map(({ megabytes, total }) =>
        one(`store.limit-${megabytes}`, `all questions with ${megabytes} MB (0: refused)`, 'ms', total ?? 0),
      ),
      one('store.writing', 'writing a minute of 500 processes (CPU)', 'ms', writing.cpuPerMinute),
      one(
        'store.asked',
        'the engine alone: text of a question to the rows of its first page (p95)',
        'ms',
        p95(asked.flatMap(({ times }) => times)),
      ),
      ...[...asked, ...questions].map(({ question, times }) =>
        medianFigure(
          {
            name: `finder.store.${question.replaceAll(/[^a-z0-9]+/gi, '-')}`,
            what: `the engine alone: ${question}`,
            unit: 'ms',
            target: question === 'month | by name' ? targets.groupBy : undefined,
          },
          times,
        ),
      ),
    ];
  },
  async app() {
    const end = await fillUpTo(PROCESSES);
    try {
      const cost = await withRuntime((runtime) => measureApp(runtime, MEASURED_MS));
      return [
        one('engine.visible', 'engine, window in sight, 500 processes', '%', cost.engineVisible, targets.engineVisible),
        one('app.visible', 'whole app, window in sight', '%', cost.appVisible, targets.appVisible),
        one('app.hidden', 'whole app, window hidden', '%', cost.appHidden, targets.appHidden),
        one('app.memory', 'whole app (PSS)', 'MB', cost.memory),
        one(
          'app.memory-over-empty',
          'over the empty window',
          'MB',
          cost.memory - cost.emptyMemory,
          targets.memoryOverEmpty,
        ),
        one('recording.memory', 'recording without a window (PSS)', 'MB', cost.recordingMemory),
        one(
          'recording.memory-over-empty',
          'over an idle Electron without a window',
          'MB',
          cost.recordingMemory - cost.emptyBackgroundMemory,
          targets.recordingOverEmpty,
        ),
      ];
    } finally {
      end();
    }
  },
  async search(runs) {
    const { port, past, pastFromLetter, pasted, byQuestion } = await withRuntime((runtime) =>
      measureSearches(runtime, runs),
    );
    return [
      medianFigure(
        {
          name: 'finder.search.port',
          what: 'a bare port and Enter, to the painted answer',
          unit: 'ms',
          target: targets.port,
        },
        port,
      ),
      one(
        'search.past',
        'a question to 30 days and a million runs, from Enter to the painted rows (p95)',
        'ms',
        p95(past),
        targets.past,
      ),
      one('search.past.letter', 'the same from its last letter (p95)', 'ms', p95(pastFromLetter)),
      one('search.pasted', 'the same pasted, with Enter at once (p95)', 'ms', p95(pasted), targets.past),
      ...[...byQuestion].flatMap(([text, { typed, pasted }]) => {
        const name = `search.${text.replaceAll(/[^a-z0-9]+/gi, '-')}`;
        return [one(name, text, 'ms', typed), one(`${name}.pasted`, `${text}, pasted`, 'ms', pasted)];
      }),
    ];
  },
  async scroll() {
    const measured = await withRuntime((runtime) => scrollFigures(runtime));
    return measured.flatMap(({ list, how, work, dropped }) => [
      one(
        `scroll.${list}.${how}.work`,
        `100 000 rows, ${list}, ${how}: work of a frame (p95)`,
        'ms',
        p95(work),
        targets.scrollWork,
      ),
      one(
        `scroll.${list}.${how}.dropped`,
        `100 000 rows, ${list}, ${how}: frames late`,
        '%',
        100 * dropped,
        targets.scrollDropped,
      ),
    ]);
  },
  async peers() {
    const end = await fillUpTo(PROCESSES);
    try {
      const costs = await peersCost(MEASURED_MS);
      return [...costs].flatMap(([name, share]) =>
        share === undefined ? [] : one(`peer.${name}`, `${name}, every 2 s, 500 processes`, '%', share),
      );
    } finally {
      end();
    }
  },
};

await bench(process.argv.slice(2))
  .catch(fail)
  .finally(() => process.exit());
