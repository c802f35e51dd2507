import { describe, expect, it } from 'vitest';
import type { ListTopic } from '../../../app/finder/live.ts';
import { createLiveLists } from '../../../engine/live/live-lists.ts';
import { FakeTime } from '../../support/fakes.ts';

function setUp() {
  const time = new FakeTime();
  const refreshed: (readonly ListTopic[])[] = [];
  const live = createLiveLists((topics) => refreshed.push(topics), time.monotonic, time);
  return { time, refreshed, live };
}
const row = { key: 'a', name: 'x' };

describe('the lists as they were read last', () => {
  it('are given to questions, with what has changed for windows', () => {
    const { live } = setUp();
    expect(live.lists.processes).toEqual([]);
    expect(live.take('processes', [row], 5)).toMatchObject({ whole: true, changed: [row], sequence: 1 });
    expect(live.take('processes', [], 6)).toMatchObject({ whole: false, gone: ['a'], sequence: 2 });
    live.take('ports', [row], 7);
    expect(live.lists.ports).toEqual([row]);
  });

  it('give the whole with the number of the last message, so that no other window misses one', () => {
    const { live } = setUp();
    expect(live.whole('units')).toMatchObject({ whole: true, changed: [], sequence: 0 });
    live.take('units', [row], 5);
    expect(live.whole('units')).toMatchObject({ whole: true, changed: [row], sequence: 1, at: 5 });
    expect(live.take('units', [row], 6)).toMatchObject({ sequence: 2 });
  });

  it('are read for a question when they are stale, and only then', async () => {
    const { live, refreshed, time } = setUp();
    const asked = live.fresh(['processes', 'ports']);
    expect(refreshed).toEqual([['processes', 'ports']]);
    live.take('processes', [row], 1);
    live.take('ports', [row], 1);
    await asked;
    await live.fresh(['processes']);
    expect(refreshed).toHaveLength(1);
    time.advance(3000);
    const again = live.fresh(['ports']);
    live.take('ports', [], 2);
    await again;
    expect(refreshed.at(-1)).toEqual(['ports']);
    expect(time.armed).toBe(0);
  });

  it('are not waited for when they cannot be read', async () => {
    const { live, time } = setUp();
    const asked = live.fresh(['ports']);
    live.lost('ports');
    await asked;
    expect(time.armed).toBe(0);
  });

  it('are waited for two seconds at most', async () => {
    const { live, time } = setUp();
    const asked = live.fresh(['connections']);
    time.advance(2000);
    await asked;
    expect(time.armed).toBe(0);
  });
});
