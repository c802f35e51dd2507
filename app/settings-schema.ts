import { z } from 'zod/mini';
import { densities, paneLimits, themes } from './settings.ts';

const pixels = ({ min, max }: { min: number; max: number }) => z.int().check(z.gte(min), z.lte(max));

/** What people set about the app's looks; kept in main, mirrored in each window. */
export const settingsSchema = z.strictObject({
  theme: z.enum(themes),
  density: z.enum(densities),
  sidebarVisible: z.boolean(),
  detailVisible: z.boolean(),
  pathBarVisible: z.boolean(),
  sidebarWidth: pixels(paneLimits.sidebar),
  detailWidth: pixels(paneLimits.detail),
  redact: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;
