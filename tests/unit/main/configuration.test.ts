import { describe, expect, it } from 'vitest';
import { finderWords } from '../../../app/finder/words.ts';
import { defaultSettings, type Settings } from '../../../app/settings.ts';
import type { Configuration } from '../../../client/core/registry/registry.ts';
import { configurationOf } from '../../../main/settings.ts';

describe('the configuration', () => {
  it.each<[string, Partial<Settings>, Configuration]>([
    ['nothing by default', {}, {}],
    ['a choice by its name', { theme: 'dark', density: 'compact' }, { theme: 'dark', density: 'compact' }],
    ['a switch as on or off', { redact: true, sidebarVisible: false }, { redact: 'on', sidebarVisible: 'off' }],
    [
      'a size as its direction',
      { sidebarWidth: 221, detailWidth: 241 },
      { sidebarWidth: 'larger', detailWidth: 'smaller' },
    ],
  ])('tells %s', (_, change, expected) => {
    expect(configurationOf({ ...defaultSettings, ...change })).toEqual(expected);
  });

  it('tells nothing of a value or a setting that is in no list', () => {
    const odd = { ...defaultSettings, theme: 'jane.doe', favourites: ['/home/jane'] } as unknown as Settings;
    expect(configurationOf(odd)).toEqual({});
  });

  it('knows every setting', () => {
    expect(Object.keys(finderWords.settings).sort()).toEqual(Object.keys(defaultSettings).sort());
  });
});
