import { swallowed } from 'candor-client/core';
import type { ValueStore } from 'candor-client/main';
import { z } from 'zod/mini';
import { settingsSchema } from '../app/settings.ts';
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
