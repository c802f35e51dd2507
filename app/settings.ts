import type { WriteFailure } from 'candor-client/core';
import { z } from 'zod/mini';
import { finderWords } from './finder/words.ts';
import { isSmallJson } from './small-json.ts';

const themes = finderWords.settings.theme.values;
const densities = finderWords.settings.density.values;

/** Narrowest and widest panes, in pixels. */
export const paneLimits = { sidebar: { min: 160, max: 480 }, detail: { min: 240, max: 640 } } as const;

/** What the history may take: days kept, megabytes on the disk, megabytes of memory while it is asked. */
export const historyLimits = {
  days: { min: 1, max: 30 },
  megabytes: { min: 20, max: 2000 },
  memory: { min: 64, max: 1024 },
} as const;

/** Programs that can be left out of the history, and characters of a name. */
export const MAX_EXCLUDED = 200;
export const MAX_PROGRAM_NAME = 255;

/** Searches and commands that are remembered. */
export const MAX_RECENT = 50;

const within = ({ min, max }: { min: number; max: number }) => z.int().check(z.gte(min), z.lte(max));

/** What all lists together may hold: five with all their columns hold some 300 values. */
const MOST_OF_LISTS = { values: 5000, characters: 100_000, depth: 8 } as const;

/** How a list is set up: its columns, widths, order and shape, as the grid keeps them. */
const listStateSchema = z.record(z.string().check(z.maxLength(40)), z.unknown());

/** What people set; kept in main, mirrored in each window. */
export const settingsSchema = z.strictObject({
  theme: z.enum(themes),
  density: z.enum(densities),
  sidebarVisible: z.boolean(),
  detailVisible: z.boolean(),
  pathBarVisible: z.boolean(),
  sidebarWidth: within(paneLimits.sidebar),
  detailWidth: within(paneLimits.detail),
  redact: z.boolean(),
  /** Which processes the list shows. */
  scope: z._default(z.enum(['all', 'mine', 'apps']), 'all'),
  /** By view; read by the grid, which takes what it knows of it. */
  lists: z._default(
    z
      .record(z.string().check(z.maxLength(40)), listStateSchema)
      .check(z.refine((lists) => isSmallJson(lists, MOST_OF_LISTS))),
    {},
  ),
  recentSearches: z._default(z.array(z.string().check(z.maxLength(4096))).check(z.maxLength(MAX_RECENT)), []),
  recentCommands: z._default(z.array(z.string().check(z.maxLength(60))).check(z.maxLength(MAX_RECENT)), []),
  /** Whether what is read is kept while Candor is open. */
  history: z._default(z.boolean(), true),
  historyDays: z._default(within(historyLimits.days), 30),
  historyMegabytes: z._default(within(historyLimits.megabytes), 200),
  historyMemory: z._default(within(historyLimits.memory), 128),
  /** Names of programs that are not recorded. */
  excludedPrograms: z._default(
    z.array(z.string().check(z.minLength(1), z.maxLength(MAX_PROGRAM_NAME))).check(z.maxLength(MAX_EXCLUDED)),
    [],
  ),
  /** Whether recording goes on while no window is open, and begins at login. */
  keepRecording: z._default(z.enum(['not-asked', 'on', 'off']), 'not-asked'),
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
  scope: 'all',
  lists: {},
  recentSearches: [],
  recentCommands: [],
  history: true,
  historyDays: 30,
  historyMegabytes: 200,
  historyMemory: 128,
  excludedPrograms: [],
  keepRecording: 'not-asked',
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
