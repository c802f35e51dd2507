import { describe, expect, it } from 'vitest';
import type { Metrics } from '../../../../app/finder/device.ts';
import type { EngineReport, SamplingCycle } from '../../../../app/finder/engine.ts';
import type { Process } from '../../../../app/finder/process.ts';
import { createSampler } from '../../../../engine/sampler/sampler.ts';
import { FakeTime } from '../../../support/fakes.ts';
import { aProcess } from '../../renderer/processes/processes.ts';

const metrics: Metrics = {
  at: 0,
  cpu: 1,
  memoryUsed: 1,
  memoryTotal: 2,
  diskRead: 0,
  diskWrite: 0,
  networkReceived: 0,
  networkSent: 0,
};

/** A sampler whose reader answers when the test says so. */
function setUp() {
  const time = new FakeTime();
  const reports: EngineReport[] = [];
  const cycles: SamplingCycle[] = [];
  const waiting: { resolve: (processes: Process[]) => void; reject: (error: Error) => void }[] = [];
  const state = { metrics: async (): Promise<Metrics | undefined> => metrics, begun: 0, rested: 0 };
  const sampler = createSampler({
    reader: {
      processes: () => new Promise((resolve, reject) => waiting.push({ resolve, reject })),
      metrics: () => state.metrics(),
      begin: () => {
        state.begun += 1;
      },
      rest: () => {
        state.rested += 1;
      },
    },
    clock: time,
    timers: time,
    report: (report) => reports.push(report),
    onCycle: (cycle) => cycles.push(cycle),
    interval: 5000,
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    time,
    reports,
    cycles,
    sampler,
    state,
    /** Samples in progress. */
    inProgress: () => waiting.length,
    answer: async (processes: Process[] = []) => {
      waiting.shift()?.resolve(processes);
      await settle();
    },
    fail: async (error: Error = new Error('unreadable')) => {
      waiting.shift()?.reject(error);
      await settle();
    },
  };
}

const kinds = (reports: readonly EngineReport[]) => reports.map(({ kind }) => kind);

describe('the sampler', () => {
  it('reports processes and figures at once, half a second later and then every five seconds', async () => {
    const { sampler, time, reports, answer } = setUp();
    sampler.watch();
    await answer();
    expect(kinds(reports)).toEqual(['processes', 'metrics']);
    expect(time.next).toBe(500);
    time.advance(500);
    await answer();
    expect(time.next).toBe(5000);
    time.advance(5000);
    await answer();
    expect(reports).toHaveLength(6);
    expect(reports[4]).toEqual({ kind: 'processes', sample: { at: time.now(), processes: [] } });
  });

  it('never overlaps samples, however slow one is', async () => {
    const { sampler, time, inProgress, answer } = setUp();
    sampler.watch();
    time.advance(60_000);
    sampler.refresh();
    expect(inProgress()).toBe(1);
    await answer();
    expect(inProgress()).toBe(0);
    time.advance(500);
    expect(inProgress()).toBe(1);
    time.advance(7000);
    await answer();
    expect(time.next).toBe(3000);
  });

  it('arms nothing and reads nothing at rest', async () => {
    const { sampler, time, inProgress, answer, state } = setUp();
    sampler.watch();
    await answer();
    sampler.rest();
    expect(time.armed).toBe(0);
    time.advance(60_000);
    expect(inProgress()).toBe(0);
    expect(state).toMatchObject({ begun: 1, rested: 1 });
  });

  it('arms nothing when it was told to rest during a sample', async () => {
    const { sampler, time, answer } = setUp();
    sampler.watch();
    sampler.rest();
    await answer();
    expect(time.armed).toBe(0);
  });

  it('reports one sample for a refresh at rest', async () => {
    const { sampler, time, reports, answer } = setUp();
    sampler.refresh();
    await answer();
    expect(reports).toEqual([]);
    time.advance(500);
    await answer();
    expect(kinds(reports)).toEqual(['processes', 'metrics']);
    expect(time.armed).toBe(0);
  });

  it('reports a part that failed and goes on', async () => {
    const { sampler, time, reports, fail, answer, state } = setUp();
    sampler.watch();
    await fail();
    expect(reports[0]).toEqual({ kind: 'failed', what: 'processes', reason: 'other' });
    state.metrics = () => Promise.reject(new Error('unreadable'));
    time.advance(500);
    await answer();
    expect(kinds(reports).slice(2)).toEqual(['processes', 'failed']);
    expect(reports[3]).toEqual({ kind: 'failed', what: 'metrics', reason: 'other' });
    expect(time.armed).toBe(1);
  });

  it('says why a part failed by the code of the system alone', async () => {
    const { sampler, time, reports, fail } = setUp();
    const coded = (code: string) => Object.assign(new Error(`${code}: no way, open '/proc/1/stat'`), { code });
    const errors = [coded('EACCES'), coded('ENOENT'), coded('ETIMEDOUT'), new SyntaxError('bad'), coded('toString')];
    sampler.watch();
    for (const error of errors) {
      await fail(error);
      time.advance(5000);
    }
    const reasons = reports.flatMap((report) => (report.kind === 'failed' ? report.reason : []));
    expect(reasons).toEqual(['denied', 'missing', 'timeout', 'malformed', 'other']);
    expect(JSON.stringify(reports)).not.toContain('/proc');
  });

  it('says how each look went, of one that is not reported as well', async () => {
    const { sampler, time, reports, cycles, answer, fail } = setUp();
    sampler.refresh();
    time.advance(40);
    await answer([aProcess({ pid: 1 }), aProcess({ pid: 2 })]);
    expect(reports).toEqual([]);
    sampler.watch();
    time.advance(500);
    await fail();
    expect(cycles).toEqual([
      { milliseconds: 40, failed: false, rows: 2, skipped: 0 },
      { milliseconds: 0, failed: true, rows: 0, skipped: 0 },
    ]);
  });

  it('counts the looks that a slow one has left out', async () => {
    const { sampler, time, cycles, answer } = setUp();
    sampler.watch();
    time.advance(12_000);
    await answer();
    expect(cycles).toEqual([{ milliseconds: 12_000, failed: false, rows: 0, skipped: 2 }]);
  });

  it('says nothing of figures that are not known yet', async () => {
    const { sampler, reports, answer, state } = setUp();
    state.metrics = async () => undefined;
    sampler.watch();
    await answer();
    expect(kinds(reports)).toEqual(['processes']);
  });
});
