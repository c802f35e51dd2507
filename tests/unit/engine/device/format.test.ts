import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../../engine/device/fact-rules.ts';

const english = createFormat('en-GB', 'UTC');
const german = createFormat('de', 'UTC');

describe('values for people', () => {
  it.each([
    [0, '0 B'],
    [1000, '1,000 B'],
    [1024, '1 KiB'],
    [1_310_720, '1.25 MiB'],
    [25_769_803_776, '24 GiB'],
    [4_000_787_030_016, '3.64 TiB'],
    [9e18, '7,994 PiB'],
  ])('%i bytes are %s', (bytes, text) => {
    expect(english.bytes(bytes)).toBe(text);
  });

  it('say how much of something is used in words, not as a fraction', () => {
    expect(english.usedOf(33_608_340_000, 290_984_034_304)).toBe('31.3 GiB of 271 GiB used');
  });

  it('follow the region', () => {
    expect(german.bytes(1_610_612_736)).toBe('1,5 GiB');
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
