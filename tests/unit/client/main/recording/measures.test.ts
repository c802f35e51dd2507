import { readdirSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import { bucketOf } from '../../../../../client/core/measures/histogram.ts';
import { systemDisk } from '../../../../../client/main/files/disk.ts';
import { MEASURES_WRITE_MS } from '../../../../../client/main/limits.ts';
import { Measures } from '../../../../../client/main/recording/measures.ts';
import { SessionRecorder, sessionHeader } from '../../../../../client/main/recording/recorder.ts';
import { readSessionLog } from '../../../../../client/main/recording/session-log.ts';
import { answered, sampled } from '../../../../../main/engine/measured.ts';
import { largestReports } from '../../../../integration/collector/support/reports.ts';
import { FakeTime, fakeRandomness } from '../../../../support/fakes.ts';
import { finderFormat } from '../../../../support/finder-format.ts';
import { someContext } from '../../../../support/some-context.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const cycle = { milliseconds: 8, failed: false, rows: 300, skipped: 0 };
const none = { operation: [], outcome: [], buckets: [], bucket: [], count: [] };
const MINUTE = 60_000;

let folder: string;
let time: FakeTime;
let measures: Measures;

beforeEach(() => {
  folder = temporaryFolder();
  time = new FakeTime();
  measures = new Measures(time, finder.words, []);
});

/** Begins a session; `writes` counts how often its log has taken measures. */
function begin(run = 1) {
  const header = sessionHeader(
    {
      sessionId: fakeRandomness().uuid(),
      run,
      installation: fakeRandomness().uuid(),
      keyHash: '0'.repeat(64),
      level: 'standard',
      notice: 1,
      session: run,
      context: someContext,
    },
    time.now(),
  );
  const recorder = new SessionRecorder(folder, header, {
    disk: systemDisk,
    clock: time,
    format: finderFormat,
    today: '2026-03-09',
  });
  const written = { operations: 0, errors: 0 };
  measures.begin({
    report: (operations: never) => {
      written.operations++;
      recorder.report(operations);
    },
    failed: (errors: never) => {
      written.errors++;
      recorder.failed(errors);
    },
  } as unknown as SessionRecorder);
  return { written, recorder, reports: () => readSessionLog(systemDisk, recorder.file, finderFormat)?.reports };
}

it('reads back the most that a session can have timed, counted and found wrong', () => {
  const { recorder, reports } = begin();
  const { operations, counts, throughput, errors } = largestReports;
  recorder.report({ operations, counts, throughput });
  recorder.failed({ reports: errors, dropped: 0 });
  expect(reports()).toMatchObject({ operations, counts, throughput, errors });
});

describe('without a session', () => {
  it('nothing is kept and nothing is written', () => {
    measures.operations.record('app.start', 'ok', 700);
    sampled(measures, cycle);
    measures.errors.report(new TypeError('x'), 'uncaught');
    measures.write();
    expect(readdirSync(folder)).toEqual([]);
    const { reports } = begin();
    measures.write();
    expect(reports()).toMatchObject({ operations: { operation: [] }, counts: {}, throughput: {}, errors: [] });
  });

  it('nothing of one session is left for the next', () => {
    begin(1);
    measures.operations.count('ipc.calls', 5);
    measures.errors.report(new TypeError('x'), 'uncaught');
    measures.end();
    const { reports } = begin(2);
    measures.operations.count('ipc.calls', 1);
    measures.write();
    expect(reports()).toMatchObject({ counts: { 'ipc.calls': 1 }, errors: [] });
  });
});

describe('what is measured', () => {
  it('arms no timer', () => {
    begin();
    sampled(measures, cycle);
    measures.absorb({ operations: { operations: none, counts: { 'ipc.calls': 1 }, throughput: {} } });
    expect(time.armed).toBe(0);
  });

  it('is written half a minute after the last time at the earliest, with what happens then', () => {
    const { written, reports } = begin();
    time.advance(MEASURES_WRITE_MS - 1);
    sampled(measures, cycle);
    expect(written.operations).toBe(0);
    time.advance(1);
    sampled(measures, cycle);
    expect(written.operations).toBe(1);
    expect(reports()?.counts).toEqual({ 'finder.rows-sampled': 600 });
    sampled(measures, cycle);
    expect(written.operations).toBe(1);
  });

  it('is written less often the longer the session lasts: a hundredth of its age apart', () => {
    const { written } = begin();
    time.advance(100 * 60 * MINUTE);
    sampled(measures, cycle);
    expect(written.operations).toBe(1);
    time.advance(60 * MINUTE - 1);
    sampled(measures, cycle);
    expect(written.operations).toBe(1);
    // A hundredth of 101 hours and of the part of an hour that passes meanwhile.
    time.advance(MINUTE);
    sampled(measures, cycle);
    expect(written.operations).toBe(2);
  });

  it('holds for the whole session so far each time: after a kill the last writing tells everything until then', () => {
    const { reports } = begin();
    for (let half = 1; half <= 3; half++) {
      time.advance(MEASURES_WRITE_MS);
      measures.operations.record('finder.search', 'ok', 5);
      sampled(measures, cycle);
    }
    sampled(measures, cycle);
    expect(reports()).toMatchObject({
      operations: {
        operation: ['finder.search', 'sampling.cycle'],
        bucket: [bucketOf(5000), bucketOf(8000)],
        count: [3, 3],
      },
      counts: { 'finder.rows-sampled': 900 },
    });
  });

  it('that is a new error is written at once, the same again is not', () => {
    const { written, reports } = begin();
    measures.errors.report(new TypeError('x'), 'uncaught');
    expect(written.errors).toBe(1);
    measures.errors.report(new TypeError('x'), 'uncaught');
    expect(written.errors).toBe(1);
    expect(reports()?.errors).toMatchObject([{ report: { class: 'TypeError' }, count: 1 }]);
    measures.write();
    expect(reports()?.errors).toMatchObject([{ count: 2 }]);
  });

  it('is added up over all windows; what is no report is left out, the rest of it too', () => {
    const { reports } = begin();
    const report = (calls: number) => ({
      operations: {
        operations: { operation: ['view.switch'], outcome: ['ok'], buckets: [1], bucket: [120], count: [2] },
        counts: { 'ipc.calls': calls },
        throughput: {},
      },
    });
    measures.operations.count('ipc.calls', 1);
    measures.absorb(report(10));
    measures.absorb(report(100));
    measures.absorb({ operations: { ...report(1000).operations, more: 1 } });
    measures.absorb({ operations: { ...report(1000).operations, counts: { 'ipc.calls': -1 } } });
    measures.write();
    expect(reports()).toMatchObject({
      operations: { operation: ['view.switch'], bucket: [120], count: [4] },
      counts: { 'ipc.calls': 111 },
    });
  });
});

describe('answers about this device', () => {
  it('are counted as known already or asked for', () => {
    const { reports } = begin();
    answered(measures, { kept: 0, asked: 15 });
    answered(measures, { kept: 15, asked: 0 });
    answered(measures, { kept: 14, asked: 1 });
    measures.write();
    expect(reports()?.counts).toEqual({ 'cache.hits': 29, 'cache.misses': 16 });
  });
});

describe('a look at the running processes', () => {
  it('is timed with its outcome, and its rows and the ones left out are counted', () => {
    const { reports } = begin();
    time.advance(MINUTE / 2);
    sampled(measures, { ...cycle, skipped: 2 });
    sampled(measures, { ...cycle, failed: true, rows: 0 });
    measures.write();
    expect(reports()).toMatchObject({
      operations: { operation: ['sampling.cycle', 'sampling.cycle'], outcome: ['ok', 'failed'] },
      counts: { 'finder.rows-sampled': 300, 'finder.samples-skipped': 2 },
    });
  });

  it('that began before the session is no part of it', () => {
    time.advance(1000);
    const { reports } = begin();
    time.advance(7);
    sampled(measures, cycle);
    measures.write();
    expect(reports()).toMatchObject({ operations: { operation: [] }, counts: {} });
  });

  it('puts its rows into the minute in which it ended; a minute without any counts as one, one that goes on as none', () => {
    const { reports } = begin();
    const looks = [10_000, 59_000, 61_000, 200_000];
    for (const at of looks) {
      time.advance(at - time.monotonic());
      sampled(measures, { ...cycle, rows: 600 });
    }
    measures.write();
    // 1200 rows, 600, none, and the fourth goes on.
    expect(reports()?.throughput).toEqual({ 'below-10k': 1, 'below-1k': 1, none: 1 });
    time.advance(40_000);
    measures.write();
    expect(reports()?.throughput).toEqual({ 'below-10k': 1, 'below-1k': 2, none: 1 });
  });
});
