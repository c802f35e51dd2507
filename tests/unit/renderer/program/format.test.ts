import { describe, expect, it } from 'vitest';
import { formatBytes, formatSeconds, formatUtcDay, regionalLocale } from '../../../../renderer/program/format.ts';

describe('numbers and dates', () => {
  it('are in the language of the texts, as the region of the user writes them', () => {
    expect(regionalLocale('it-IT')).toBe('en-IT');
    expect(regionalLocale('it')).toBe('en-IT');
    expect(regionalLocale('zh-Hant-TW')).toBe('en-TW');
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
