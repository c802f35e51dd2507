import { describe, expect, it } from 'vitest';
import type { Gap } from '../../../../app/finder/history.ts';
import { gapOf, layGaps } from '../../../../engine/store/gaps.ts';

const gap = (from: number, to: number, reason: Gap['reason'], source?: string): Gap => ({
  from,
  to,
  reason,
  ...(source ? { source } : {}),
});

describe('gaps', () => {
  it('that touch the range are told whole, and those outside of it left out', () => {
    const gaps = [gap(0, 10, 'off'), gap(20, 30, 'asleep'), gap(40, 50, 'off')];
    expect(layGaps(gaps, { from: 5, to: 25 })).toEqual([gap(0, 10, 'off'), gap(20, 30, 'asleep')]);
    expect(layGaps(gaps, { from: 10, to: 20 })).toEqual([]);
  });

  it('are told as far as they explain the range', () => {
    const gaps = [gap(0, 100, 'off'), gap(40, 60, 'asleep')];
    expect(layGaps(gaps, { from: 70, to: 80 })).toEqual([gap(60, 100, 'off')]);
  });

  it('lie over none other: what explains more is told, and what is left of the other around it', () => {
    const gaps = [gap(0, 100, 'off'), gap(40, 60, 'down', '/var/log/wtmp')];
    expect(layGaps(gaps, { from: 0, to: 100 })).toEqual([
      gap(0, 40, 'off'),
      gap(40, 60, 'down', '/var/log/wtmp'),
      gap(60, 100, 'off'),
    ]);
  });

  it('become one when they follow each other for the same reason', () => {
    const gaps = [gap(10, 20, 'off'), gap(0, 10, 'off'), gap(15, 40, 'off')];
    expect(layGaps(gaps, { from: 0, to: 100 })).toEqual([gap(0, 40, 'off')]);
  });

  it('of a reason that this version does not know are times that were not recorded', () => {
    expect(gapOf({ begins: 1, ends: 2, reason: 'eclipse', source: null })).toEqual(gap(1, 2, 'off'));
  });
});
