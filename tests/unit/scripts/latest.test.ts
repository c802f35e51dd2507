import { beforeEach, describe, expect, it, vi } from 'vitest';
import { latest } from '../../../scripts/dev/app-runs.ts';

describe('what is done with the latest changes', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  it('is done once for changes that come together', async () => {
    const action = vi.fn(async () => {});
    const changed = latest(action, 30, () => {});
    changed();
    await vi.advanceTimersByTimeAsync(20);
    changed();
    await vi.advanceTimersByTimeAsync(100);
    expect(action).toHaveBeenCalledTimes(1);
  });

  it('is done once more, and not beside itself, for all that came while it was done', async () => {
    let finish = () => {};
    const action = vi.fn(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    const changed = latest(action, 30, () => {});
    changed();
    await vi.advanceTimersByTimeAsync(30);
    changed();
    changed();
    await vi.advanceTimersByTimeAsync(100);
    expect(action).toHaveBeenCalledTimes(1);
    finish();
    await vi.advanceTimersByTimeAsync(100);
    expect(action).toHaveBeenCalledTimes(2);
  });

  it('is done with the next change although it failed with the last', async () => {
    const failed = vi.fn();
    const action = vi.fn(async () => {
      throw new Error('no disk');
    });
    const changed = latest(action, 30, failed);
    changed();
    await vi.advanceTimersByTimeAsync(30);
    changed();
    await vi.advanceTimersByTimeAsync(30);
    expect([action.mock.calls.length, failed.mock.calls.length]).toEqual([2, 2]);
  });
});
