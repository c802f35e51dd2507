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

  it('tells nothing of what people search for, run or keep, whatever they set', () => {
    const own: Partial<Settings> = {
      recentSearches: ['user:jane'],
      recentCommands: ['go.ports'],
      excludedPrograms: ['diary'],
      lists: { processes: { columns: ['name'] } },
      scope: 'mine',
      history: false,
      keepRecording: 'on',
      historyDays: 7,
    };
    expect(configurationOf({ ...defaultSettings, ...own })).toEqual({});
  });

  it('knows only what is a setting', () => {
    expect(Object.keys(defaultSettings)).toEqual(expect.arrayContaining(Object.keys(finderWords.settings)));
  });
});
