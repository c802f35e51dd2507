import { describe, expect, it } from 'vitest';
import type { Batch, Remembered } from '../../../../engine/store/recorded.ts';
import { Recorder } from '../../../../engine/store/recorder.ts';
import { DAY, HOUR, MINUTE, NOON, SECOND, SimulatedComputer } from './simulated-computer.ts';

const nothing: Remembered = { seen: null, boot: null, highestRun: 0, runs: [], things: [] };

function recorderOf(remembered = nothing, excluded: readonly string[] = []): Recorder {
  return new Recorder(remembered, (name) => excluded.includes(name));
}

function setUp(start = NOON) {
  const computer = new SimulatedComputer(start);
  const recorder = recorderOf();
  const observe = recorder.observe.bind(recorder);
  computer.start('init', { memory: 1024 ** 2 });
  return { computer, recorder, observe, run: (milliseconds: number) => computer.run(milliseconds, observe) };
}

const named = (batch: Batch, name: string) => batch.runs.filter((run) => run.name === name);

describe('the clock', () => {
  it('set forwards or back kills nothing, and leaves durations as they are', () => {
    for (const by of [10 * MINUTE, -10 * MINUTE, 3 * DAY, -3 * DAY, -DAY / 2 - MINUTE]) {
      const { computer, recorder, run } = setUp();
      const server = computer.start('server', { started: 0 });
      run(30 * SECOND);
      computer.time.setClock(computer.time.now() + by);
      run(30 * SECOND);
      computer.end(server);
      run(2 * SECOND);
      const batch = recorder.take(true);
      const pieces = named(batch, 'server');
      const last = pieces.at(-1);
      expect(pieces.filter(({ resumes }) => resumes === null)).toHaveLength(1);
      const duration = Number(last?.ended) - Number(last?.first);
      // A run whose piece began on a later day than the clock has now ends with that piece, at the latest.
      if (by > -DAY / 2) expect(Math.abs(duration - 59 * SECOND)).toBeLessThanOrEqual(2 * SECOND);
      expect(duration).toBeGreaterThanOrEqual(0);
      for (const row of [...batch.runs, ...batch.openRuns]) {
        expect(row.begins).toBeGreaterThanOrEqual(row.first);
        expect(row.last).toBeGreaterThanOrEqual(row.begins);
      }
      expect(named(batch, 'init').filter(({ resumes }) => resumes === null)).toEqual([]);
    }
  });

  it('set back over midnight leaves one piece of a day that has one already', () => {
    const { computer, recorder, run } = setUp(NOON + 12 * HOUR - 10 * SECOND);
    run(20 * SECOND);
    computer.time.setClock(computer.time.now() - HOUR);
    run(2 * MINUTE);
    const pieces = named(recorder.take(true), 'init');
    expect(pieces).toHaveLength(1);
  });

  it('that went on while the computer slept makes a gap of that name, and no deaths', () => {
    const { computer, recorder, run } = setUp();
    run(20 * SECOND);
    computer.sleep(8 * HOUR);
    run(20 * SECOND);
    const batch = recorder.take(true);
    expect(batch.gaps).toEqual([
      { begins: NOON + 20 * SECOND, ends: NOON + 8 * HOUR + 22 * SECOND, reason: 'asleep', source: null },
    ]);
    expect(batch.runs).toEqual([]);
    expect(batch.minutes.every(({ lived }) => lived <= MINUTE)).toBe(true);
  });

  it('is not asked when somebody says that the computer goes to sleep', () => {
    const { computer, recorder, run } = setUp();
    run(20 * SECOND);
    recorder.sleep();
    computer.time.advance(HOUR);
    run(2 * SECOND);
    expect(recorder.take(true).gaps).toMatchObject([{ reason: 'asleep' }]);
  });

  it('leaves the end of what vanished meanwhile unknown', () => {
    const { computer, recorder, run } = setUp();
    const lost = computer.start('lost');
    run(20 * SECOND);
    computer.sleep(HOUR);
    computer.end(lost);
    run(4 * SECOND);
    expect(named(recorder.take(true), 'lost')).toMatchObject([{ last: NOON + 20 * SECOND, ended: null }]);
  });

  it('that says nonsense is passed over', () => {
    const { computer, recorder, observe, run } = setUp();
    run(4 * SECOND);
    for (const at of [Number.NaN, -5, 0]) observe({ ...computer.read(), at });
    run(2 * SECOND);
    const batch = recorder.take(true);
    expect([batch.runs, batch.gaps, batch.seen]).toEqual([[], [], NOON + 6 * SECOND]);
  });
});

describe('a pause', () => {
  it('of more than three cadences is a gap, a shorter one is not', () => {
    const { computer, recorder, observe, run } = setUp();
    run(10 * SECOND);
    computer.time.advance(6 * SECOND);
    observe(computer.read());
    expect(recorder.take(true).gaps).toEqual([]);
    computer.time.advance(7 * SECOND);
    observe(computer.read());
    expect(recorder.take(true).gaps).toMatchObject([
      { reason: 'off', begins: NOON + 16 * SECOND, ends: NOON + 23 * SECOND },
    ]);
  });

  it('is judged by the slower of two cadences', () => {
    const { computer, recorder, run, observe } = setUp();
    run(10 * SECOND);
    computer.cadence = 30 * SECOND;
    computer.time.advance(30 * SECOND);
    observe(computer.read());
    expect(recorder.take(true).gaps).toEqual([]);
  });
});
