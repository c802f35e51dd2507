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
  /** The same where a list of numbers is given, "1,10". */
  readonly numbers: Readonly<Record<string, readonly number[] | undefined>>;
}

/** @throws UserFixableError when an argument is not understood. */
export function readOptions(
  args: readonly string[],
  runs: number,
  flags: readonly string[] = [],
  lists: readonly string[] = [],
): BenchOptions {
  const own = Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' as const }]));
  const ownLists = Object.fromEntries(lists.map((list) => [list, { type: 'string' as const }]));
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: 'string' },
        runs: { type: 'string' },
        'no-budget': { type: 'boolean' },
        ...own,
        ...ownLists,
      },
    });
    const wanted = values.runs === undefined ? runs : Number(values.runs);
    if (!Number.isInteger(wanted) || wanted < 1) throw new Error('--runs takes a whole number, 1 or more');
    const given: Readonly<Record<string, unknown>> = values;
    const numbers = lists.map((list) => [list, numbersIn(list, given[list] as string | undefined)] as const);
    const set = Object.entries(values).filter(([, value]) => value === true);
    return {
      json: values.json as string | undefined,
      runs: wanted,
      budget: values['no-budget'] !== true,
      flags: new Set(set.map(([flag]) => flag)),
      numbers: Object.fromEntries(numbers),
    };
  } catch (error) {
    const known = ['json FILE', 'runs N', 'no-budget', ...flags, ...lists.map((list) => `${list} N,…`)]
      .map((flag) => `--${flag}`)
      .join(', ');
    throw new UserFixableError(`${(error as Error).message} (known: ${known})`);
  }
}

function numbersIn(list: string, text: string | undefined): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const numbers = text.split(',').map(Number);
  if (!numbers.every((number) => number > 0)) throw new Error(`--${list} takes numbers, with commas between them`);
  return numbers;
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
