import { describe, expect, it } from 'vitest';
import type { Metrics } from '../../../../app/finder/device.ts';
import type { HistorySettings } from '../../../../app/finder/engine.ts';
import { createFinderHost, type EngineProcess } from '../../../../main/engine/finder-host.ts';
import type { Watch } from '../../../../main/engine/watches.ts';
import { FakeTime } from '../../../support/fakes.ts';

const metrics = {
  at: 1,
  cpu: 2,
  memoryUsed: 3,
  memoryTotal: 4,
  diskRead: 5,
  diskWrite: 6,
  networkReceived: 7,
  networkSent: 8,
  pressure: null,
} as unknown as Metrics;
const changes = { topic: 'processes', at: 1, whole: true, changed: [], gone: [], sequence: 1 };
const history: HistorySettings = { on: true, days: 30, megabytes: 200, memory: 128, excluded: [] };
const visible: Watch = { level: 'visible', topics: ['processes'] };
const gone: Watch = { level: 'rest', topics: [] };

class FakeEngine implements EngineProcess {
  readonly pid = 7;
  readonly requests: { kind: string; id?: number; level?: string }[] = [];
  killed = false;
  collecting = false;
  /** Answers pings, as one that works does. */
  answers = true;
  readonly #listeners: Record<'message' | 'exit', ((message?: unknown) => void)[]> = { message: [], exit: [] };

  postMessage(message: unknown): void {
    const request = message as { kind: string; id?: number };
    this.requests.push(request);
    if (request.kind === 'ping' && this.answers) this.report({ kind: 'pong', id: request.id });
  }

  on(event: 'message' | 'exit', listener: (message?: unknown) => void): void {
    this.#listeners[event].push(listener);
  }

  kill(): boolean {
    this.killed = true;
    return true;
  }

