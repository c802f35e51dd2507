import { z } from 'zod/mini';

/** How far a test may move the engine's clock, in milliseconds: ten years either way. */
export const MAX_CLOCK_AHEAD = 10 * 366 * 86_400_000;

/**
 * What the Finder engine is told when its process begins. A command line is read by everybody on the computer, and Windows
 * cuts it at 32 767 characters: names of programs that are left out of the history come in the first message instead, and
 * until then nothing is recorded.
 */
const engineArgumentsSchema = z.strictObject({
  /** Language and region in which people read the facts, a BCP 47 tag. */
  locale: z.string().check(z.minLength(1), z.maxLength(100)),
  /** Errors are reported from the first one on. */
  collecting: z.boolean(),
  /** Folder of the history; it need not be there yet. */
  history: z.string().check(z.minLength(1), z.maxLength(32_000)),
  /** PID of main. */
  main: z.int().check(z.gte(1)),
  /** Milliseconds that the engine's clock is ahead of the system's; not 0 in tests alone. */
  clockAhead: z.int().check(z.gte(-MAX_CLOCK_AHEAD), z.lte(MAX_CLOCK_AHEAD)),
});
export type EngineArguments = z.infer<typeof engineArgumentsSchema>;

/** The arguments as a process is started with them: one word of JSON. */
export function writeEngineArguments(given: EngineArguments): string[] {
  return [JSON.stringify(engineArgumentsSchema.parse(given))];
}

/**
 * Reads them back. @param argv Node's `process.argv` of the engine.
 * @throws when main has not started the process: it would read and write it knows not what.
 */
export function readEngineArguments(argv: readonly string[]): EngineArguments {
  return engineArgumentsSchema.parse(JSON.parse(argv[2] ?? 'null'));
}
