import { describe, expect, it } from 'vitest';
import { isLate, LATE_AFTER } from '../../../../renderer/path-bar/late.ts';

const fresh = { at: 100_000, shownSince: 0, now: 101_000, engine: 'running' } as const;

describe('data that is no longer updating', () => {
  it('is what has not been read for several readings, and no more once it is read again', () => {
    const now = fresh.at + LATE_AFTER;
    expect(isLate({ ...fresh, now })).toBe(false);
    expect(isLate({ ...fresh, now: now + 1 })).toBe(true);
    expect(isLate({ ...fresh, at: now, now: now + 1 })).toBe(false);
  });

  it('is all data while the engine does not work', () => {
    for (const engine of ['stalled', 'restarting', 'stopped'] as const) expect(isLate({ ...fresh, engine })).toBe(true);
  });

  it('is not what nobody looked at until now', () => {
    const now = fresh.at + 60 * 60_000;
    expect(isLate({ ...fresh, shownSince: now - 1000, now })).toBe(false);
    expect(isLate({ ...fresh, shownSince: now - LATE_AFTER - 1, now })).toBe(true);
  });
});
