import { beforeEach, describe, expect, it } from 'vitest';
import { throttle } from '../../../../../client/page/dialogs/use-unsent.ts';
import { FakeTime } from '../../../../support/fakes.ts';

let time: FakeTime;
let runs: number;
let look: ReturnType<typeof throttle>;

beforeEach(() => {
  time = new FakeTime();
  runs = 0;
  look = throttle({ now: time.monotonic, startTimer: (run, ms) => time.after(ms, run) }, 1000, () => {
    runs += 1;
  });
});

describe('looking again when something has changed', () => {
  it('arms no timer while nothing changes', () => {
    time.advance(60_000);
    expect([time.armed, runs]).toEqual([0, 0]);
  });

  it('is done once for all changes of a second, and not sooner than a second after the last look', () => {
    for (let step = 0; step < 9; step += 1) {
      look.call();
      time.advance(100);
    }
    expect(runs).toBe(0);
    time.advance(100);
    expect([runs, time.armed]).toEqual([1, 0]);
    look.call();
    time.advance(999);
    expect(runs).toBe(1);
    time.advance(1);
    expect(runs).toBe(2);
  });

  it('is done at once after a rest', () => {
    time.advance(5000);
    look.call();
    time.advance(0);
    expect(runs).toBe(1);
  });

  it('ends with the dialog', () => {
    look.call();
    look.stop();
    time.advance(5000);
    expect([runs, time.armed]).toEqual([0, 0]);
  });
});
