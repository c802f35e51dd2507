import { type DiagnosisFacts, debug, type ErrorSnapshot, swallowed } from 'candor-client/core';
import { type Client, decideRestart } from 'candor-client/main';
import type { Clock, Timers } from 'candor-client/node';
import type { DeviceReport, Metrics } from '../app/finder/device.ts';
import {
  type EngineReport,
  type EngineRequest,
  engineReportSchema,
  type KeptAnswers,
  type SamplingCycle,
} from '../app/finder/engine.ts';
import type { ProcessSample } from '../app/finder/process.ts';
import type { FinderLog, finder } from '../app/finder/product.ts';

/** The engine must have reported on the device by then, or the request fails. */
const DEVICE_REQUEST_LIMIT_MS = 10_000;

/** The engine's process as main sees it; Electron's UtilityProcess fits. */
export interface EngineProcess {
  readonly pid: number | undefined;
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
  kill(): boolean;
}

/** For a diagnosis; `resting`: nobody needs it now, so that it need not run. */
type EngineState = NonNullable<DiagnosisFacts['engine']>;

type Source = 'processes' | 'metrics' | 'device';

interface FinderHostParts {
  /** Starts the engine's process, which reports its errors from the first one on or not until it is told to. */
  readonly fork: (collecting: boolean) => EngineProcess;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly onProcesses: (sample: ProcessSample) => void;
  readonly onMetrics: (metrics: Metrics) => void;
  /** Part of a sample failed, or (`engine`) the engine exits again and again and is left alone until a refresh. */
  readonly onFailed: (what: Source | 'engine') => void;
  /** A look at this computer has ended. */
  readonly onCycle: (cycle: SamplingCycle) => void;
  /** The device's sources are being read, as far as their answers were not kept. */
  readonly onAnswers: (answers: KeptAnswers) => void;
  /** The engine reports what went wrong in it; only while it is told to collect. */
  readonly onErrors: (errors: ErrorSnapshot) => void;
  /** Takes what happens to the engine. */
  readonly log: FinderLog;
}

export interface FinderHost {
  /** What the engine does now. */
  readonly state: EngineState;
  /** Whether a window shows live data. The engine starts with the first one and rests when there is none. */
  watch(client: number, live: boolean): void;
  /** Takes a fresh sample; also tries again with an engine that was left alone. */
  refresh(): void;
  /** @throws (rejects) when the device cannot be read or the engine ends meanwhile. */
  device(): Promise<DeviceReport>;
  /** Has the engine report its errors, this one and each later one, or keep nothing of them. */
  collect(on: boolean): void;
  /** Ends the engine at once and for good; who still waits for the device gets no answer any more. */
  stop(): void;
}

interface PendingDevice {
  readonly promise: Promise<DeviceReport>;
  readonly resolve: (report: DeviceReport) => void;
  readonly reject: (error: Error) => void;
}

