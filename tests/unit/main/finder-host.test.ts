import { describe, expect, it } from 'vitest';
import type { DeviceReport, Metrics } from '../../../app/finder/device.ts';
import type { ProcessSample } from '../../../app/finder/process.ts';
import { createFinderHost, type EngineProcess } from '../../../main/finder-host.ts';
import { FakeTime } from '../../support/fakes.ts';

const device: DeviceReport = { at: 1, hostName: 'a', os: 'b', bootedAt: 2, facts: [] };
const sample: ProcessSample = { at: 1, processes: [] };
const metrics: Metrics = {
  at: 1,
  cpu: 2,
  memoryUsed: 3,
  memoryTotal: 4,
  diskRead: 5,
  diskWrite: 6,
  networkReceived: 7,
  networkSent: 8,
};

class FakeEngine implements EngineProcess {
  readonly pid = 7;
  readonly requests: string[] = [];
  killed = false;
  collecting = false;
  readonly #listeners: Record<'message' | 'exit', ((message?: unknown) => void)[]> = { message: [], exit: [] };

  postMessage(message: unknown): void {
    this.requests.push((message as { kind: string }).kind);
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
}

function setUp() {
  const time = new FakeTime();
  const engines: FakeEngine[] = [];
  const told: unknown[] = [];
  const cycles: unknown[] = [];
  const lines: unknown[][] = [];
  const state = { forks: true };
  const host = createFinderHost({
    fork: (collecting) => {
      if (!state.forks) throw new Error('cannot fork');
      const engine = new FakeEngine();
      engines.push(engine);
      engine.collecting = collecting;
      return engine;
    },
    clock: time,
    timers: time,
    onProcesses: (processes) => told.push(processes),
    onMetrics: (figures) => told.push(figures),
    onFailed: (what) => told.push(what),
    onCycle: (cycle) => cycles.push(cycle),
    onErrors: (errors) => told.push(errors),
    onAnswers: (answers) => cycles.push(answers),
    log: (code, ...parameters) => void lines.push([code, ...parameters]),
  });
  const engine = (index = engines.length - 1): FakeEngine => {
    const found = engines[index];
    if (!found) throw new Error('the engine was not started');
    return found;
  };
  return { time, engines, engine, told, cycles, lines, host, state };
}

describe('the host of the Finder engine', () => {
  it('starts the engine with the first window that watches and lets it rest after the last', () => {
    const { host, engines, engine } = setUp();
    expect(engines).toHaveLength(0);
    host.watch(1, false);
    expect(engines).toHaveLength(0);
    host.watch(1, true);
    host.watch(1, true);
    expect(engine().requests).toEqual(['watch']);
    host.watch(2, true);
    expect(engine().requests).toEqual(['watch', 'refresh']);
    host.watch(1, false);
    host.watch(9, false);
    expect(engine().requests).toHaveLength(2);
    host.watch(2, false);
    expect(engine().requests.slice(2)).toEqual(['rest']);
    host.watch(2, true);
    expect(engine().requests.slice(3)).toEqual(['watch']);
    expect(engines).toHaveLength(1);
  });

  it('says what the engine does now', () => {
    const { host, engine, time } = setUp();
    expect(host.state).toBe('resting');
    host.watch(1, true);
    expect(host.state).toBe('running');
    for (let exits = 0; exits < 3; exits++) {
      engine().exit();
      expect(host.state).toBe('restarting');
      time.advance(5000);
      expect(host.state).toBe('running');
    }
    engine().exit();
    expect(host.state).toBe('given-up');
    host.refresh();
    expect(host.state).toBe('running');
    host.watch(1, false);
    expect(host.state).toBe('resting');
  });

  it('relays reports, and nothing that is none', () => {
    const { host, engine, told } = setUp();
    host.watch(1, true);
    engine().report({ kind: 'processes', sample });
    engine().report({ kind: 'metrics', metrics });
    engine().report({ kind: 'failed', what: 'metrics', reason: 'other' });
    for (const bad of [null, 'x', { kind: 'processes' }, { kind: 'metrics', metrics: { ...metrics, cpu: 'x' } }]) {
      engine().report(bad);
    }
    expect(told).toEqual([sample, metrics, 'metrics']);
  });

  it('hands on how each look went and which answers were kept, and nothing that is no such thing', () => {
    const { host, engine, cycles } = setUp();
    host.watch(1, true);
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
    expect(cycles).toEqual([cycle, answers]);
  });

  it('tells the log when the engine starts, ends by itself and is given up, and never that it was stopped', () => {
    const { host, engine, lines, time } = setUp();
    host.watch(1, true);
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

  it('tells the log once of a source that cannot be read, and again only after it could be', () => {
    const { host, engine, lines } = setUp();
    host.watch(1, true);
    const failed = { kind: 'failed', what: 'metrics', reason: 'denied' };
    engine().report(failed);
    engine().report(failed);
    engine().report({ kind: 'processes', sample });
    engine().report(failed);
    engine().report({ kind: 'metrics', metrics });
    engine().report({ ...failed, reason: 'missing' });
    expect(lines.slice(1)).toEqual([
      ['sampler.source-failed', { source: 'metrics', reason: 'denied' }],
      ['sampler.source-failed', { source: 'metrics', reason: 'missing' }],
    ]);
  });

  it('has the engine report its errors from the first one on, or as soon as it may', () => {
    const { host, engine, told } = setUp();
    host.collect(true);
    host.watch(1, true);
    expect(engine().collecting).toBe(true);
    expect(engine().requests).toEqual(['watch']);
    host.collect(true);
    host.collect(false);
    expect(engine().requests).toEqual(['watch', 'collect']);
    const errors = { reports: [], dropped: 1 };
    engine().report({ kind: 'errors', errors });
    engine().report({ kind: 'errors', errors: { ...errors, text: 'jane' } });
    expect(told).toEqual([errors]);
  });

  it('refreshes without a watcher', () => {
    const { host, engine } = setUp();
    host.refresh();
    host.refresh();
    expect(engine().requests).toEqual(['refresh', 'refresh']);
  });

  it('answers all who ask for the device with one report', async () => {
    const { host, engine } = setUp();
    const answers = Promise.all([host.device(), host.device()]);
    expect(engine().requests).toEqual(['device']);
    engine().report({ kind: 'device', report: device });
    expect(await answers).toEqual([device, device]);
    const again = host.device();
    engine().report({ kind: 'device', report: device });
    expect(await again).toEqual(device);
  });

  it('rejects the request for the device when it fails, takes too long or the engine ends', async () => {
    const { host, engine, time, told } = setUp();
    const failed = host.device();
    engine().report({ kind: 'failed', what: 'device', reason: 'other' });
    await expect(failed).rejects.toThrow('could not be read');
    expect(told).toEqual(['device']);
    const late = host.device();
    time.advance(10_000);
    await expect(late).rejects.toThrow('in time');
    const ended = host.device();
    engine().exit();
    await expect(ended).rejects.toThrow('ended');
    expect(time.armed).toBe(0);
  });

  it('starts an engine that ended again, later each time, and watches on', () => {
    const { host, engines, engine, time, told } = setUp();
    host.watch(1, true);
    for (const wait of [250, 500, 1000]) {
      engine().exit();
      const before = engines.length;
      time.advance(wait - 1);
      expect(engines).toHaveLength(before);
      time.advance(1);
      expect(engines).toHaveLength(before + 1);
      expect(engine().requests).toEqual(['watch']);
    }
    expect(told).toEqual([]);
  });

  it('leaves an engine alone that ends again and again, until a refresh', async () => {
    const { host, engines, engine, time, told } = setUp();
    host.watch(1, true);
    for (let restarts = 0; restarts < 3; restarts++) {
      engine().exit();
      time.advance(1000);
    }
    engine().exit();
    time.advance(600_000);
    expect(engines).toHaveLength(4);
    expect(told).toEqual(['engine']);
    await expect(host.device()).rejects.toThrow('not running');
    host.refresh();
    expect(engine(4).requests).toEqual(['watch', 'refresh']);
  });

  it('does not start an engine again that nobody needs, and starts it when somebody does', async () => {
    const { host, engines, engine, time } = setUp();
    host.watch(1, true);
    host.watch(1, false);
    engine().exit();
    time.advance(60_000);
    expect(engines).toHaveLength(1);
    const report = host.device();
    expect(engine(1).requests).toEqual(['device']);
    engine(1).report({ kind: 'device', report: device });
    await report;
  });

  it('forgets the restart when the watcher leaves meanwhile', () => {
    const { host, engines, engine, time } = setUp();
    host.watch(1, true);
    engine().exit();
    host.watch(1, false);
    time.advance(60_000);
    expect(engines).toHaveLength(1);
  });

  it('asks for the device after the restart that it had to wait for', async () => {
    const { host, engine, time } = setUp();
    host.watch(1, true);
    engine().exit();
    const report = host.device();
    time.advance(250);
    expect(engine().requests).toEqual(['watch', 'device']);
    engine().report({ kind: 'device', report: device });
    expect(await report).toEqual(device);
  });

  it('takes a process that cannot be started for one that ended', async () => {
    const { host, engine, state, time, told } = setUp();
    state.forks = false;
    await expect(host.device()).rejects.toThrow('ended');
    host.watch(1, true);
    expect(time.armed).toBe(1);
    state.forks = true;
    time.advance(250);
    expect(engine().requests).toEqual(['watch']);
    expect(told).toEqual([]);
  });

  it('hears no more of an engine that ended', () => {
    const { host, engine, time, told } = setUp();
    host.watch(1, true);
    engine(0).exit();
    time.advance(250);
    engine(0).report({ kind: 'processes', sample });
    engine(0).exit();
    expect(told).toEqual([]);
    expect(time.armed).toBe(0);
  });

  it('ends the engine at once and for good when it is stopped, and refuses nobody who then still waits', async () => {
    const { host, engines, engine, time, told } = setUp();
    host.watch(1, true);
    const refused: unknown[] = [];
    host.device().catch((error) => refused.push(error));
    host.stop();
    expect(engine().killed).toBe(true);
    engine().exit();
    host.watch(1, true);
    host.refresh();
    time.advance(60_000);
    await new Promise(setImmediate);
    expect(refused).toEqual([]);
    expect(engines).toHaveLength(1);
    expect(time.armed).toBe(0);
    expect(told).toEqual([]);
  });
});
