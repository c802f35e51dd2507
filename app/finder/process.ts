import { z } from 'zod/mini';

/** One running program as sampled. Identity is pid, start time and path: a pid alone is given again. */
export const processSchema = z.strictObject({
  pid: z.int().check(z.gte(0)),
  parentPid: z.int().check(z.gte(0)),
  name: z.string(),
  /** Owner's account name; empty when it cannot be read. */
  user: z.string(),
  /** Share of one processor since the sample before, in percent; above 100 with several threads. */
  cpu: z.number().check(z.gte(0)),
  /** Resident memory in bytes. */
  memory: z.number().check(z.gte(0)),
  threads: z.int().check(z.gte(0)),
  state: z.enum(['running', 'sleeping', 'waiting', 'stopped', 'zombie', 'idle', 'unknown']),
  /** Start time in UTC milliseconds since 1970; 0 when not known. */
  started: z.number().check(z.gte(0)),
  /** Path of the executable; `null` when reading it needs permission. */
  path: z.nullable(z.string()),
  /** Command line with secrets masked; empty for kernel threads. */
  commandLine: z.string(),
});
export type Process = z.infer<typeof processSchema>;

export const processSampleSchema = z.strictObject({
  /** UTC milliseconds since 1970. */
  at: z.number(),
  processes: z.array(processSchema),
});
export type ProcessSample = z.infer<typeof processSampleSchema>;
