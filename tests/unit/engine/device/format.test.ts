import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../../engine/device/fact-rules.ts';

const english = createFormat('en-GB', 'UTC');
const german = createFormat('de', 'UTC');

describe('values for people', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [25_276_502_016, '25.3 GB'],
    [4_000_787_030_016, '4 TB'],
    [9e18, '9,000 PB'],
  ])('%i bytes are %s', (bytes, text) => {
    expect(english.bytes(bytes)).toBe(text);
  });

  it.each([
    [512, '512 B'],
    [1_310_720, '1.25 MiB'],
    [8_589_934_592, '8 GiB'],
  ])('%i bytes of memory are %s', (bytes, text) => {
    expect(english.memorySize(bytes)).toBe(text);
  });

  it('follow the region', () => {
    expect(german.bytes(1_500_000_000)).toBe('1,5\u00a0GB');
    expect(german.gigahertz(4.7)).toBe('4,7 GHz');
    expect(german.day('2022-04-01')).toBe('01.04.2022');
    expect(german.percent(82)).toBe('82\u00a0%');
    expect(english.moment(Date.UTC(2026, 0, 31, 8, 5))).toBe('31 Jan 2026, 08:05');
  });

  it('have units of their own for links and displays', () => {
    expect(english.megabitsPerSecond(100)).toBe('100 Mb/s');
    expect(english.megabitsPerSecond(2500)).toBe('2.5 Gb/s');
    expect(english.hertz(59.94)).toBe('59.9 Hz');
  });

  it('leave a date alone that is none', () => {
    expect(english.day('04/2022')).toBe('04/2022');
  });
});
