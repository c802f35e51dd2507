import { z } from 'zod/mini';
import { factIds, missingReasons } from './facts.ts';

/** Where a fact was read, shown beside it; `missing` says why there is no value, `still-reading` that a later report may have one. */
export const factSchema = z.strictObject({
  /** Closed id; its label stands in the message catalogue under `fact.<id>`. */
  id: z.enum(factIds),
  group: z.enum(['system', 'hardware', 'memory', 'storage', 'network', 'graphics']),
  /** Already formatted for people; several values (disks, addresses) stand on lines of their own; `null` for none. */
  value: z.nullable(z.string()),
  missing: z.optional(z.enum(missingReasons)),
  /** Label of the source, such as "/proc/meminfo" or "systeminformation: system". */
  source: z.string(),
  /** When the source told it, UTC milliseconds since 1970: earlier than the report where its answer was kept. */
  at: z.number(),
  /** Identifies the machine or its user; masked by Redact. */
  sensitive: z.boolean(),
});
export type Fact = z.infer<typeof factSchema>;

export const deviceReportSchema = z.strictObject({
  /** When any of it was read last. */
  at: z.number(),
  hostName: z.string(),
  os: z.string(),
  /** Start of the system in UTC milliseconds since 1970. */
  bootedAt: z.number(),
  facts: z.array(factSchema),
});
export type DeviceReport = z.infer<typeof deviceReportSchema>;

/** The figures of the whole system. Each is `null` by itself where it cannot be read, or needs a reading before. */
export const metricsSchema = z.strictObject({
  at: z.number(),
  /** Whole processor, 0 to 100 percent. */
  cpu: z.nullable(z.number()),
  /** Bytes. */
  memoryUsed: z.nullable(z.number()),
  memoryTotal: z.nullable(z.number()),
  /** Bytes a second since the reading before. */
  diskRead: z.nullable(z.number()),
  diskWrite: z.nullable(z.number()),
  networkReceived: z.nullable(z.number()),
  networkSent: z.nullable(z.number()),
  /** Share of the last ten seconds in which something waited for the processor, memory or a disk, in percent. */
  pressure: z.nullable(
    z.strictObject({ cpu: z.nullable(z.number()), memory: z.nullable(z.number()), io: z.nullable(z.number()) }),
  ),
});
export type Metrics = z.infer<typeof metricsSchema>;
