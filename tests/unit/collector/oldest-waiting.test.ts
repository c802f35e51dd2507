import { expect, it } from 'vitest';
import { OldestWaiting } from '../../../collector/metrics/oldest-waiting.ts';

const at = (offset: number, segment = 1) => ({ segment, offset });

it('the oldest batch that is not loaded has waited since it came, within a second', () => {
  let now = 0;
  const oldest = new OldestWaiting(() => now, at(0));
  expect(oldest.age(at(0))).toBe(0);
  now = 5000;
  oldest.added(at(100));
  now = 5500;
  oldest.added(at(200));
  now = 9000;
  oldest.added(at(300));
  now = 10_000;
  expect(oldest.age(at(0))).toBe(5);
  expect(oldest.age(at(100))).toBe(5);
  expect(oldest.age(at(200))).toBe(1);
  expect(oldest.age(at(300))).toBe(0);
});

it('what an earlier run left has waited since the start of this one, at least', () => {
  let now = 1000;
  const oldest = new OldestWaiting(() => now, at(700, 3));
  now = 4000;
  oldest.added(at(50, 4));
  expect(oldest.age(at(20, 2))).toBe(3);
  expect(oldest.age(at(700, 3))).toBe(0);
});
