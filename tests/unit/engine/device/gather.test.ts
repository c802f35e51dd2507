import { describe, expect, it } from 'vitest';
import type { KeptAnswers } from '../../../../app/finder/engine.ts';
import { createGatherer } from '../../../../engine/device/gather.ts';
import type { DeviceSources, ReadingName } from '../../../../engine/device/readings.ts';
import { FakeTime } from '../../../support/fakes.ts';
import { laptop } from './readings.ts';

const DEADLINE = 1200;

/** Sources that answer at once, but for those given. */
function setUp(special: Partial<Record<ReadingName, () => unknown>> = {}) {
  const time = new FakeTime();
  const reads: string[] = [];
  const names = Object.keys(laptop) as ReadingName[];
  const sources = Object.fromEntries(
    names.map((name) => [
      name,
      {
        label: `source of ${name}`,
        read: () => {
          reads.push(name);
          return special[name] ? special[name]() : laptop[name];
        },
      },
    ]),
  ) as unknown as DeviceSources;
  const asked: KeptAnswers[] = [];
  const onAsked = (answers: KeptAnswers) => asked.push(answers);
  return {
    time,
    reads,
    asked,
    gather: createGatherer({ sources, clock: time, timers: time, deadline: DEADLINE, onAsked }),
  };
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('gathering what is known of the device', () => {
  it('answers as soon as every source has', async () => {
    const { gather, time } = setUp();
    const { os, cpu } = await gather();
    expect(os).toEqual({ label: 'source of os', late: false, value: laptop.os, readAt: time.now() });
    expect(cpu.value).toBe(laptop.cpu);
    expect(time.armed).toBe(0);
  });

  it('goes without a source that fails, at once or later', async () => {
    const { gather } = setUp({
      os: () => {
        throw new Error('unreadable');
      },
      cpu: () => Promise.reject(new Error('unreadable')),
    });
    const { os, cpu, bios } = await gather();
    expect([os.value, cpu.value, bios.value]).toEqual([undefined, undefined, laptop.bios]);
  });

  it('leaves at the deadline; a late answer is in the next one', async () => {
    let answer = (_: unknown) => {};
    const { gather, time, reads } = setUp({ graphics: () => new Promise((resolve) => (answer = resolve)) });
    const first = gather();
    await settle();
    time.advance(DEADLINE);
    expect((await first).graphics).toMatchObject({ value: undefined, late: true });
    const second = gather();
    answer(laptop.graphics);
    expect((await second).graphics).toMatchObject({ value: laptop.graphics, late: false });
    expect(reads.filter((name) => name === 'graphics')).toHaveLength(1);
  });

  it('says at once how many answers were kept and how many had to be asked for', async () => {
    let answer = (_: unknown) => {};
    const { gather, time, asked } = setUp({ graphics: () => new Promise((resolve) => (answer = resolve)) });
    const all = Object.keys(laptop).length;
    const first = gather();
    expect(asked).toEqual([{ kept: 0, asked: all }]);
    await settle();
    time.advance(DEADLINE);
    await first;
    const second = gather();
    // The slow one is being read still.
    expect(asked[1]).toEqual({ kept: all - 1, asked: 0 });
    answer(laptop.graphics);
    await second;
    time.advance(60_000);
    const third = gather();
    expect(asked[2]).toEqual({ kept: 0, asked: all });
    time.advance(DEADLINE);
    await third;
  });

  it('keeps answers for a minute', async () => {
    const { gather, time, reads } = setUp();
    await gather();
    time.advance(59_999);
    await gather();
    expect(reads).toHaveLength(Object.keys(laptop).length);
    time.advance(1);
    await gather();
    expect(reads).toHaveLength(2 * Object.keys(laptop).length);
  });

  it('tells of each answer when it was given, also of one that was kept, was late or came before the clock was set', async () => {
    let answer = (_: unknown) => {};
    const { gather, time } = setUp({ graphics: () => new Promise((resolve) => (answer = resolve)) });
    const began = time.now();
    const first = gather();
    await settle();
    time.advance(DEADLINE);
    const { os, graphics } = await first;
    expect([os.readAt, graphics.readAt]).toEqual([began, null]);
    time.advance(10_000);
    answer(laptop.graphics);
    await settle();
    time.advance(20_000);
    time.setClock(time.now() + 3_600_000);
    const later = await gather();
    expect(later.os.readAt).toBe(time.now() - 30_000 - DEADLINE);
    expect(later.graphics.readAt).toBe(time.now() - 20_000);
    time.advance(30_000);
    const again = gather();
    answer(laptop.graphics);
    const { os: anew, graphics: kept } = await again;
    expect(anew.readAt).toBe(time.now());
    expect(kept.readAt).toBe(time.now() - 50_000);
  });

  it('gives up a source that never answers and asks it again', async () => {
    const { gather, time, reads } = setUp({ graphics: () => new Promise(() => {}) });
    const first = gather();
    time.advance(30_000);
    await first;
    await settle();
    const second = gather();
    expect(reads.filter((name) => name === 'graphics')).toHaveLength(2);
    time.advance(DEADLINE);
    // Or who waits for what is late would wait for ever.
    expect((await second).graphics.late).toBe(false);
  });
});
