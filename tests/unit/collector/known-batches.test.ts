import { expect, it } from 'vitest';
import { KnownBatches } from '../../../collector/intake/known-batches.ts';

it('known batches are forgotten oldest first, and the newest half of the capacity never', () => {
  const known = new KnownBatches(100);
  for (let number = 0; number < 1000; number++) known.add(String(number));
  for (let number = 950; number < 1000; number++) expect(known.has(String(number))).toBe(true);
  expect(
    Array.from({ length: 1000 }, (_, number) => known.has(String(number))).filter(Boolean).length,
  ).toBeLessThanOrEqual(100);
  expect(known.has('0')).toBe(false);
  expect(known.has('1000')).toBe(false);
});
