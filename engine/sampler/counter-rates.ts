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
export function ratesBetween(before: Counters, after: Counters): [inward: number, outward: number] {
  const seconds = (after.at - before.at) / 1000;
  if (seconds <= 0) return [0, 0];
  let inward = 0;
  let outward = 0;
  for (const [device, [afterIn, afterOut]] of after.devices) {
    const [beforeIn, beforeOut] = before.devices.get(device) ?? [afterIn, afterOut];
    inward += Math.max(0, afterIn - beforeIn);
    outward += Math.max(0, afterOut - beforeOut);
  }
  return [Math.round(inward / seconds), Math.round(outward / seconds)];
}
