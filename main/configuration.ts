import { type Configuration, configurationValues } from 'candor-client/core';
import type { Settings } from '../app/settings.ts';
import { defaultSettings } from '../app/settings.ts';

/** Which settings differ from the default, as closed values. A value of no list, from a damaged file, is left out. */
export function configurationOf(settings: Settings): Configuration {
  const names = Object.keys(configurationValues) as (keyof Settings)[];
  const changed = names.flatMap((name): [string, string][] => {
    if (settings[name] === defaultSettings[name]) return [];
    const value = closedValue(settings[name], defaultSettings[name]);
    return (configurationValues[name] as readonly string[]).includes(value) ? [[name, value]] : [];
  });
  return Object.fromEntries(changed);
}

function closedValue(value: string | number | boolean, standard: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return value < Number(standard) ? 'smaller' : 'larger';
  return value;
}
