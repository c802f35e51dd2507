import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covering, endedBy, periodOf } from '../../../../collector/rollups/periods.ts';

const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;

describe('periods', () => {
  it('are days, weeks from Monday to Sunday, and months of the calendar', () => {
    const wednesday = day('2028-03-01');
    expect(periodOf('day', wednesday)).toEqual({ kind: 'day', from: wednesday, to: wednesday });
    expect(periodOf('week', wednesday)).toEqual({ kind: 'week', from: day('2028-02-28'), to: day('2028-03-05') });
    expect(periodOf('month', day('2028-02-29'))).toEqual({
      kind: 'month',
      from: day('2028-02-01'),
      to: day('2028-02-29'),
    });
  });

  it('end with a closed day, also when no batches came on their last days', () => {
    expect(endedBy(day('2026-11-29'), day('2026-11-28')).map(({ kind }) => kind)).toEqual(['week']);
    expect(endedBy(day('2026-11-30'), day('2026-11-29')).map(({ kind }) => kind)).toEqual(['month']);
    expect(endedBy(day('2026-11-28'), day('2026-11-27'))).toEqual([]);
    expect(endedBy(day('2027-03-03'), day('2026-11-27'))).toEqual([
      periodOf('week', day('2026-11-27')),
      periodOf('month', day('2026-11-27')),
    ]);
    expect(endedBy(day('2026-11-28'), 0)).toEqual([]);
  });

  it('that hold a day with batches are all made, whatever the days between', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 20_000, max: 20_400 }), { minLength: 1, maxLength: 30 }), (days) => {
        const sorted = [...days].sort((a, b) => a - b);
        const last = sorted.at(-1) ?? 0;
        const made = sorted.flatMap((closed, index) => endedBy(closed, sorted[index - 1] ?? 0));
        const names = made.map(({ kind, from }) => `${kind} ${from}`);
        expect(new Set(names).size).toBe(names.length);
        for (const kind of ['week', 'month'] as const) {
          for (const one of sorted) {
            const { from, to } = periodOf(kind, one);
            expect(names.includes(`${kind} ${from}`)).toBe(to <= last);
          }
        }
      }),
    );
  });

  it('cover a range with each day once, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20_000, max: 20_800 }), fc.nat(500), fc.nat(600), (from, length, through) => {
        const to = from + length;
        const periods = covering({ from, to }, (period) => period.to <= from + through);
        expect(periods[0]?.from).toBe(from);
        expect(periods.at(-1)?.to).toBe(to);
        for (const [index, period] of periods.slice(1).entries())
          expect(period.from).toBe((periods[index]?.to ?? 0) + 1);
      }),
    );
  });

  it('do not spoil a month by a week that crosses its beginning', () => {
    const periods = covering({ from: day('2026-11-23'), to: day('2026-12-31') }, () => true);
    expect(periods.map(({ kind }) => kind)).toEqual(['week', 'day', 'month']);
  });

  it('cover a year with its twelve months', () => {
    const periods = covering({ from: day('2026-01-01'), to: day('2026-12-31') }, () => true);
    expect(periods.map(({ kind }) => kind)).toEqual(new Array(12).fill('month'));
  });
});
