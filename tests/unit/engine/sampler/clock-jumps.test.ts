import { describe, expect, it } from 'vitest';
import { type Clocks, jumpsBetween } from '../../../../engine/sampler/clock-jumps.ts';

const before: Clocks = { at: 1_700_000_000_000, monotonic: 5000, uptime: 90_000 };
const later = (at: number, monotonic: number, uptime: number): Clocks => ({
  at: before.at + at,
  monotonic: before.monotonic + monotonic,
  uptime: before.uptime + uptime,
});
const causes = (now: Clocks, expected: number | null = 2000) =>
  jumpsBetween(before, now, expected).map(({ cause, milliseconds }) => [cause, milliseconds]);

describe('jumps of the clocks', () => {
  it('are none while time passes as it does', () => {
    expect(causes(later(2000, 2000, 2000))).toEqual([]);
    expect(causes(later(2900, 2000, 2010))).toEqual([]);
    expect(causes(later(9000, 9000, 9000))).toEqual([]);
  });

  it('are a sleep where the system is older than this process has run', () => {
    expect(causes(later(602_000, 2000, 602_000))).toEqual([['asleep', 600_000]]);
    expect(jumpsBetween(before, later(602_000, 2000, 602_000), 2000)[0]).toMatchObject({
      from: before.at,
      to: before.at + 602_000,
    });
  });

  it('are a clock that was set, forth or back', () => {
    expect(causes(later(602_000, 2000, 2000))).toEqual([['clock-set', 600_000]]);
    expect(causes(later(-3_598_000, 2000, 2000))).toEqual([['clock-set', -3_600_000]]);
  });

  it('are both when a clock was set while the computer slept', () => {
    expect(causes(later(4_202_000, 2000, 602_000))).toEqual([
      ['asleep', 600_000],
      ['clock-set', 3_600_000],
    ]);
  });

  it('are an engine that was stopped where it wakes up far too late, as on Windows after a sleep', () => {
    expect(causes(later(120_000, 120_000, 120_000))).toEqual([['held-up', 118_000]]);
    expect(causes(later(120_000, 120_000, 120_000), null)).toEqual([]);
  });

  it('are none where the system does not say how old it is', () => {
    expect(causes(later(2000, 2000, 0))).toEqual([]);
  });
});
