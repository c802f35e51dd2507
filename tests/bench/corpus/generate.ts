import type { CommandId } from '../../../app/commands/catalogue.ts';
import type { CommandSource } from '../../../client/core/registry/sources.ts';
import { usageCorpus } from '../../fixtures/usage-corpus.ts';
import { exponential, logNormal, seededRandom, weighted, zipf } from './random.ts';

/** One use of a command. */
export interface CorpusEvent {
  readonly command: CommandId;
  readonly source: CommandSource;
  /** Milliseconds since the session began. */
  readonly at: number;
  /** Milliseconds that the command took. The batch format does not carry it yet. */
  readonly duration: number;
}

/** The seed of the published figures. */
export const corpusSeed = usageCorpus.seed;

/** Ids of the corpus's sixty commands, most used first. */
export const corpusCommands = usageCorpus.commands as readonly string[] as readonly CommandId[];

const sources = ['shortcut', 'menu', 'button', 'palette'] as const satisfies readonly CommandSource[];
const SOURCE_WEIGHTS = [4, 3, 2, 1];

/** Mean gap, in milliseconds: 200 commands make a session of about 50 minutes. */
const MEAN_GAP = 15_000;

/** Median duration, in milliseconds, and the spread of its logarithm: 95 % lie between 5 and 500 ms. */
const MEDIAN_DURATION = 50;
const DURATION_SIGMA = 1.15;

/**
 * Usage as a seed gives it: 60 commands by Zipf's law, 4 sources independent of the command, exponential gaps. Each
 * column has a random stream of its own, so that another column changes none of those that are there.
 */
export function generateCorpus(seed: number, size: number): CorpusEvent[] {
  const stream = (column: number) => seededRandom(Math.imul(seed, 31) + column);
  const [commandStream, sourceStream, gapStream, durationStream] = [stream(1), stream(2), stream(3), stream(4)];
  const drawCommand = weighted(zipf(corpusCommands.length));
  const drawSource = weighted(SOURCE_WEIGHTS);
  let at = 0;
  return Array.from({ length: size }, () => {
    at += Math.round(exponential(gapStream, MEAN_GAP));
    return {
      command: item(corpusCommands, drawCommand(commandStream)),
      source: item(sources, drawSource(sourceStream)),
      at,
      duration: Math.round(logNormal(durationStream, MEDIAN_DURATION, DURATION_SIGMA)),
    };
  });
}

function item<T>(items: readonly T[], index: number): T {
  const found = items[index];
  if (found === undefined) throw new RangeError(`nothing at ${index}`);
  return found;
}
