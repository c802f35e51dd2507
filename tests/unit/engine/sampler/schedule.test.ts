import { describe, expect, it } from 'vitest';
import { QUICK_PAIR_MS } from '../../../../engine/limits.ts';
import { atRest, type Schedule, step } from '../../../../engine/sampler/schedule.ts';

const INTERVAL = 5000;
const watched: Schedule = { ...atRest, watching: true };

describe('the schedule of samples', () => {
  it('samples at once when somebody watches, and again soon for CPU figures', () => {
    const first = step(atRest, 'watch', 0, INTERVAL);
    expect(first).toMatchObject({ sample: 'report', timer: 'off' });
    const done = step(first.schedule, 'done', 20, INTERVAL);
    expect(done).toMatchObject({ sample: 'no', timer: QUICK_PAIR_MS });
    const second = step(done.schedule, 'due', 520, INTERVAL);
    expect(second).toMatchObject({ sample: 'report' });
    expect(step(second.schedule, 'done', 540, INTERVAL)).toMatchObject({ sample: 'no', timer: INTERVAL - 20 });
  });

  it('watches once, however often it is told', () => {
    expect(step(watched, 'watch', 0, INTERVAL)).toEqual({ schedule: watched, sample: 'no', timer: 'keep' });
  });

  it('arms nothing at rest, whatever was under way', () => {
    const sampling = step(atRest, 'watch', 0, INTERVAL).schedule;
    const resting = step(sampling, 'rest', 5, INTERVAL);
    expect(resting).toMatchObject({ sample: 'no', timer: 'off' });
    expect(step(resting.schedule, 'done', 20, INTERVAL)).toEqual({ schedule: atRest, sample: 'no', timer: 'off' });
  });

  it('never begins a sample while one is in progress', () => {
    const sampling: Schedule = { ...watched, sampling: true };
    for (const event of ['due', 'watch', 'refresh', 'rest'] as const) {
      expect(step(sampling, event, 9000, INTERVAL).sample).toBe('no');
    }
  });

  it.each([
    [100, 4900],
    [4999, 1],
    [5000, 5000],
    [7000, 3000],
    [12_000, 3000],
  ])('a sample of %i ms is followed after %i ms, on the beat', (took, wait) => {
    const sampling: Schedule = { ...watched, sampling: true, began: 1000 };
    expect(step(sampling, 'done', 1000 + took, INTERVAL).timer).toBe(wait);
  });

  it('refreshes at once while watching, and after the sample in progress', () => {
    expect(step(watched, 'refresh', 0, INTERVAL).sample).toBe('report');
    const asked = step({ ...watched, sampling: true }, 'refresh', 0, INTERVAL).schedule;
    expect(step(asked, 'done', 10, INTERVAL).sample).toBe('report');
  });

  it('takes a pair for a refresh at rest and reports only the second, whose CPU figures are of the present', () => {
    const first = step(atRest, 'refresh', 0, INTERVAL);
    expect(first.sample).toBe('baseline');
    const done = step(first.schedule, 'done', 20, INTERVAL);
    expect(done.timer).toBe(QUICK_PAIR_MS);
    const second = step(done.schedule, 'due', 520, INTERVAL);
    expect(second.sample).toBe('report');
    expect(step(second.schedule, 'done', 540, INTERVAL)).toMatchObject({ sample: 'no', timer: 'off' });
  });

  it('lets the second sample of a pair answer a refresh: earlier it would have no CPU figures', () => {
    const armed: Schedule = { ...watched, pair: 'armed' };
    expect(step(armed, 'refresh', 0, INTERVAL)).toEqual({ schedule: armed, sample: 'no', timer: 'keep' });
    const wanted: Schedule = { ...watched, sampling: true, pair: 'wanted' };
    expect(step(wanted, 'refresh', 0, INTERVAL)).toEqual({ schedule: wanted, sample: 'no', timer: 'keep' });
  });

  it('goes on with a pair when somebody begins to watch in it', () => {
    const armed: Schedule = { ...atRest, pair: 'armed' };
    expect(step(armed, 'watch', 0, INTERVAL)).toEqual({
      schedule: { ...armed, watching: true },
      sample: 'no',
      timer: 'keep',
    });
  });

  it('follows a sample that was in progress when somebody began to watch with a pair', () => {
    const sampling: Schedule = { ...atRest, sampling: true };
    const { schedule } = step(sampling, 'watch', 0, INTERVAL);
    expect(step(schedule, 'done', 10, INTERVAL).timer).toBe(QUICK_PAIR_MS);
  });
});
