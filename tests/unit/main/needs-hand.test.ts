import { describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../../../app/settings.ts';
import { needsHand } from '../../../main/needs-hand.ts';

describe('what a page may not set off by itself', () => {
  it.each<[Partial<Settings>]>([
    [{ keepRecording: 'on' }],
    [{ history: false }],
    [{ historyDays: 1 }],
    [{ historyMegabytes: 20 }],
    [{ historyMemory: 64 }],
    [{ excludedPrograms: ['firefox'] }],
    [{ theme: 'dark', excludedPrograms: ['firefox'] }],
  ])('is what removes from the history, or changes what is recorded: %j', (change) => {
    expect(needsHand(change, defaultSettings)).toBe(true);
    // Taking it back is as much a change, but for what is started by the system.
    const { keepRecording: _, ...back } = change;
    if (Object.keys(back).length > 0) expect(needsHand(defaultSettings, { ...defaultSettings, ...back })).toBe(true);
  });

  it('is not how it looks, nor what is set already', () => {
    expect(needsHand({ theme: 'dark', lists: {}, recentSearches: ['a'] }, defaultSettings)).toBe(false);
    expect(needsHand(defaultSettings, defaultSettings)).toBe(false);
    expect(needsHand({ keepRecording: 'on' }, { ...defaultSettings, keepRecording: 'on' })).toBe(false);
    expect(needsHand({ keepRecording: 'off' }, { ...defaultSettings, keepRecording: 'on' })).toBe(false);
  });
});
