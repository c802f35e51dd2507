import { describe, expect, it } from 'vitest';
import { nextShares } from '../../../../engine/sampler/linux/linux-processes.ts';

const reading = (at: number, used: Record<string, number>) => ({ at, used: new Map(Object.entries(used)) });

describe('shares of a processor', () => {
  const first = nextShares(undefined, reading(0, { a: 1000, b: 500 }), 4);

  it('are not known from one reading', () => {
    expect(first.shares.size).toBe(0);
  });

  it('are the time used since the reading before', () => {
    const { shares } = nextShares(first, reading(1000, { a: 1250, b: 2500 }), 4);
    expect(Object.fromEntries(shares)).toEqual({ a: 25, b: 200 });
  });

  it('count the whole time of a program that began in between', () => {
    expect(nextShares(first, reading(1000, { c: 100 }), 4).shares.get('c')).toBe(10);
  });

  it('are bounded by the processors there are and never negative', () => {
    const { shares } = nextShares(first, reading(1000, { a: 90_000, b: 0 }), 2);
    expect(Object.fromEntries(shares)).toEqual({ a: 200, b: 0 });
  });

  it('have one decimal', () => {
    expect(nextShares(first, reading(3000, { a: 1010 }), 4).shares.get('a')).toBe(0.3);
  });

  it('stand when two readings are too close together', () => {
    const second = nextShares(first, reading(1000, { a: 1500 }), 4);
    const third = nextShares(second, reading(1100, { a: 1600 }), 4);
    expect(third).toBe(second);
    expect(nextShares(third, reading(2000, { a: 1600 }), 4).shares.get('a')).toBe(10);
  });
});
