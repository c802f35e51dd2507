import { expect, it } from 'vitest';
import { Intake, type IntakeOptions } from '../../../collector/intake/intake.ts';
import { StoredBatches } from '../../../collector/intake/stored-batches.ts';

it('stored batches are read again until they are, and whoever waits meanwhile hears of it', async () => {
  const faults: string[] = [];
  let reads = 0;
  const stored = new StoredBatches({
    read: async () => {
      if (reads++ < 2) throw new Error('away');
    },
    onFault: (message) => faults.push(message),
  });
  expect(stored.isRead).toBe(false);
  expect(await stored.within(10_000)).toBe(true);
  expect(stored.isRead).toBe(true);
  expect(faults).toEqual([1, 2].map(() => 'which batches are stored could not be read: away'));
});

it('nobody waits for stored batches for longer than was said, nor after the end', async () => {
  const stored = new StoredBatches({
    read: () => new Promise(() => {}),
    onFault: (message) => expect.unreachable(message),
  });
  expect(await stored.within(1)).toBe(false);
  const waits = stored.within(60_000);
  stored.stop();
  expect(await waits).toBe(false);
});

it('a batch is put off when it cannot be told in time whether it is stored', async () => {
  const intake = new Intake({ stored: { isRead: false, within: async () => false } } as unknown as IntakeOptions);
  expect(await intake.accept(new Uint8Array())).toEqual({ status: 'unavailable' });
});
