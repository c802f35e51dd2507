import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../../../../client/core/texts/catalogues.ts';
import { byteRate, bytes, count, measureText, percent, wholePercent } from '../../../../ui/format/format.ts';

afterEach(() => setLanguage('en'));

const written = (measure: { value: string; unit: string }) => `${measure.value} ${measure.unit}`;

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.00 kB'],
    [12_345, '12.3 kB'],
    [999_400, '999 kB'],
    [999_500, '1.00 MB'],
    [123_456_789, '123 MB'],
    [1_132_000_000, '1.13 GB'],
    [9_996_000, '10.0 MB'],
    [5_000_000_000_000_000, '5,000 TB'],
  ])('%d bytes are %s', (value, text) => {
    expect(written(bytes(value))).toBe(text);
  });

  it.each([
    [14, '14 B/s'],
    [3_456, '3.5 kB/s'],
    [87_654_321, '88 MB/s'],
  ])('%d bytes a second are %s', (value, text) => {
    expect(written(byteRate(value))).toBe(text);
  });
});

describe('shares', () => {
  it('are given to a tenth, or whole', () => {
    expect(written(percent(12.34))).toBe('12.3 %');
    expect(written(wholePercent(12.34))).toBe('12 %');
  });
});

describe('a measure as text', () => {
  it('has its unit at a distance that does not break, but a percent sign at the number', () => {
    expect(measureText(bytes(2_000_000))).toBe('2.00\u00a0MB');
    expect(measureText(percent(5))).toBe('5.0%');
    expect(measureText({ value: 'x', unit: '' })).toBe('x');
  });
});

describe('in Italian', () => {
  it('numbers have a comma, and a point for thousands', () => {
    setLanguage('it', 'it-IT');
    expect(written(percent(12.34))).toBe('12,3 %');
    expect(written(bytes(1_132_000_000))).toBe('1,13 GB');
    expect(written(byteRate(3_456))).toBe('3,5 kB/s');
    expect(count(12_345)).toBe('12.345');
  });
});
