import { describe, expect, it } from 'vitest';
import { Turns } from '../../../collector/storage/chdb/turns.ts';
import { StorageUnavailable } from '../../../collector/storage/storage.ts';

describe('turns', () => {
  it('come one after the other, in the order in which they were asked for', async () => {
    const turns = new Turns();
    const order: number[] = [];
    const first = await turns.take();
    const others = [1, 2, 3].map(async (number) => {
      const release = await turns.take();
      order.push(number);
      release();
    });
    expect(order).toEqual([]);
    first();
    await Promise.all(others);
    expect(order).toEqual([1, 2, 3]);
    (await turns.take())();
  });

  it('are refused when too many wait, and when the wait is too long', async () => {
    const turns = new Turns({ most: 1, waitMs: 1 });
    const release = await turns.take();
    const waiting = turns.take();
    await expect(turns.take()).rejects.toThrow(StorageUnavailable);
    await expect(waiting).rejects.toThrow(StorageUnavailable);
    release();
    (await turns.take())();
  });

  it('are not for whoever has left, before or while waiting', async () => {
    const turns = new Turns();
    const [left, leaving] = [AbortSignal.abort(), new AbortController()];
    await expect(turns.take(left)).rejects.toBe(left.reason);
    const release = await turns.take();
    const waiting = turns.take(leaving.signal);
    const next = turns.take();
    leaving.abort();
    await expect(waiting).rejects.toBe(leaving.signal.reason);
    release();
    (await next)();
  });
});
