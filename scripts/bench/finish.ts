import { say } from '../lib/say.ts';
import { type Figure, figureTable, isMissed, writeFigures } from './figures.ts';
import type { BenchOptions } from './options.ts';

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
