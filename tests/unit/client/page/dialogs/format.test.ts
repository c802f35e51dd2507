import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../../../../../client/core/texts/catalogues.ts';
import {
  countryName,
  formatBytes,
  formatSeconds,
  formatUtcDay,
  languageName,
} from '../../../../../client/page/dialogs/format.ts';

afterEach(() => setLanguage('en'));

describe('numbers and dates', () => {
  it('are in the language of the texts, as the region of the user writes them', () => {
    setLanguage('en', 'en-IT');
    expect(formatUtcDay('2026-03-09')).toBe('9 Mar 2026');
    setLanguage('en', 'en-US');
    expect(formatUtcDay('2026-03-09')).toBe('Mar 9, 2026');
    setLanguage('it', 'it-CH');
    expect(formatUtcDay('2026-03-09')).toMatch(/^9 mar(?:zo)? 2026$/);
    expect([formatBytes(612), countryName('CH'), languageName('it')]).toEqual(['612 byte', 'Svizzera', 'italiano']);
  });

  it('shows a UTC day as that day wherever the computer is', () => {
    expect(formatUtcDay('2026-03-09')).toContain('9');
    expect(formatUtcDay('2026-03-09')).toContain('2026');
  });

  it('shows sizes in bytes and times in minutes', () => {
    expect(formatBytes(1)).toBe('1 byte');
    expect(formatBytes(612)).toBe('612 bytes');
    expect([0, 7, 187, 3787].map(formatSeconds)).toEqual(['0:00', '0:07', '3:07', '1:03:07']);
  });
});
