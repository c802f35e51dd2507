import { writeFailures } from 'candor-client/core';
import { z } from 'zod/mini';
import { settingsSchema } from '../settings.ts';

/** The settings as main has them. Answers and events overtake each other: one with a smaller revision is older. */
export const settingsStateSchema = z.strictObject({
  /** Changes since the app started. */
  revision: z.int(),
  settings: settingsSchema,
});
export type SettingsState = z.infer<typeof settingsStateSchema>;

/** The settings after a change; with `failure` they are those from before it, because it could not be kept. */
export const settingsAnswerSchema = z.extend(settingsStateSchema, { failure: z.optional(z.enum(writeFailures)) });
