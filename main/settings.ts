import { isDeepStrictEqual } from 'node:util';
import { type Configuration, swallowed } from 'candor-client/core';
import type { ValueStore } from 'candor-client/main';
import { z } from 'zod/mini';
import { finderWords } from '../app/finder/words.ts';
import { defaultSettings, type Settings, settingsSchema } from '../app/settings.ts';
import { placementSchema } from './window/placement.ts';

/** The settings file: what people set, and what main remembers for itself. */
const storedSettingsSchema = z.extend(settingsSchema, {
  /** Where the last window stood. */
  placement: z.optional(placementSchema),
  /** Sessions that people have had with this profile, as far as they were counted. */
  sessions: z.optional(z.int().check(z.gte(0))),
  /** The system was told to start the app at login, and to do so no longer where it says otherwise now. */
  startsAtLogin: z.optional(z.boolean()),
});
export type StoredSettings = z.infer<typeof storedSettingsSchema>;

export const isStoredSettings = (value: unknown): value is StoredSettings =>
  storedSettingsSchema.safeParse(value).success;

/** The settings with those that a file from an earlier version does not have. */
export function withDefaults(store: ValueStore<StoredSettings>): ValueStore<StoredSettings> {
  return { ...store, get: () => ({ ...defaultSettings, ...store.get() }) };
}

/** The part of the settings file that windows see. */
export function shownSettings({
  placement: _,
  sessions: __,
  startsAtLogin: ___,
  ...settings
}: StoredSettings): Settings {
  return settings;
}

/**
 * Changes settings, and waits for the disk only if they are others than before: a window is closed with each quit. A disk
 * that refuses costs the memory of looks, never the app.
 */
export function remember(store: ValueStore<StoredSettings>, change: Partial<StoredSettings>): void {
  try {
    const before = store.get();
    const after = { ...before, ...change };
    if (!isDeepStrictEqual(before, after)) store.set(after);
  } catch (error) {
    swallowed('store', 'remember', error);
    // Said nowhere: a window that does not close because its place cannot be stored would be worse.
  }
}

/** Which settings differ from the default, as closed values. A value of no list, from a damaged file, is left out. */
export function configurationOf(settings: Settings): Configuration {
  const names = Object.keys(finderWords.settings) as (keyof typeof finderWords.settings)[];
  const changed = names.flatMap((name): [string, string][] => {
    if (settings[name] === defaultSettings[name]) return [];
    const value = closedValue(settings[name], defaultSettings[name]);
    return (finderWords.settings[name].values as readonly string[]).includes(value) ? [[name, value]] : [];
  });
  return Object.fromEntries(changed);
}

function closedValue(value: string | number | boolean, standard: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return value < Number(standard) ? 'smaller' : 'larger';
  return value;
}
