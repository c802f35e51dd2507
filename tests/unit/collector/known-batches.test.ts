import { expect, it } from 'vitest';
import { KnownBatches, keyOf } from '../../../collector/intake/known-batches.ts';

const sender = 'ab'.repeat(32);
const numbered = (number: number) => ({ batch: `00000000-0000-8000-8000-${String(number).padStart(12, '0')}`, sender });

it('known batches are forgotten oldest first, and the newest half of the capacity never', () => {
  const known = new KnownBatches(100);
  for (let number = 0; number < 1000; number++) known.add(numbered(number));
  for (let number = 950; number < 1000; number++) expect(known.has(numbered(number))).toBe(true);
  expect(
    Array.from({ length: 1000 }, (_, number) => known.has(numbered(number))).filter(Boolean).length,
  ).toBeLessThanOrEqual(100);
  expect(known.has(numbered(0))).toBe(false);
  expect(known.has(numbered(1000))).toBe(false);
});

it('an id is known of its own sender alone', () => {
  const known = new KnownBatches(100);
  known.add(numbered(1));
  expect(known.has({ ...numbered(1), sender: 'cd'.repeat(32) })).toBe(false);
});

it('many are known at once, as when they are added one after the other', async () => {
  const all = Array.from({ length: 5000 }, (_, number) => numbered(number));
  const [known, alone] = [new KnownBatches(6000), new KnownBatches(6000)];
  await known.addAll(Buffer.concat(all.map(keyOf)));
  for (const batch of all) alone.add(batch);
  const tell = (of: KnownBatches) => all.map((batch) => of.has(batch));
  expect(tell(known)).toEqual(tell(alone));
  expect(tell(known).filter(Boolean)).toHaveLength(5000);
});
