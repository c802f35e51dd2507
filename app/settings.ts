import type { Settings } from './settings-schema.ts';

export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['compact', 'default', 'comfortable'] as const;

/** Narrowest and widest panes, in pixels. */
export const paneLimits = { sidebar: { min: 160, max: 480 }, detail: { min: 240, max: 640 } } as const;

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
