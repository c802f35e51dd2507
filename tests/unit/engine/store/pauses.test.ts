import { describe, expect, it } from 'vitest';
import { judgePause } from '../../../../engine/store/pauses.ts';

const before = { at: 1_000_000_000, monotonic: 5000, sinceBoot: 90_000, cadence: 2000 };
const later = (wall: number, monotonic: number, sinceBoot: number | null = null) => ({
  at: before.at + wall,
  monotonic: before.monotonic + monotonic,
  sinceBoot: sinceBoot === null ? null : before.sinceBoot + sinceBoot,
  cadence: 2000,
});

describe('the time between two readings', () => {
  it.each([
    ['as planned', later(2000, 2000, 2000), { shift: 0, gap: null }],
    ['somewhat late', later(5900, 5900, 5900), { shift: 0, gap: null }],
    ['the engine stood still', later(7000, 7000, 7000), { shift: 0, gap: 'off' }],
    ['asleep for an hour', later(3_602_000, 2000, 3_602_000), { shift: 0, gap: 'asleep' }],
    ['asleep, where nothing counts sleep', later(3_602_000, 2000), { shift: 0, gap: 'asleep' }],
    ['clock set an hour forwards', later(3_602_000, 2000, 2000), { shift: 3_600_000, gap: 'off' }],
    ['clock set an hour back', later(-3_598_000, 2000, 2000), { shift: -3_600_000, gap: null }],
    ['clock set back, where nothing counts sleep', later(-3_598_000, 2000), { shift: -3_600_000, gap: null }],
    ['clock set forwards by three seconds', later(5000, 2000), { shift: 3000, gap: null }],
    ['asleep and set back', later(1000, 2000, 3_602_000), { shift: -3_601_000, gap: 'asleep' }],
    ['slewed', later(2040, 2000, 2000), { shift: 0, gap: null }],
  ] as const)('%s', (_, now, expected) => {
    expect(judgePause(before, now)).toMatchObject(expected);
  });

  it('is never negative, even when the monotonic clock is not', () => {
    expect(judgePause(before, later(2000, -500)).elapsed).toBe(0);
  });
});
