import { type Configuration, swallowed } from 'candor-client/core';
import type { ValueStore } from 'candor-client/main';
import { z } from 'zod/mini';
import { finderWords } from '../app/finder/words.ts';
import { defaultSettings, type Settings, settingsSchema } from '../app/settings.ts';
import { placementSchema } from './window/placement.ts';

/** The settings file: what people set, and where the last window stood. */
const storedSettingsSchema = z.extend(settingsSchema, { placement: z.optional(placementSchema) });
export type StoredSettings = z.infer<typeof storedSettingsSchema>;

export const isStoredSettings = (value: unknown): value is StoredSettings =>
  storedSettingsSchema.safeParse(value).success;

/** Changes settings. A disk that refuses costs the memory of looks, never the app. */
export function remember(store: ValueStore<StoredSettings>, change: Partial<StoredSettings>): void {
  try {
    store.set({ ...store.get(), ...change });
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
