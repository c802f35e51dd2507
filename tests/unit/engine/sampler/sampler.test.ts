import { describe, expect, it } from 'vitest';
import type { Topic } from '../../../../app/finder/live.ts';
import type { Process } from '../../../../app/finder/process.ts';
import { SOURCE_GIVEN_UP_MS } from '../../../../engine/limits.ts';
import { createSampler, type SamplerReport } from '../../../../engine/sampler/sampler.ts';
import { nobody } from '../../../../engine/sampler/schedule.ts';
import type { AnySource, Moment, Source } from '../../../../engine/sampler/source.ts';
import { FakeTime } from '../../../support/fakes.ts';
import { aProcess } from './a-process.ts';

const LIMIT = 3000;

/** A sampler with a source of processes that answers when the test says so, and others that answer at once. */
function setUp(others: Partial<{ memory: Source<'memory'>['read']; cpu: Source<'cpu'>['read'] }> = {}) {
  const time = new FakeTime();
  const reports: SamplerReport[] = [];
  const moments: Moment[] = [];
  const waiting: { resolve: (processes: Process[]) => void; reject: (error: Error) => void }[] = [];
  const calls: string[] = [];
  let battery = false;
  let uptime = () => 1e6 + time.monotonic();
  const common = { least: 0, paired: false, limit: LIMIT } as const;
  const sources: AnySource[] = [
    {
      ...common,
      id: 'processes',
      topics: ['processes'],
      paired: true,
      read: (moment) => {
        moments.push(moment);
        return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
      },
      begin: () => calls.push('begin'),
      rest: () => calls.push('rest'),
    },
    { ...common, id: 'cpu', topics: ['metrics'], read: others.cpu ?? (() => 12.5) },
    { ...common, id: 'memory', topics: ['metrics'], read: others.memory ?? (() => ({ used: 1, total: 2 })) },
    { ...common, id: 'power', topics: [], least: 30_000, read: () => ({ onBattery: battery }) },
  ];
  const sampler = createSampler({
    sources,
    clock: time,
    timers: time,
    uptime: () => uptime(),
    report: (report) => reports.push(report),
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    time,
    moments,
    calls,
    sampler,
    watch: (...topics: Topic[]) => sampler.want({ level: 'visible', topics, recorded: [] }),
    /** Readings of processes in progress. */
    inProgress: () => waiting.length,
    unplug: () => {
      battery = true;
    },
    sleep: (milliseconds: number) => {
      const before = uptime;
      uptime = () => before() + milliseconds;
      time.setClock(time.now() + milliseconds);
    },
    answer: async (processes: Process[] = []) => {
      waiting.shift()?.resolve(processes);
      await settle();
    },
    fail: async (error: Error) => {
      waiting.shift()?.reject(error);
      await settle();
    },
    /** What was told since it was asked last. */
    told: () => reports.splice(0),
  };
}

const brief = (reports: readonly SamplerReport[]) =>
  reports.map((report) => {
    if (report.kind === 'list') return `${report.topic} ${report.rows.length}`;
    if (report.kind === 'source') return `${report.state.source} ${report.state.failure}`;
    return report.kind === 'jump' ? `${report.cause} ${report.milliseconds}` : report.kind;
  });

describe('the sampler', () => {
  it('tells what it reads at once, half a second later and then on the beat', async () => {
    const { watch, time, told, answer, moments } = setUp();
    watch('processes');
    const at = time.now();
    await answer([aProcess({ pid: 1 })]);
    expect(told()).toEqual([
      { kind: 'list', topic: 'processes', at, elapsed: 0, rows: [aProcess({ pid: 1 })] },
      { kind: 'cycle', cycle: { milliseconds: 0, failed: false, rows: 1, skipped: 0 } },
    ]);
    expect(time.next).toBe(500);
    time.advance(500);
    await answer();
    expect(told()[0]).toMatchObject({ elapsed: 500 });
    time.advance(1500);
    await answer();
    expect(told()[0]).toMatchObject({ elapsed: 1500 });
    expect(moments.map(({ continuous }) => continuous)).toEqual([false, true, true]);
  });

  it('puts the figures of the system together, each missing by itself', async () => {
    let denied = false;
    const memory = () => {
      if (denied) throw Object.assign(new Error('EACCES: /proc/meminfo'), { code: 'EACCES' });
      return { used: 1, total: 2 };
    };
    const { watch, time, told } = setUp({ memory });
    watch('metrics');
    const missing = { diskRead: null, diskWrite: null, networkReceived: null, networkSent: null, pressure: null };
    expect(told()[0]).toEqual({
      kind: 'metrics',
      elapsed: 0,
      metrics: { at: time.now(), cpu: 12.5, memoryUsed: 1, memoryTotal: 2, ...missing },
    });
    denied = true;
    time.advance(2000);
    const reports = told();
    expect(brief(reports)).toEqual(['memory denied', 'metrics', 'cycle']);
    expect(reports[1]).toMatchObject({ elapsed: 2000, metrics: { cpu: 12.5, memoryUsed: null, memoryTotal: null } });
    expect(reports[2]).toMatchObject({ cycle: { failed: true } });
    time.advance(2000);
    expect(brief(told())).toEqual(['metrics', 'cycle']);
    denied = false;
    time.advance(2000);
    expect(brief(told())).toEqual(['memory null', 'metrics', 'cycle']);
  });

  it('says why a source failed by the code of the system alone', async () => {
    const coded = (code: string) => Object.assign(new Error(`${code}: no way, open '/proc/1/stat'`), { code });
    const errors = [coded('EACCES'), coded('ENOENT'), coded('ETIMEDOUT'), new SyntaxError('bad'), coded('toString')];
    const { watch, time, told, fail, sampler } = setUp();
    watch('processes');
    for (const error of errors) {
      await fail(error);
      time.advance(2000);
    }
    const reports = told();
    expect(brief(reports).filter((one) => one !== 'cycle')).toEqual(
      ['denied', 'missing', 'timeout', 'malformed', 'other'].map((failure) => `processes ${failure}`),
    );
    expect(JSON.stringify(reports)).not.toContain('/proc');
    expect(sampler.states()).toContainEqual({ source: 'processes', failure: 'other', since: expect.any(Number) });
  });

  it('is not held up by a source that hangs: it costs itself and is told as such', async () => {
    const { watch, time, told, answer, inProgress } = setUp();
    watch('processes', 'metrics');
    told();
    time.advance(LIMIT);
    const reports = told();
    expect(brief(reports)).toEqual(['metrics', 'cycle', 'processes timeout', 'cycle']);
    expect(reports.at(-1)).toMatchObject({ cycle: { milliseconds: LIMIT, failed: true, skipped: 1 } });
    time.advance(10_000);
    expect(inProgress()).toBe(1);
    expect(brief(told()).filter((kind) => kind === 'metrics')).toHaveLength(5);
    // What comes so late is no longer true, but the source can be asked again.
    await answer([aProcess({ pid: 1 })]);
    expect(brief(told())).toEqual(['processes null']);
    time.advance(2000);
    expect(inProgress()).toBe(1);
    await answer([aProcess({ pid: 1 })]);
    expect(brief(told())).toContain('processes 1');
  });

  it('asks a source anew that it has given up, and takes no answer of before', async () => {
    const { watch, time, told, answer, inProgress } = setUp();
    watch('processes');
    time.advance(LIMIT + SOURCE_GIVEN_UP_MS + 2000);
    expect(inProgress()).toBe(2);
    told();
    await answer([aProcess({ pid: 1 })]);
    expect(told()).toEqual([]);
    await answer([aProcess({ pid: 2 })]);
    expect(brief(told())).toEqual(['processes null', 'processes 1', 'cycle']);
  });

  it('reads, arms and holds nothing at rest', async () => {
    const { watch, sampler, time, answer, inProgress, calls } = setUp();
    watch('processes');
    await answer();
    expect(calls).toEqual(['begin']);
    sampler.want(nobody);
    expect(calls).toEqual(['begin', 'rest']);
    expect(time.armed).toBe(0);
    time.advance(60_000);
    expect(inProgress()).toBe(0);
    watch('processes');
    expect(calls).toEqual(['begin', 'rest', 'begin']);
  });

  it('lets go only when what is in progress has ended', async () => {
    const { watch, sampler, time, answer, calls } = setUp();
    watch('processes');
    sampler.want(nobody);
    expect(calls).toEqual(['begin']);
    await answer();
    expect(calls).toEqual(['begin', 'rest']);
    expect(time.armed).toBe(0);
  });

  it('reads a pair for a refresh at rest and then lets go', async () => {
    const { sampler, time, told, answer, calls } = setUp();
    sampler.refresh(['processes']);
    await answer();
    time.advance(500);
    await answer();
    expect(told().flatMap((report) => (report.kind === 'list' ? report.elapsed : []))).toEqual([0, 500]);
    expect(calls).toEqual(['begin', 'rest']);
    expect(time.armed).toBe(0);
  });

  it('tells a sleep of the computer and makes no rate across it', async () => {
    const { watch, time, told, answer, sleep, moments } = setUp();
    watch('processes');
    await answer();
    time.advance(500);
    await answer();
    told();
    sleep(600_000);
    time.advance(1500);
    await answer([aProcess({ pid: 1 })]);
    const reports = told();
    expect(brief(reports)).toEqual(['asleep 600000', 'processes 1', 'cycle']);
    expect(reports[1]).toMatchObject({ elapsed: 0 });
    expect(moments.at(-1)?.continuous).toBe(false);
    time.advance(500);
    await answer();
    expect(told()[0]).toMatchObject({ elapsed: 500 });
  });

  it('tells a clock that was set, for no death of anything', async () => {
    const { watch, time, told, answer } = setUp();
    watch('processes');
    await answer();
    told();
    time.setClock(time.now() - 3_600_000);
    time.advance(500);
    await answer([aProcess({ pid: 1 })]);
    expect(brief(told())).toEqual(['clock-set -3600000', 'processes 1', 'cycle']);
  });

  it('says nothing of clocks that moved while nothing was read', () => {
    const { watch, sampler, told, sleep } = setUp();
    watch('metrics');
    sampler.want(nobody);
    told();
    sleep(600_000);
    watch('metrics');
    expect(brief(told())).not.toContain('asleep 600000');
  });

  it('reads less often on the battery', () => {
    const { watch, time, told, unplug } = setUp();
    unplug();
    watch('metrics');
    told();
    time.advance(8000);
    expect(brief(told()).filter((kind) => kind === 'metrics')).toHaveLength(2);
  });

  it('counts the readings that a slow one has left out', async () => {
    const { watch, time, told, answer } = setUp();
    watch('processes');
    time.advance(2900);
    await answer();
    expect(told().at(-1)).toEqual({ kind: 'cycle', cycle: { milliseconds: 2900, failed: false, rows: 0, skipped: 1 } });
  });
});
