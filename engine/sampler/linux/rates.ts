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
  const compared = comparedWith();
  return ({ monotonic, continuous }) => {
    const now = { at: monotonic, devices: read() };
    const rates = before && continuous ? ratesBetween({ at: before.at, devices: compared(before, now) }, now) : null;
    before = now;
    return rates;
  };
}

/**
 * What devices had counted before, with this one case apart: some drivers tell 0 for a reading while an interface is set
 * up anew, and then all that they had told before. What has passed since is more than what they told last, by which such
 * a device is compared; by the 0 it would have moved terabytes in two seconds.
 */
function comparedWith(): (before: Counters, after: Counters) => Counters['devices'] {
  /** Devices whose counters have fallen, with what they had told until then. */
  const fallen = new Map<string, readonly [number, number]>();
  return (before, after) => {
    for (const device of fallen.keys()) if (!after.devices.has(device)) fallen.delete(device);
    const devices = new Map(before.devices);
    for (const [device, [inward, outward]] of after.devices) {
      const last = before.devices.get(device);
      const told = fallen.get(device);
      if (told && inward >= told[0] && outward >= told[1]) {
        devices.set(device, told);
        fallen.delete(device);
      } else if (!told && last && inward < last[0] && outward < last[1]) fallen.set(device, last);
    }
    return devices;
  };
}
