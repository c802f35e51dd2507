import type { WriteFailure } from 'candor-client/core';
import { z } from 'zod/mini';
import { finderWords } from './finder/words.ts';

const themes = finderWords.settings.theme.values;
const densities = finderWords.settings.density.values;

/** Narrowest and widest panes, in pixels. */
export const paneLimits = { sidebar: { min: 160, max: 480 }, detail: { min: 240, max: 640 } } as const;

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

/** The settings as main has them. Answers and events overtake each other: one with a smaller revision is older. */
export interface SettingsState {
  /** Changes since the app started. */
  readonly revision: number;
  readonly settings: Settings;
}

/** The settings after a change; with `failure` they are those from before it, because it could not be kept. */
export interface SettingsAnswer extends SettingsState {
  readonly failure?: WriteFailure | undefined;
}
