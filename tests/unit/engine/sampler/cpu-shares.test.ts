import { describe, expect, it } from 'vitest';
import { createShares, newShare, type Share } from '../../../../engine/sampler/linux/cpu-shares.ts';

/** Programs whose clock ticks the test sets; a tick is 10 ms. */
function setUp(processors = 4) {
  const all: Record<string, { share: Share; cpuTicks: number }> = {};
  const next = createShares(processors, 10);
  return {
    /** One reading; the shares after it. */
    read(monotonic: number, ticks: Record<string, number>, continuous = true) {
      for (const [name, cpuTicks] of Object.entries(ticks)) {
        all[name] = { share: all[name]?.share ?? newShare(), cpuTicks };
      }
      next(Object.values(all), { monotonic, continuous });
      return Object.fromEntries(Object.entries(all).map(([name, { share }]) => [name, share.percent]));
    },
  };
}

describe('shares of a processor', () => {
  it('are not known from one reading', () => {
    expect(setUp().read(0, { a: 100 }, false)).toEqual({ a: 0 });
  });

  it('are the time used since the reading before', () => {
    const { read } = setUp();
    read(0, { a: 100, b: 50 }, false);
    expect(read(1000, { a: 125, b: 250 })).toEqual({ a: 25, b: 200 });
  });

  it('count the whole time of a program that began in between', () => {
    const { read } = setUp();
    read(0, { a: 100 }, false);
    expect(read(1000, { a: 100, c: 10 })).toEqual({ a: 0, c: 10 });
  });

  it('are none yet for one that cannot have begun in between, because it used more than there was', () => {
    const { read } = setUp(2);
    read(0, { a: 100 }, false);
    expect(read(1000, { a: 100, old: 50_000 })).toEqual({ a: 0, old: 0 });
    expect(read(2000, { a: 100, old: 50_050 })).toEqual({ a: 0, old: 50 });
  });

  it('are bounded by the processors there are and never negative', () => {
    const { read } = setUp(2);
    read(0, { a: 100, b: 100 }, false);
    expect(read(1000, { a: 9000, b: 0 })).toEqual({ a: 200, b: 0 });
  });

  it('have one decimal', () => {
    const { read } = setUp();
    read(0, { a: 0 }, false);
    expect(read(3000, { a: 1 })).toEqual({ a: 0.3 });
  });

  it('stand when two readings are too close together, and the time between is not lost', () => {
    const { read } = setUp();
    read(0, { a: 0 }, false);
    expect(read(1000, { a: 50 })).toEqual({ a: 50 });
    expect(read(1100, { a: 60 })).toEqual({ a: 50 });
    expect(read(2000, { a: 60 })).toEqual({ a: 10 });
  });

  it('stand across a sleep, after which they begin anew', () => {
    const { read } = setUp();
    read(0, { a: 0 }, false);
    read(1000, { a: 50 });
    expect(read(1200, { a: 9000 }, false)).toEqual({ a: 50 });
    expect(read(2200, { a: 9010 })).toEqual({ a: 10 });
  });
});
