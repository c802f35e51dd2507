import { Closer } from '../../../../collector/rollups/closer.ts';
import { SoleWatermark } from '../../../../collector/rollups/watermarks.ts';
import { soleLease } from '../../../../collector/state/lease.ts';
import type { Storage } from '../../../../collector/storage/storage.ts';

/** What a closer works on, with a clock that a test sets, in days since 1970-01-01. */
export async function closing(storage: Storage, today: number) {
  const clock = { day: today };
  const faults: string[] = [];
  const open = async () => {
    const closer = new Closer({
      closes: true,
      storage,
      watermarks: new SoleWatermark(),
      lease: soleLease,
      adoptErased: async () => {},
      clock: () => clock.day * 86_400_000 + 1,
      settled: async () => {},
      onFault: (message) => faults.push(message),
    });
    await closer.open();
    return closer;
  };
  return { clock, faults, open, closer: await open() };
}
