import type { Settings } from '../settings.ts';
import { finderWords } from './words.ts';

/**
 * Settings that a suggestion can set, by what their words say of them: one of a list, or on and off. No other, whatever a file says: what
 * is shown or kept of a person is theirs to choose, so `redact` is none of them.
 */
const chosen = ['theme', 'density'] as const;
const switched = ['sidebarVisible', 'detailVisible', 'pathBarVisible'] as const;

const isIn = <T extends string>(names: readonly T[], name: string): name is T =>
  (names as readonly string[]).includes(name);

/**
 * What such a setting is now, as its word has it.
 * @returns `undefined` for one that no suggestion sets, such as a size in pixels, and for what is no setting.
 */
export function suggestedValue(settings: Settings, name: string): string | undefined {
  if (isIn(chosen, name)) return settings[name];
  if (isIn(switched, name)) return settings[name] ? 'on' : 'off';
  return undefined;
}

/** The change that sets it, and nothing else. @returns `undefined` for a setting or a value that is none of those. */
export function suggestedChange(name: string, value: string): Partial<Settings> | undefined {
  if (isIn(chosen, name)) return isIn(finderWords.settings[name].values, value) ? { [name]: value } : undefined;
  if (isIn(switched, name)) {
    return isIn(finderWords.settings[name].values, value) ? { [name]: value === 'on' } : undefined;
  }
  return undefined;
}
