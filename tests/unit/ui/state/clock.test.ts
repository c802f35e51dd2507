import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { eachInterval } from '../../../../ui/state/clock.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('ticks while the page is seen, and at once when it is seen again, until it is stopped', () => {
  let ticks = 0;
  const stop = eachInterval(1000, () => {
    ticks += 1;
  });
  vi.advanceTimersByTime(2500);
  expect(ticks).toBe(2);
  show('hidden');
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(10_000);
  expect(ticks).toBe(2);
  show('visible');
  expect(ticks).toBe(3);
  vi.advanceTimersByTime(1000);
  expect(ticks).toBe(4);
  stop();
  vi.advanceTimersByTime(5000);
  show('visible');
  expect(ticks).toBe(4);
});

it('arms nothing in a page that is hidden from the beginning', () => {
  show('hidden');
  eachInterval(1000, () => {});
  expect(vi.getTimerCount()).toBe(0);
});

function show(state: DocumentVisibilityState): void {
  Object.assign(document, { visibilityState: state });
  document.dispatchEvent(new Event('visibilitychange'));
}
