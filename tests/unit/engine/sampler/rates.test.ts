import { describe, expect, it } from 'vitest';
import { createRates, ratesBetween } from '../../../../engine/sampler/linux/rates.ts';

const counters = (at: number, devices: Record<string, [number, number]>) => ({
  at,
  devices: new Map(Object.entries(devices)),
});

describe('rates of counters', () => {
  it('are bytes a second over all devices', () => {
    const before = counters(0, { a: [0, 100], b: [1000, 0] });
    expect(ratesBetween(before, counters(2000, { a: [4000, 300], b: [1000, 50] }))).toEqual({
      inward: 2000,
      outward: 125,
    });
  });

  it('do not suffer from devices that come, go or begin again', () => {
    const before = counters(0, { gone: [9e9, 9e9], again: [5000, 5000], same: [0, 0] });
    const after = counters(1000, { again: [10, 10], same: [100, 200], come: [7e9, 7e9] });
    expect(ratesBetween(before, after)).toEqual({ inward: 100, outward: 200 });
  });

  it('are not known in no time', () => {
    expect(ratesBetween(counters(5, { a: [0, 0] }), counters(5, { a: [9, 9] }))).toBeNull();
  });

  it('are those of the time between, where a counter tells 0 once and then goes on', () => {
    const values: [number, number][] = [
      [5e12, 1e12],
      [0, 0],
      [5e12 + 3000, 1e12 + 500],
      [5e12 + 4000, 1e12 + 500],
      [10, 10],
      [1010, 10],
    ];
    const read = createRates(() => new Map([['ppp0', values.shift() ?? [0, 0]]]));
    const rates = Array.from({ length: 6 }, (_, at) => read({ monotonic: at * 1000, continuous: true }));
    expect(rates.map((rate) => rate?.inward)).toEqual([undefined, 0, 3000, 1000, 0, 1000]);
  });

  it('are not known across a sleep', () => {
    const values: [number, number][] = [
      [0, 0],
      [1000, 0],
      [1500, 0],
    ];
    const read = createRates(() => new Map([['a', values.shift() ?? [0, 0]]]));
    expect(read({ monotonic: 0, continuous: true })).toBeNull();
    expect(read({ monotonic: 1000, continuous: false })).toBeNull();
    expect(read({ monotonic: 2000, continuous: true })).toEqual({ inward: 500, outward: 0 });
  });
});
