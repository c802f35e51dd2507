import { z } from 'zod/mini';
import { settingsSchema } from '../settings-schema.ts';

/** Why a file could not be written, in the words of the product log. */
export const writeFailures = ['denied', 'full', 'read-only', 'missing', 'other'] as const;
export type WriteFailure = (typeof writeFailures)[number];

/** The settings as main has them. Answers and events overtake each other: one with a smaller revision is older. */
export const settingsStateSchema = z.strictObject({
  /** Changes since the app started. */
  revision: z.int(),
  settings: settingsSchema,
});
export type SettingsState = z.infer<typeof settingsStateSchema>;

/** The settings after a change; with `failure` they are those from before it, because it could not be kept. */
export const settingsAnswerSchema = z.extend(settingsStateSchema, { failure: z.optional(z.enum(writeFailures)) });
