import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../../../../client/core/texts/catalogues.ts';
import { age, duration, fullMoment, minuteMoment, shortMoment, span } from '../../../../ui/format/format.ts';

afterEach(() => setLanguage('en'));

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('ages', () => {
  it.each([
    [-5 * SECOND, 'just now'],
    [999, 'just now'],
    [2 * SECOND, '2 s ago'],
    [59_999, '59 s ago'],
    [MINUTE, '1 min ago'],
    [3 * HOUR, '3 h ago'],
    [50 * HOUR, '2 d ago'],
  ])('%d ms are %s', (ms, text) => {
    expect(age(ms)).toBe(text);
  });
});

describe('spans', () => {
  it.each([
    [0, '0 s'],
    [45 * SECOND, '45 s'],
    [5 * MINUTE, '5 min'],
    [2 * HOUR + 5 * MINUTE, '2 h 5 min'],
    [76 * HOUR, '3 d 4 h'],
    [HOUR, '1 h'],
    [72 * HOUR, '3 d'],
  ])('%d ms are %s', (ms, text) => {
    expect(span(ms)).toBe(text);
  });
});

describe('durations', () => {
  it.each([
    [0, '0.0\u00a0s'],
    [400, '0.4\u00a0s'],
    [12_340, '12.3\u00a0s'],
    [4 * MINUTE + 5 * SECOND, '4 min 5 s'],
    [2 * HOUR + 5 * MINUTE, '2 h 5 min'],
  ])('%d ms are %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('moments of a minute', () => {
  it('have their day when that is another', () => {
    const noon = new Date(2026, 2, 9, 12).getTime();
    expect(minuteMoment(noon - HOUR, noon)).not.toMatch(/Mar/);
    expect(minuteMoment(noon - 30 * HOUR, noon)).toMatch(/Mar/);
  });
});

describe('moments in a table', () => {
  it('are a time alone on the same day, and a day and time otherwise', () => {
    const noon = new Date(2026, 2, 9, 12).getTime();
    expect(shortMoment(noon - HOUR, noon)).not.toMatch(/Mar/);
    expect(shortMoment(noon - 30 * HOUR, noon)).toMatch(/Mar/);
  });
});

describe('in Italian', () => {
  it('ages, spans and moments are Italian', () => {
    setLanguage('it', 'it-IT');
    expect([age(0), age(3 * HOUR), span(76 * HOUR)]).toEqual(['adesso', '3 h fa', '3 g 4 h']);
    expect(fullMoment(new Date(2026, 2, 9, 15, 4, 5).getTime())).toMatch(/^9 mar 2026,? (?:alle ore )?15:04:05$/);
  });
});
