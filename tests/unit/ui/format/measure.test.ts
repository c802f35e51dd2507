import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../../../../client/core/texts/catalogues.ts';
import { byteRate, bytes, count, measureText, percent, wholePercent } from '../../../../ui/format/format.ts';

afterEach(() => setLanguage('en'));

const written = (measure: { value: string; unit: string }) => `${measure.value} ${measure.unit}`;

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1024, '1.00 KiB'],
    [12_641, '12.3 KiB'],
    [1_023_385, '999 KiB'],
    [1_023_488, '0.98 MiB'],
    [128_974_848, '123 MiB'],
    [1_213_341_696, '1.13 GiB'],
    [25_769_803_776, '24.0 GiB'],
    [5_497_558_138_880_000, '5,000 TiB'],
  ])('%d bytes are %s', (value, text) => {
    expect(written(bytes(value))).toBe(text);
  });

  it.each([
    [14, '14 B/s'],
    [3_584, '3.5 KiB/s'],
    [92_274_688, '88 MiB/s'],
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
    expect(measureText(bytes(2_097_152))).toBe('2.00\u00a0MiB');
    expect(measureText(percent(5))).toBe('5.0%');
    expect(measureText({ value: 'x', unit: '' })).toBe('x');
  });
});

describe('in Italian', () => {
  it('numbers have a comma, and a point for thousands', () => {
    setLanguage('it', 'it-IT');
    expect(written(percent(12.34))).toBe('12,3 %');
    expect(written(bytes(1_213_341_696))).toBe('1,13 GiB');
    expect(written(byteRate(3_584))).toBe('3,5 KiB/s');
    expect(count(12_345)).toBe('12.345');
  });
});
