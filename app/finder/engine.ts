import { z } from 'zod/mini';
import { deviceReportSchema, metricsSchema } from './device.ts';
import { processSampleSchema } from './process.ts';

/** What main asks of the Finder engine's process. */
export const engineRequestSchema = z.discriminatedUnion('kind', [
  /** Sample until told otherwise; the first sample comes at once. */
  z.strictObject({ kind: z.literal('watch') }),
  z.strictObject({ kind: z.literal('rest') }),
  z.strictObject({ kind: z.literal('refresh') }),
  z.strictObject({ kind: z.literal('device') }),
]);
export type EngineRequest = z.infer<typeof engineRequestSchema>;

/** What the engine reports. */
export const engineReportSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('processes'), sample: processSampleSchema }),
  z.strictObject({ kind: z.literal('metrics'), metrics: metricsSchema }),
  z.strictObject({ kind: z.literal('device'), report: deviceReportSchema }),
  /** Part of a sample could not be read; the engine goes on. */
  z.strictObject({ kind: z.literal('failed'), what: z.enum(['processes', 'metrics', 'device']) }),
]);
export type EngineReport = z.infer<typeof engineReportSchema>;