/** Keeps the Finder engine's process in main and relays between it and the windows. */
export function createFinderHost(parts: FinderHostParts): FinderHost {
  const { fork, clock, timers, onProcesses, onMetrics, onFailed, onCycle, onAnswers, onErrors, log } = parts;
  const watchers = new Set<number>();
  let engine: EngineProcess | undefined;
  let state: 'working' | 'left-alone' | 'stopped' = 'working';
  let restarts: readonly number[] = [];
  let cancelRestart: (() => void) | undefined;
  let pending: PendingDevice | undefined;
  let startedAt = 0;
  let collecting = false;
  /** Sources that could not be read the last time; a source that stays so is one line of the log, not one a look. */
  const failing = new Set<Source>();

  /** Sends to the engine, which is started when it is needed; while a restart is waited for, nothing is sent. */
  function send(request: EngineRequest): void {
    if (state !== 'working' || cancelRestart) return;
    if (engine) engine.postMessage(request);
    else if (start() && request.kind !== 'watch' && request.kind !== 'device') send(request);
  }

  /** Starts the engine and tells it what is wanted of it now. */
  function start(): boolean {
    let started: EngineProcess;
    try {
      started = fork(collecting);
    } catch (error) {
      swallowed('engine', 'start', error);
      exited();
      return false;
    }
    engine = started;
    startedAt = clock.monotonic();
    log('engine.started', { attempt: restarts.length + 1 });
    debug('engine', 'started', { attempt: restarts.length + 1, collecting });
    started.on('message', (message) => {
      if (engine === started) relay(message);
    });
    started.on('exit', () => {
      if (engine !== started) return;
      debug('engine', 'exited', { state });
      if (state !== 'stopped') log('engine.exited', { after: (clock.monotonic() - startedAt) / 1000 });
      exited();
    });
    if (watchers.size > 0) started.postMessage({ kind: 'watch' } satisfies EngineRequest);
    if (pending) started.postMessage({ kind: 'device' } satisfies EngineRequest);
    return true;
  }

  function exited(): void {
    engine = undefined;
    failDevice('The Finder engine ended before it had read the device.');
    if (state === 'stopped' || watchers.size === 0) return;
    const restart = decideRestart(restarts, clock.monotonic());
    if (restart.after === 'never') {
      state = 'left-alone';
      debug('engine', 'given-up', { attempts: restarts.length + 1 });
      log('engine.gave-up', { attempts: restarts.length + 1 });
      onFailed('engine');
      return;
    }
    restarts = restart.restarts;
    debug('engine', 'restart', { afterMs: restart.after });
    cancelRestart = timers.after(restart.after, () => {
      cancelRestart = undefined;
      if (state === 'working' && (watchers.size > 0 || pending)) start();
    });
  }

  const reports: { readonly [K in EngineReport['kind']]: (report: Extract<EngineReport, { kind: K }>) => void } = {
    processes({ sample }) {
      failing.delete('processes');
      onProcesses(sample);
    },
    metrics({ metrics }) {
      failing.delete('metrics');
      onMetrics(metrics);
    },
    device({ report }) {
      failing.delete('device');
      pending?.resolve(report);
      pending = undefined;
    },
    failed({ what, reason }) {
      if (!failing.has(what)) log('sampler.source-failed', { source: what, reason });
      failing.add(what);
      if (what === 'device') failDevice('The device could not be read.');
      onFailed(what);
    },
    cycle: ({ cycle }) => onCycle(cycle),
    answers: ({ answers }) => onAnswers(answers),
    errors: ({ errors }) => onErrors(errors),
  };

  function relay(message: unknown): void {
    const parsed = engineReportSchema.safeParse(message);
    if (parsed.success) (reports[parsed.data.kind] as (report: EngineReport) => void)(parsed.data);
  }

  function failDevice(reason: string): void {
    pending?.reject(new Error(reason));
    pending = undefined;
  }

  function device(): Promise<DeviceReport> {
    if (state !== 'working') return Promise.reject(new Error('The Finder engine is not running.'));
    if (pending) return pending.promise;
    const asked = pendingDevice();
    pending = asked;
    const cancel = timers.after(DEVICE_REQUEST_LIMIT_MS, () => {
      if (pending === asked) failDevice('The device was not read in time.');
    });
    send({ kind: 'device' });
    return asked.promise.finally(cancel);
  }

  return {
    get state() {
      if (state === 'left-alone') return 'given-up';
      if (cancelRestart) return 'restarting';
      return engine && watchers.size > 0 ? 'running' : 'resting';
    },
    watch(client, live) {
      const before = watchers.size;
      if (live) watchers.add(client);
      else watchers.delete(client);
      if (before === 0 && watchers.size > 0) send({ kind: 'watch' });
      else if (before > 0 && watchers.size === 0 && engine) send({ kind: 'rest' });
      // A window that joins others does not wait for their next sample.
      else if (watchers.size > before) send({ kind: 'refresh' });
    },
    refresh() {
      if (state === 'left-alone') {
        state = 'working';
        restarts = [];
      }
      send({ kind: 'refresh' });
    },
    device,
    collect(on) {
      if (on === collecting) return;
      collecting = on;
      engine?.postMessage({ kind: 'collect', on } satisfies EngineRequest);
    },
    stop() {
      state = 'stopped';
      watchers.clear();
      cancelRestart?.();
      // The app ends and nobody waits for it any more; Electron would print a refusal as an error.
      pending = undefined;
      engine?.kill();
    },
  };
}

function pendingDevice(): PendingDevice {
  let resolve: PendingDevice['resolve'] = () => {};
  let reject: PendingDevice['reject'] = () => {};
  const promise = new Promise<DeviceReport>((...settle) => {
    [resolve, reject] = settle;
  });
  return { promise, resolve, reject };
}

type Measures = Pick<Client<typeof finder.words>['measures'], 'worked' | 'counted'>;

/** Records how a look at this computer went. */
export function sampled(measures: Measures, { milliseconds, failed, rows, skipped }: SamplingCycle): void {
  measures.worked('sampling.cycle', failed ? 'failed' : 'ok', {
    milliseconds,
    rows,
    counts: { 'finder.rows-sampled': rows, 'finder.samples-skipped': skipped },
  });
}

/** Records how many answers about this device were known already. */
export function answered(measures: Measures, { kept, asked }: KeptAnswers): void {
  measures.counted({ 'cache.hits': kept, 'cache.misses': asked });
}
