import type { Metrics } from '../../../../app/finder/device.ts';

/** Readings of a quiet computer, as far as a test says nothing else. */
export function metrics(parts: Partial<Metrics> = {}): Metrics {
  return {
    at: 0,
    cpu: 5,
    memoryUsed: 500,
    memoryTotal: 1000,
    diskRead: 0,
    diskWrite: 0,
    networkReceived: 0,
    networkSent: 0,
    pressure: null,
    ...parts,
  };
}
