import { describe, expect, it } from 'vitest';
import { suggestedChange, suggestedValue } from '../../../../app/finder/suggested-settings.ts';
import { finderWords } from '../../../../app/finder/words.ts';
import { defaultSettings, settingsSchema } from '../../../../app/settings.ts';

const changed = { ...defaultSettings, theme: 'dark', sidebarVisible: false } as const;

describe('a setting that a suggestion can set', () => {
  it('has a value as its word has it', () => {
    expect(suggestedValue(defaultSettings, 'theme')).toBe('system');
    expect(suggestedValue(changed, 'theme')).toBe('dark');
    expect(suggestedValue(changed, 'sidebarVisible')).toBe('off');
    expect(suggestedValue(defaultSettings, 'sidebarVisible')).toBe('on');
  });

  it('is set to each value of its word, and is then what was said', () => {
    for (const [name, { values }] of Object.entries(finderWords.settings)) {
      if (suggestedValue(defaultSettings, name) === undefined) continue;
      for (const value of values) {
        const change = suggestedChange(name, value);
        expect(Object.keys(change ?? {})).toEqual([name]);
        const after = settingsSchema.parse({ ...defaultSettings, ...change });
        expect(suggestedValue(after, name)).toBe(value);
      }
    }
  });

  it.each([
    ['theme', 'blue'],
    ['theme', ''],
    ['redact', 'off'],
    ['redact', 'on'],
    // Sizes are words of what is shared, and none of what can be set.
    ['sidebarWidth', 'larger'],
    ['history', 'off'],
    ['historyDays', '1'],
    ['keepRecording', 'on'],
    ['constructor', 'on'],
    ['__proto__', 'on'],
    ['nothing', 'on'],
  ])('is no other: %s = %s', (name, value) => {
    expect(suggestedChange(name, value)).toBeUndefined();
    if (name !== 'theme') expect(suggestedValue(defaultSettings, name)).toBeUndefined();
  });
});
