import { describe, expect, it } from 'vitest';
import { givenDay, utcDay } from '../../../../../client/main/recording/utc-day.ts';

describe('the UTC day', () => {
  it.each([
    [Date.UTC(2026, 2, 9, 23, 59), '2026-03-09'],
    [Date.UTC(1999, 11, 31), '2000-01-01'],
    [Date.UTC(2150, 0, 1), '2099-12-31'],
  ])('of %d is %s', (time, day) => {
    expect(utcDay(time)).toBe(day);
  });
});

describe('the day by which fields expire', () => {
  it('can be given only to a build that is not packaged', () => {
    const environment = { CANDOR_TODAY: '2031-01-01' };
    expect(givenDay(false, environment)).toBe('2031-01-01');
    expect(givenDay(true, environment)).toBeUndefined();
    expect(givenDay(true, { CANDOR_TODAY: 'nonsense' })).toBeUndefined();
  });

  it('is the clock’s when none is given', () => {
    expect(givenDay(false, {})).toBeUndefined();
    expect(givenDay(false, { CANDOR_TODAY: '' })).toBeUndefined();
  });

  it.each(['tomorrow', '2031-1-1', '2031-02-29', '2031-13-01', '2031-01-01T00:00:00Z', '1999-12-31', '2100-01-01'])(
    'is not %s',
    (given) => {
      expect(() => givenDay(false, { CANDOR_TODAY: given })).toThrow(`CANDOR_TODAY is a day of this century`);
    },
  );
});
