import { describe, expect, it } from 'vitest';
import { createWatchdog } from '../../../../main/engine/watchdog.ts';
import { FakeTime } from '../../../support/fakes.ts';

function setUp() {
  const time = new FakeTime();
  const pings: number[] = [];
  let stalled = 0;
  const watchdog = createWatchdog(
    time,
    (id) => pings.push(id),
    () => {
      stalled += 1;
    },
  );
  return { time, pings, watchdog, stalled: () => stalled };
}

describe('the watchdog', () => {
  it('asks again and again of a process that answers', () => {
    const { time, pings, watchdog, stalled } = setUp();
    for (let round = 1; round <= 20; round++) {
      time.advance(3000);
      expect(pings.at(-1)).toBe(round);
      watchdog.answered(round);
    }
    expect(stalled()).toBe(0);
  });

  it('says within 12 s that a process has stopped answering, once', () => {
    const { time, watchdog, stalled } = setUp();
    time.advance(3000);
    watchdog.answered(1);
    time.advance(11_999);
    expect(stalled()).toBe(0);
    time.advance(1);
    expect(stalled()).toBe(1);
    time.advance(60_000);
    expect(stalled()).toBe(1);
    expect(time.armed).toBe(0);
  });

  it('forgives a process that answers late', () => {
    const { time, watchdog, stalled } = setUp();
    time.advance(3000);
    time.advance(8000);
    watchdog.answered(1);
    time.advance(6000);
    expect(stalled()).toBe(0);
  });

  it('watches no more when it was stopped', () => {
    const { time, watchdog, stalled } = setUp();
    watchdog.stop();
    time.advance(60_000);
    expect(stalled()).toBe(0);
    expect(time.armed).toBe(0);
  });
});
