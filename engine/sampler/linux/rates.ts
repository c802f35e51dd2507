import type { Moment, Rates } from '../source.ts';

/** Counters that only grow, such as bytes read, of several devices at one moment. */
export interface Counters {
  /** Monotonic milliseconds. */
  readonly at: number;
  /** Bytes in each direction since the device appeared, by device. */
  readonly devices: ReadonlyMap<string, readonly [inward: number, outward: number]>;
}

/**
 * Bytes a second in each direction, over all devices. Compared device by device: one that was unplugged or whose
 * counter began again must not take away from the others.
 */
export function ratesBetween(before: Counters, after: Counters): Rates | null {
  const seconds = (after.at - before.at) / 1000;
  if (seconds <= 0) return null;
  let inward = 0;
  let outward = 0;
  for (const [device, [afterIn, afterOut]] of after.devices) {
    const [beforeIn, beforeOut] = before.devices.get(device) ?? [afterIn, afterOut];
    inward += Math.max(0, afterIn - beforeIn);
    outward += Math.max(0, afterOut - beforeOut);
  }
  return { inward: Math.round(inward / seconds), outward: Math.round(outward / seconds) };
}

/** Rates from one reading of counters to the next; `null` for the first, and across a sleep. */
export function createRates(
  read: () => Counters['devices'],
): (moment: Pick<Moment, 'monotonic' | 'continuous'>) => Rates | null {
  let before: Counters | undefined;
  return ({ monotonic, continuous }) => {
    const now = { at: monotonic, devices: read() };
    const rates = before && continuous ? ratesBetween(before, now) : null;
    before = now;
    return rates;
  };
}