  report(message: unknown): void {
    for (const listener of this.#listeners.message) listener(message);
  }

  exit(): void {
    for (const listener of this.#listeners.exit) listener();
  }

  /** What it was asked, without the watchdog's questions. */
  get kinds(): string[] {
    return this.requests
      .filter(({ kind }) => kind !== 'ping')
      .map(({ kind, level }) => (level ? `${kind} ${level}` : kind));
  }
}

function setUp() {
  const time = new FakeTime();
  const engines: FakeEngine[] = [];
  const told: unknown[] = [];
  const showing: (readonly number[])[] = [];
  const conditions: string[] = [];
  const lines: unknown[][] = [];
  const state = { forks: true };
  const tell = (what: unknown) => void told.push(what);
  const host = createFinderHost({
    fork: (collecting) => {
      if (!state.forks) throw new Error('cannot fork');
      const engine = new FakeEngine();
      engines.push(engine);
      engine.collecting = collecting;
      return engine;
    },
    forceKill: (engine) => engine.kill(),
    clock: time,
    timers: time,
    history,
    onChanges: (what, clients) => {
      tell(what);
      showing.push(clients);
    },
    onMetrics: tell,
    onSources: tell,
    onSetAside: tell,
    onCycle: tell,
    onErrors: tell,
    onAnswers: tell,
    onEngine: (condition) => conditions.push(condition),
    log: (code, ...parameters) => void lines.push([code, ...parameters]),
  });
  const engine = (index = engines.length - 1): FakeEngine => {
    const found = engines[index];
    if (!found) throw new Error('the engine was not started');
    return found;
  };
  return { time, engines, engine, told, showing, conditions, lines, host, state };
}

describe('the host of the Finder engine', () => {
  it('tells of a list only the windows that show it', () => {
    const { host, engine, told, showing } = setUp();
    host.watch(1, { level: 'visible', topics: ['processes'] });
    host.watch(2, { level: 'hidden', topics: [] });
    host.watch(3, { level: 'visible', topics: ['ports'] });
    host.watch(4, { level: 'rest', topics: ['processes'] });
    engine().report({ kind: 'changes', changes });
    expect(showing).toEqual([[1, 4]]);
    host.watch(1, { level: 'hidden', topics: [] });
    host.leave(4);
    engine().report({ kind: 'changes', changes });
    expect(told).toEqual([changes]);
  });

  it('starts the engine with the first window that watches and lets it rest after the last', () => {
    const { host, engines, engine } = setUp();
    host.watch(1, gone);
    expect(engines).toHaveLength(0);
    host.watch(1, visible);
    expect(engine().kinds).toEqual(['settings', 'watch visible']);
    host.watch(2, { level: 'hidden', topics: ['ports'] });
    expect(engine().requests.at(-1)).toEqual({ kind: 'watch', level: 'visible', topics: ['processes', 'ports'] });
    host.leave(1);
    host.leave(2);
    host.leave(9);
    expect(engine().kinds.slice(3)).toEqual(['watch hidden', 'watch rest']);
    expect(host.state).toBe('resting');
    expect(engines).toHaveLength(1);
  });

  it('records without a window, as long as the history is on', () => {
    const { host, engine, engines } = setUp();
    host.setHistory({ ...history, on: false });
    host.record(true);
    expect(engines).toHaveLength(0);
    host.setHistory(history);
    expect(engine().kinds).toEqual(['settings', 'watch recording']);
    host.record(false);
    expect(engine().kinds.at(-1)).toBe('watch rest');
  });

  it('relays reports, and nothing that is none', () => {
    const { host, engine, told } = setUp();
    host.watch(1, visible);
    engine().report({ kind: 'changes', changes });
    for (const bad of [null, 'x', { kind: 'changes' }, { kind: 'metrics', metrics: { cpu: 'x' } }, { kind: 'more' }]) {
      engine().report(bad);
    }
    engine().report({ kind: 'metrics', metrics });
    engine().report({ kind: 'set-aside', files: ['a'] });
    expect(told).toEqual([changes, metrics, ['a']]);
  });

  it('hands on how each look went and which answers were kept, and nothing that is no such thing', () => {
    const { host, engine, told } = setUp();
    host.watch(1, visible);
    const cycle = { milliseconds: 12.5, failed: false, rows: 400, skipped: 0 };
    engine().report({ kind: 'cycle', cycle });
    for (const bad of [{ rows: -1 }, { rows: 0.5 }, { milliseconds: Number.NaN }, { skipped: '1' }, { name: 'bash' }]) {
      engine().report({ kind: 'cycle', cycle: { ...cycle, ...bad } });
    }
    const answers = { kept: 12, asked: 3 };
    engine().report({ kind: 'answers', answers });
    for (const bad of [{ kept: -1 }, { asked: 0.5 }, { more: 1 }]) {
      engine().report({ kind: 'answers', answers: { ...answers, ...bad } });
    }
    expect(told).toEqual([cycle, answers]);
  });

  it('tells the log when the engine starts, ends by itself and is given up, and never that it was stopped', () => {
    const { host, engine, lines, time } = setUp();
    host.watch(1, visible);
    time.advance(4500);
    for (let exits = 0; exits < 4; exits++) {
      engine().exit();
      time.advance(1000);
    }
    expect(lines).toEqual([
      ['engine.started', { attempt: 1 }],
      ['engine.exited', { after: 4.5 }],
      ['engine.started', { attempt: 2 }],
      ['engine.exited', { after: 0.75 }],
      ['engine.started', { attempt: 3 }],
      ['engine.exited', { after: 0.5 }],
      ['engine.started', { attempt: 4 }],
      ['engine.exited', { after: 0 }],
      ['engine.gave-up', { attempts: 4 }],
    ]);
    host.refresh();
    const before = lines.length;
    host.stop();
    engine().exit();
    expect(lines).toHaveLength(before);
  });

  it('tells windows of every source that has failed, and the log once until it is read again', () => {
    const { host, engine, lines, told } = setUp();
    host.watch(1, visible);
    const disks = { source: 'disks', failure: 'missing', since: 5 };
    engine().report({ kind: 'source', ...disks });
    engine().report({ kind: 'source', ...disks });
    engine().report({ kind: 'source', source: 'sockets', failure: 'denied', since: 6 });
    engine().report({ kind: 'source', ...disks, failure: null });
    expect(told.at(-1)).toEqual([
      { ...disks, failure: null },
      { source: 'sockets', failure: 'denied', since: 6 },
    ]);
    expect(host.sources).toEqual(told.at(-1));
    expect(lines.slice(1)).toEqual([
      ['sampler.source-failed', { source: 'metrics', reason: 'missing' }],
      ['sampler.source-failed', { source: 'connections', reason: 'denied' }],
    ]);
  });

  it('has the engine report its errors from the first one on, or as soon as it may', () => {
    const { host, engine, told } = setUp();
    host.collect(true);
    host.watch(1, visible);
    expect(engine().collecting).toBe(true);
    host.collect(true);
    host.collect(false);
    expect(engine().kinds.slice(2)).toEqual(['collect']);
    const errors = { reports: [], dropped: 1 };
    engine().report({ kind: 'errors', errors });
    engine().report({ kind: 'errors', errors: { ...errors, text: 'jane' } });
    expect(told).toEqual([errors]);
  });

  it('refreshes what windows show, those that are paused too', () => {
    const { host, engine } = setUp();
    host.refresh();
    host.watch(1, { level: 'rest', topics: ['ports'] });
    host.refresh();
    expect(engine().kinds).toEqual(['settings', 'watch rest', 'refresh', 'watch rest', 'refresh']);
    expect(engine().requests.at(-1)).toEqual({ kind: 'refresh', topics: ['ports'] });
  });
});

describe('questions to the engine', () => {
  it('are answered one by one, whatever the order', async () => {
    const { host, engine } = setUp();
    const first = host.ask(1, { ask: 'history' });
    const second = host.ask(2, { ask: 'values', type: 'process', field: 'name', prefix: 'a' });
    const [a, b] = engine().requests.filter(({ kind }) => kind === 'ask');
    expect([a, b]).toMatchObject([{ client: 1 }, { client: 2 }]);
    engine().report({ kind: 'answer', id: b?.id, answer: { ok: true, json: '["x"]' } });
    engine().report({ kind: 'answer', id: 99, answer: { ok: true, json: '[]' } });
    engine().report({ kind: 'answer', id: a?.id, answer: { ok: false, failure: 'store' } });
    expect(await second).toEqual({ ok: true, json: '["x"]' });
    expect(await first).toEqual({ ok: false, failure: 'store' });
  });

  it('fail by an answer, never by an exception: too late, engine ended, engine that cannot start, too many', async () => {
    const { host, engine, time, state } = setUp();
    const late = host.ask(1, { ask: 'device' });
    time.advance(15_000);
    expect(await late).toEqual({ ok: false, failure: 'timeout' });
    const ended = host.ask(1, { ask: 'device' });
    engine().exit();
    expect(await ended).toEqual({ ok: false, failure: 'engine' });
    state.forks = false;
    expect(await host.ask(1, { ask: 'device' })).toEqual({ ok: false, failure: 'engine' });
    state.forks = true;
    const many = Array.from({ length: 201 }, () => host.ask(1, { ask: 'history' }));
    expect(await many[200]).toEqual({ ok: false, failure: 'engine' });
    host.stop();
    expect(await many[0]).toEqual({ ok: false, failure: 'engine' });
    expect(time.armed).toBe(0);
  });

  it('start an engine that rests, and wait for one that is being started again', async () => {
    const { host, engine, engines, time } = setUp();
    host.watch(1, visible);
    engine().exit();
    const report = host.ask(1, { ask: 'device' });
    time.advance(250);
    expect(engines).toHaveLength(2);
    expect(engine().kinds).toEqual(['settings', 'watch visible', 'ask']);
    const id = engine().requests.find(({ kind }) => kind === 'ask')?.id;
    engine().report({ kind: 'answer', id, answer: { ok: true, json: '1' } });
    expect(await report).toEqual({ ok: true, json: '1' });
  });
});

describe('an engine that ends or stands still', () => {
  it('is started again, later each time, and watches on', () => {
    const { host, engines, engine, time, conditions } = setUp();
    host.watch(1, visible);
    for (const wait of [250, 500, 1000]) {
      engine().exit();
      expect(host.state).toBe('restarting');
      const before = engines.length;
      time.advance(wait - 1);
      expect(engines).toHaveLength(before);
      time.advance(1);
      expect(engines).toHaveLength(before + 1);
      expect(engine().kinds).toEqual(['settings', 'watch visible']);
      engine().report({ kind: 'changes', changes });
    }
    expect(conditions).toEqual(['restarting', 'running', 'restarting', 'running', 'restarting', 'running']);
  });

  it('is replaced within 15 s when it does not answer, and windows are told so', () => {
    const { host, engine, engines, time, conditions, lines } = setUp();
    host.watch(1, visible);
    time.advance(30_000);
    engine().answers = false;
    time.advance(15_000);
    expect(engines).toHaveLength(2);
    expect(engine(0).killed).toBe(true);
    expect(conditions).toEqual(['stalled']);
    expect(lines.map(([code]) => code)).toEqual(['engine.started', 'engine.exited', 'engine.started']);
    engine(0).report({ kind: 'changes', changes });
    expect(conditions).toEqual(['stalled']);
    engine(0).exit();
    expect(engines).toHaveLength(2);
    engine().report({ kind: 'changes', changes });
    expect(conditions).toEqual(['stalled', 'running']);
  });

  it('is left alone when it ends again and again, until a refresh', async () => {
    const { host, engines, engine, time, conditions } = setUp();
    host.watch(1, visible);
    for (let restarts = 0; restarts < 3; restarts++) {
      engine().exit();
      time.advance(1000);
    }
    engine().exit();
    time.advance(600_000);
    expect(engines).toHaveLength(4);
    expect(conditions).toEqual(['restarting', 'stopped']);
    expect(host.state).toBe('given-up');
    expect(await host.ask(1, { ask: 'device' })).toEqual({ ok: false, failure: 'engine' });
    host.refresh();
    expect(engine(4).kinds).toEqual(['settings', 'watch visible', 'refresh']);
    expect(host.condition).toBe('restarting');
  });

  it('is not started again while nobody needs it, and is when somebody does', () => {
    const { host, engines, engine, time } = setUp();
    host.watch(1, visible);
    host.watch(1, gone);
    engine().exit();
    time.advance(60_000);
    expect(engines).toHaveLength(1);
    host.watch(1, visible);
    expect(engines).toHaveLength(2);
    engine().exit();
    host.watch(1, gone);
    time.advance(60_000);
    expect(engines).toHaveLength(2);
  });

  it('writes what it has at the end, and is not started again', () => {
    const { host, engine, engines, time } = setUp();
    host.watch(1, visible);
    host.stop();
    expect(engine().kinds.at(-1)).toBe('end');
    engine().exit();
    host.watch(2, visible);
    time.advance(60_000);
    expect(engines).toHaveLength(1);
    expect(time.armed).toBe(0);
  });

  it('is tried again when it cannot be started', () => {
    const { host, engines, time, state, conditions } = setUp();
    state.forks = false;
    host.watch(1, visible);
    expect(conditions).toEqual(['restarting']);
    state.forks = true;
    time.advance(250);
    expect(engines).toHaveLength(1);
  });
});
