import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { eachInterval } from '../../../../ui/state/clock.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', new EventTarget());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('ticks, and at once when the page is seen again, until it is stopped', () => {
  let ticks = 0;
  const stop = eachInterval(1000, () => {
    ticks += 1;
  });
  vi.advanceTimersByTime(2500);
  expect(ticks).toBe(2);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(ticks).toBe(3);
  stop();
  vi.advanceTimersByTime(5000);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(ticks).toBe(3);
});
