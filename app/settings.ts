import { z } from 'zod/mini';

export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['compact', 'default', 'comfortable'] as const;

const pixels = (min: number, max: number) => z.int().check(z.gte(min), z.lte(max));

/** What people set about the app's looks; kept in main, mirrored in each window. */
export const settingsSchema = z.strictObject({
  theme: z.enum(themes),
  density: z.enum(densities),
  sidebarVisible: z.boolean(),
  detailVisible: z.boolean(),
  pathBarVisible: z.boolean(),
  sidebarWidth: pixels(160, 480),
  detailWidth: pixels(240, 640),
  redact: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  theme: 'system',
  density: 'default',
  sidebarVisible: true,
  detailVisible: true,
  pathBarVisible: true,
  sidebarWidth: 220,
  detailWidth: 320,
  redact: false,
};
