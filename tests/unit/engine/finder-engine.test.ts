import { describe, expect, it } from 'vitest';
import type { Asked } from '../../../app/finder/asking.ts';
import type { EngineReport } from '../../../app/finder/engine.ts';
import { createFinderEngine } from '../../../engine/finder-engine.ts';
import { createLiveLists } from '../../../engine/live/live-lists.ts';
import type { SamplerReport } from '../../../engine/sampler/sampler.ts';
import type { Observation } from '../../../engine/store/store.ts';
import { FakeTime } from '../../support/fakes.ts';

const history = { on: true, days: 30, megabytes: 200, memory: 128, excluded: [] };
const row = { key: 'aaaaaaaa.1.2', pid: 1, name: 'x' };
const list = { kind: 'list', topic: 'processes', at: 5, elapsed: 0, rows: [row] } as unknown as SamplerReport;
const cycle = { milliseconds: 1, failed: false, rows: 1, skipped: 0 };

function setUp(close: () => Promise<void> = async () => {}) {
  const time = new FakeTime();
  const calls: unknown[] = [];
  const reports: EngineReport[] = [];
  const observed: Observation[] = [];
  const engine = createFinderEngine({
    sampler: {
      want: (demand) => calls.push(['want', demand]),
      refresh: (topics) => calls.push(['refresh', topics]),
      states: () => [],
    },
    live: createLiveLists(() => {}, time.monotonic, time),
    answers: async (client, question): Promise<Asked> => {
      calls.push(['ask', client, question.ask]);
      return { ok: false, failure: 'store' };
    },
    history: {
      configure: (settings) => calls.push(['history', settings.on]),
      wake: () => calls.push(['wake']),
      observe: (observation) => observed.push(observation),
      opened: async () => undefined,
      close,
    },
    bootId: 'aaaaaaaa',
    clock: time,
    uptime: () => 77,
    report: (report) => reports.push(report),
    errors: {
      report: (thrown, handledBy) => calls.push(['error', thrown, handledBy]),
      setCollecting: (on) => calls.push(['collect', on]),
    },
    exit: () => calls.push(['exit']),
  });
  return { engine, calls, reports, observed };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("the engine's process", () => {
  it('reads what windows and the history want', () => {
    const { engine, calls } = setUp();
    engine.receive({ kind: 'settings', history });
    engine.receive({ kind: 'watch', level: 'visible', topics: ['ports'] });
    engine.receive({ kind: 'refresh', topics: ['ports'] });
    engine.receive({ kind: 'settings', history: { ...history, on: false } });
    const recorded = ['processes', 'ports', 'connections', 'units', 'metrics'];
    expect(calls).toEqual([
      ['history', true],
      ['want', { level: 'rest', topics: [], recorded: [] }],
      ['wake'],
      ['want', { level: 'visible', topics: ['ports'], recorded }],
      ['refresh', ['ports']],
      ['history', false],
      ['want', { level: 'visible', topics: ['ports'], recorded: [] }],
    ]);
  });

  it('has the history opened for windows, not for recording alone', () => {
    const { engine, calls } = setUp();
    engine.receive({ kind: 'watch', level: 'recording', topics: [] });
    engine.receive({ kind: 'watch', level: 'rest', topics: [] });
    expect(calls).not.toContainEqual(['wake']);
    engine.receive({ kind: 'watch', level: 'hidden', topics: [] });
    expect(calls).toContainEqual(['wake']);
  });

  it('answers questions, and at once whether it works', async () => {
    const { engine, calls, reports } = setUp();
    engine.receive({ kind: 'ping', id: 3 });
    expect(reports).toEqual([{ kind: 'pong', id: 3 }]);
    engine.receive({ kind: 'ask', id: 4, client: 9, question: { ask: 'history' } });
    await settled();
    expect(calls).toEqual([['ask', 9, 'history']]);
    expect(reports[1]).toEqual({ kind: 'answer', id: 4, answer: { ok: false, failure: 'store' } });
  });

  it('tells windows of what they show, and nothing while nobody looks', () => {
    const { engine, reports } = setUp();
    engine.receive({ kind: 'watch', level: 'recording', topics: [] });
    engine.sampled(list);
    expect(reports).toEqual([]);
    engine.receive({ kind: 'watch', level: 'hidden', topics: ['processes'] });
    engine.sampled({ ...list, rows: [] } as SamplerReport);
    expect(reports).toMatchObject([{ kind: 'changes', changes: { topic: 'processes', gone: [row.key], sequence: 2 } }]);
  });

  it('tells of a reading that was asked for once, while nobody looks', () => {
    const { engine, reports } = setUp();
    engine.receive({ kind: 'refresh', topics: ['processes'] });
    engine.sampled(list);
    engine.sampled(list);
    expect(reports).toMatchObject([{ kind: 'changes', changes: { topic: 'processes' } }]);
  });

  it('gives the history each look as one reading, and none while it is off', () => {
    const { engine, observed } = setUp();
    engine.receive({ kind: 'settings', history });
    engine.receive({ kind: 'watch', level: 'recording', topics: [] });
    engine.sampled(list);
    engine.sampled({ kind: 'cycle', cycle });
    engine.sampled({ kind: 'cycle', cycle });
    expect(observed).toMatchObject([
      { bootId: 'aaaaaaaa', sinceBoot: 77, cadence: 10_000, processes: [row], metrics: null },
    ]);
    engine.receive({ kind: 'settings', history: { ...history, on: false } });
    engine.sampled(list);
    engine.sampled({ kind: 'cycle', cycle });
    expect(observed).toHaveLength(1);
  });

  it('reports its errors or not, as main says', () => {
    const { engine, calls } = setUp();
    for (const on of [true, false]) engine.receive({ kind: 'collect', on });
    engine.receive({ kind: 'collect' });
    expect(calls).toEqual([
      ['collect', true],
      ['collect', false],
    ]);
    expect(engine.refused).toBe(1);
  });

  it('ends when the history is written, and when it cannot be', async () => {
    for (const close of [async () => {}, async () => Promise.reject(new Error('disk'))]) {
      const { engine, calls } = setUp(close);
      engine.receive({ kind: 'end' });
      await settled();
      expect(calls.at(-1)).toEqual(['exit']);
    }
  });

  it.each([
    undefined,
    null,
    'watch',
    {},
    { kind: 'stop' },
    { kind: 'watch', more: 1 },
    { kind: 'ask', id: 1, client: 1 },
  ])('counts %j and does not answer it', (message) => {
    const { engine, calls, reports } = setUp();
    engine.receive(message);
    expect({ calls, reports, refused: engine.refused }).toEqual({ calls: [], reports: [], refused: 1 });
  });
});
