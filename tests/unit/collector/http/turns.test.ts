import { describe, expect, it } from 'vitest';
import { Busy, Turns } from '../../../../collector/http/turns.ts';

const never = new AbortController().signal;

/** Work that ends when it is told to, and the order in which it began. */
function atWork(turns: Turns) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const take = (name: string, id: string, signal = never) =>
    turns.take(name, signal, () => {
      begun.push(id);
      return new Promise<string>((resolve) => ends.set(id, () => resolve(id)));
    });
  const end = async (id: string) => {
    ends.get(id)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { begun, take, end };
}

describe('turns', () => {
  it('let so many at work at a time, and give each its own result', async () => {
    const { begun, take, end } = atWork(new Turns({ atOnce: 2, waiting: 10, waitingEach: 10 }));
    const all = ['1', '2', '3'].map((id) => take('a', id));
    expect(begun).toEqual(['1', '2']);
    await end('2');
    expect(begun).toEqual(['1', '2', '3']);
    await end('1');
    await end('3');
    expect(await Promise.all(all)).toEqual(['1', '2', '3']);
  });

  it('come to whoever has few waiting as soon as to whoever has many', async () => {
    const { begun, take, end } = atWork(new Turns({ atOnce: 1, waiting: 100, waitingEach: 100 }));
    for (let id = 0; id < 50; id++) void take('many', `m${id}`);
    void take('few', 'f0');
    void take('few', 'f1');
    for (const id of ['m0', 'm1', 'f0', 'm2', 'f1', 'm3']) await end(id);
    expect(begun).toEqual(['m0', 'm1', 'f0', 'm2', 'f1', 'm3', 'm4']);
  });

  it('are refused when too many wait, of one or of all', async () => {
    const { take } = atWork(new Turns({ atOnce: 1, waiting: 3, waitingEach: 2 }));
    for (const id of ['1', '2', '3']) void take('a', id);
    await expect(take('a', '4')).rejects.toThrow(Busy);
    void take('b', '5');
    await expect(take('c', '6')).rejects.toThrow(Busy);
  });

  it('leave their place when nobody waits any more', async () => {
    const { begun, take, end } = atWork(new Turns({ atOnce: 1, waiting: 2, waitingEach: 2 }));
    void take('a', '1');
    const gone = new AbortController();
    const second = take('a', '2', gone.signal);
    void take('b', '3');
    gone.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    void take('c', '4');
    await expect(take('a', '5', gone.signal)).rejects.toThrow('gone');
    await end('1');
    await end('3');
    expect(begun).toEqual(['1', '3', '4']);
  });

  it('go on after one that failed', async () => {
    const turns = new Turns({ atOnce: 1, waiting: 2, waitingEach: 2 });
    const failed = turns.take('a', never, () => Promise.reject(new Error('failed')));
    const next = turns.take('a', never, async () => 'done');
    await expect(failed).rejects.toThrow('failed');
    expect(await next).toBe('done');
  });
});
