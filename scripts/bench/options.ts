import { parseArgs } from 'node:util';
import { say, UserFixableError } from '../lib/say.ts';
import { type Figure, figureTable, isMissed, writeFigures } from './figures.ts';

/** What every benchmark understands. */
interface BenchOptions {
  /** File that the figures are written to. */
  readonly json: string | undefined;
  /** Measurements of each kind. */
  readonly runs: number;
  /** Whether a missed target makes the benchmark fail. */
  readonly budget: boolean;
  /** What the benchmark itself adds. */
  readonly flags: ReadonlySet<string>;
}

/** @throws UserFixableError when an argument is not understood. */
export function readOptions(args: readonly string[], runs: number, flags: readonly string[] = []): BenchOptions {
  const own = Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' as const }]));
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'string' }, runs: { type: 'string' }, 'no-budget': { type: 'boolean' }, ...own },
    });
    const wanted = values.runs === undefined ? runs : Number(values.runs);
    if (!Number.isInteger(wanted) || wanted < 1) throw new Error('--runs takes a whole number, 1 or more');
    const set = Object.entries(values).filter(([, value]) => value === true);
    return {
      json: values.json as string | undefined,
      runs: wanted,
      budget: values['no-budget'] !== true,
      flags: new Set(set.map(([flag]) => flag)),
    };
  } catch (error) {
    const known = ['json FILE', 'runs N', 'no-budget', ...flags].map((flag) => `--${flag}`).join(', ');
    throw new UserFixableError(`${(error as Error).message} (known: ${known})`);
  }
}

/** Prints and writes the figures; a missed target sets the exit code, unless it was asked only to measure. */
export function finish(figures: readonly Figure[], options: BenchOptions): void {
  say(`\n${figureTable(figures)}`);
  if (options.json) {
    writeFigures(options.json, figures);
    say(`figures written to ${options.json}`);
  }
  const missed = figures.filter(isMissed);
  if (missed.length === 0) return;
  say(`${missed.length} missed: ${missed.map(({ name }) => name).join(', ')}`);
  if (options.budget) process.exitCode = 1;
}
