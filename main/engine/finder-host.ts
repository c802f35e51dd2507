import { type DiagnosisFacts, debug, type ErrorSnapshot, swallowed } from 'candor-client/core';
import { decideRestart } from 'candor-client/main';
import type { Clock, Timers } from 'candor-client/node';
import type { Question } from '../../app/finder/asking.ts';
import type { Metrics } from '../../app/finder/device.ts';
import {
  type EngineReport,
  type EngineRequest,
  engineReportSchema,
  type HistorySettings,
  type KeptAnswers,
  type SamplingCycle,
  type WatchLevel,
} from '../../app/finder/engine.ts';
import type { ListChanges, SourceId, SourceState } from '../../app/finder/live.ts';
import type { FinderLog } from '../../app/finder/product.ts';
import type { SentAnswer } from '../../app/finder/sent-answer.ts';
import { changesSomething, createQuestions } from './questions.ts';
import { createWatchdog, type Watchdog } from './watchdog.ts';
import { mergeWatches, topicsOf, type Watch } from './watches.ts';

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

/** What windows are told of the engine. */
export type EngineCondition = 'running' | 'stalled' | 'restarting' | 'stopped';

interface FinderHostParts {
  /** Starts the engine's process, which reports its errors from the first one on or not until it is told to. */
  readonly fork: (collecting: boolean) => EngineProcess;
  /** Ends a process that answers nothing, not even a request to end. */
  readonly forceKill: (engine: EngineProcess) => void;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly history: HistorySettings;
  /** What of a list has changed, for the windows that show it; one that is hidden shows none. */
  readonly onChanges: (changes: ListChanges, clients: readonly number[]) => void;
  readonly onMetrics: (metrics: Metrics) => void;
  readonly onSources: (sources: readonly SourceState[]) => void;
  readonly onEngine: (condition: EngineCondition) => void;
  readonly onSetAside: (files: readonly string[]) => void;
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
  readonly condition: EngineCondition;
  /** Every source that has failed since the engine started, as it is now. */
  readonly sources: readonly SourceState[];
  /** How closely a window looks; the engine starts with the first one that does. */
  watch(client: number, watch: Watch): void;
  /** A window is gone. */
  leave(client: number): void;
  /** Whether the history is recorded although no window asks for it. */
  record(on: boolean): void;
  /** Takes a fresh reading; also tries again with an engine that was left alone. */
  refresh(): void;
  /** Puts a question of a window to the engine. What keeps it from being answered is the answer. */
  ask(client: number, question: Question): Promise<SentAnswer>;
  /** How the history is kept from now on. */
  setHistory(history: HistorySettings): void;
  /** Has the engine report its errors, this one and each later one, or keep nothing of them. */
  collect(on: boolean): void;
  /** Whether the engine's process is there. */
  readonly isRunning: boolean;
  /**
   * Has the engine write what it has not written yet and end; resolves when it has, and is gone if it had something to
   * change. One that holds nothing, as while it starts, is not waited for: {@link stop} ends it.
   */
  pause(): Promise<void>;
  /** Goes on after {@link pause}: what is wanted is done again. */
  resume(): void;
  /** Ends the engine for good; it writes what it has not written yet, unless it had time for that after {@link pause}. Who still waits gets no answer any more. */
  stop(): void;
}

/** Somebody who closes a window and opens another at once meets the same engine, in milliseconds. */
const REPLACE_AFTER_MS = 5000;

const isLooking = (level: WatchLevel): boolean => level === 'visible' || level === 'hidden';

/** Keeps the Finder engine's process in main and relays between it and the windows. */
export function createFinderHost(parts: FinderHostParts): FinderHost {
  const { fork, forceKill, clock, timers, log } = parts;
  const watches = new Map<number, Watch>();
  const questions = createQuestions(timers);
  const sources = new Map<SourceId, SourceState>();
  let engine: EngineProcess | undefined;
  let watchdog: Watchdog | undefined;
  let condition: EngineCondition = 'running';
  let restarts: readonly number[] = [];
  let cancelRestart: (() => void) | undefined;
  let startedAt = 0;
  let collecting = false;
  let recording = false;
  let ended = false;
  /** Windows were shown what this engine read, or it answered them: it holds what it needed for that. */
  let laden = false;
  /** What an end waits for: what it has seen is to be written, or something that it was told to change is to be done. */
  let owing: 'nothing' | 'readings' | 'changes' = 'nothing';
  /** Another engine is to take the place of this one: after its next reading, or as soon as it has ended. */
  let replacement: 'none' | 'due' | 'ending' = 'none';
  let cancelReplacement: (() => void) | undefined;
  /** Who waits for the engine to be gone. */
  const paused: (() => void)[] = [];
  let history = parts.history;

  const wanted = () => mergeWatches(watches.values(), recording && history.on);
  const isNeeded = () => wanted().level !== 'rest' || questions.waiting.size > 0;

  function tell(now: EngineCondition): void {
    if (now === condition) return;
    condition = now;
    parts.onEngine(now);
  }

  /** Sends to the engine, which is started when it is needed; says whether it is there or will be. */
  function send(request: EngineRequest): boolean {
    if (ended || condition === 'stopped') return false;
    // The next one is told what is wanted, and asked what waits for an answer.
    if (cancelRestart || replacement === 'ending') return true;
    if (request.kind === 'ask' || (request.kind === 'watch' && isLooking(request.level))) laden = true;
    if (engine) post(request);
    else if (start() && request.kind === 'refresh') post(request);
    return true;
  }

  function post(request: EngineRequest): void {
    if (request.kind === 'settings' || (request.kind === 'ask' && changesSomething(request.question)))
      owing = 'changes';
    engine?.postMessage(request);
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
      debug('engine', 'exited', { ended });
      if (replacement === 'ending' && !ended) {
        forget();
        if (isNeeded()) start();
        return;
      }
      if (!ended) log('engine.exited', { after: (clock.monotonic() - startedAt) / 1000 });
      exited();
      settlePaused();
    });
    watchdog = createWatchdog(timers, (id) => post({ kind: 'ping', id }), stalled);
    post({ kind: 'settings', history });
    // What it begins with is no change.
    owing = 'nothing';
    post({ kind: 'watch', ...wanted() });
    if (isLooking(wanted().level) || questions.waiting.size > 0) laden = true;
    for (const [id, { client, question }] of questions.waiting) post({ kind: 'ask', id, client, question });
    return true;
  }

  function stalled(): void {
    const dead = engine;
    if (!dead) return;
    tell('stalled');
    debug('engine', 'stalled', {});
    log('engine.exited', { after: (clock.monotonic() - startedAt) / 1000 });
    engine = undefined;
    forceKill(dead);
    exited();
  }

  function settlePaused(): void {
    for (const settle of paused.splice(0)) settle();
  }

  /** Nothing is known any more of an engine that is gone. */
  function forget(): void {
    engine = undefined;
    replacement = 'none';
    laden = false;
    watchdog?.stop();
    watchdog = undefined;
    sources.clear();
  }

  function exited(): void {
    forget();
    // What was asked of it may be what it fell over.
    questions.failAll('engine');
    if (ended || !isNeeded()) return;
    const restart = decideRestart(restarts, clock.monotonic());
    if (restart.after === 'never') {
      debug('engine', 'given-up', { attempts: restarts.length + 1 });
      log('engine.gave-up', { attempts: restarts.length + 1 });
      tell('stopped');
      return;
    }
    restarts = restart.restarts;
    debug('engine', 'restart', { afterMs: restart.after });
    if (condition !== 'stalled') tell('restarting');
    cancelRestart = timers.after(restart.after, () => {
      cancelRestart = undefined;
      if (!ended && isNeeded()) start();
    });
  }

  const reports: { readonly [K in EngineReport['kind']]: (report: Extract<EngineReport, { kind: K }>) => void } = {
    changes({ changes }) {
      tell('running');
      const showing = [...watches].filter(([, watch]) => watch.topics.includes(changes.topic));
      if (showing.length > 0)
        parts.onChanges(
          changes,
          showing.map(([client]) => client),
        );
    },
    metrics({ metrics }) {
      tell('running');
      parts.onMetrics(metrics);
    },
    source({ source, failure, since }) {
      if (failure && !sources.get(source)?.failure)
        log('sampler.source-failed', { source: loggedAs[source], reason: failure });
      sources.set(source, { source, failure, since });
      parts.onSources([...sources.values()]);
    },
    holds() {
      if (owing === 'nothing') owing = 'readings';
    },
    written() {
      if (owing !== 'changes') settlePaused();
    },
    loaded() {
      laden = true;
      follow();
    },
    pong: ({ id }) => watchdog?.answered(id),
    answer: ({ id, answer }) => questions.answered(id, answer),
    cycle({ cycle }) {
      parts.onCycle(cycle);
      replaceIfDue();
    },
    answers: ({ answers }) => parts.onAnswers(answers),
    errors: ({ errors }) => parts.onErrors(errors),
    'set-aside': ({ files }) => parts.onSetAside(files),
  };

  function relay(message: unknown): void {
    const parsed = engineReportSchema.safeParse(message);
    if (parsed.success) (reports[parsed.data.kind] as (report: EngineReport) => void)(parsed.data);
  }

  /** It ends by itself when it has written; the app's own end ends it at the latest. */
  function end(): void {
    if (ended) return;
    ended = true;
    cancelReplacement?.();
    cancelRestart?.();
    cancelRestart = undefined;
    watchdog?.stop();
    questions.failAll('engine');
    post({ kind: 'end' });
  }

  /** Has the engine do what is wanted now; one that nobody needs is not started for it. */
  function follow(): void {
    const now = wanted();
    if (engine || now.level !== 'rest') send({ kind: 'watch', ...now });
    cancelReplacement?.();
    if (replacement === 'due') replacement = 'none';
    if (!laden || now.level !== 'recording') return;
    cancelReplacement = timers.after(REPLACE_AFTER_MS, () => {
      replacement = 'due';
    });
  }

  /**
   * Recording alone takes half the memory in a process that never had the history open, because nothing that was loaded is
   * let go of. Right after a reading, so that the first one of the next engine comes before another would be due.
   */
  function replaceIfDue(): void {
    if (replacement !== 'due' || ended || questions.waiting.size > 0) return;
    debug('engine', 'replaced', {});
    replacement = 'ending';
    post({ kind: 'end' });
  }

  return {
    get state() {
      if (condition === 'stopped') return 'given-up';
      if (cancelRestart) return 'restarting';
      return engine && wanted().level !== 'rest' ? 'running' : 'resting';
    },
    get condition() {
      return condition;
    },
    get sources() {
      return [...sources.values()];
    },
    watch(client, watch) {
      watches.set(client, watch);
      follow();
    },
    leave(client) {
      if (watches.delete(client)) follow();
    },
    record(on) {
      if (on === recording) return;
      recording = on;
      follow();
    },
    refresh() {
      if (condition === 'stopped') {
        restarts = [];
        tell('restarting');
      }
      send({ kind: 'refresh', topics: topicsOf(watches.values()) });
    },
    ask: (client, question) => questions.ask(client, question, (id) => send({ kind: 'ask', id, client, question })),
    setHistory(now) {
      if (sameHistory(now, history)) return;
      history = now;
      post({ kind: 'settings', history });
      follow();
    },
    collect(on) {
      if (on === collecting) return;
      collecting = on;
      post({ kind: 'collect', on });
    },
    get isRunning() {
      return engine !== undefined;
    },
    pause() {
      end();
      return engine && owing !== 'nothing' ? new Promise((resolve) => paused.push(resolve)) : Promise.resolve();
    },
    resume() {
      if (!ended) return;
      ended = false;
      // One that is still ending is started anew when it is gone.
      if (!engine) follow();
    },
    stop() {
      watches.clear();
      // It was asked before, and the app has waited: when its runtime is taken away from under DuckDB's threads, it aborts.
      if (ended && engine) forceKill(engine);
      end();
    },
  };
}

function sameHistory(a: HistorySettings, b: HistorySettings): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The sources by the words that the log has for them. */
const loggedAs = {
  processes: 'processes',
  cpu: 'metrics',
  memory: 'metrics',
  disks: 'metrics',
  network: 'metrics',
  pressure: 'metrics',
  power: 'metrics',
  sockets: 'connections',
  units: 'units',
  device: 'device',
  store: 'store',
} as const satisfies Readonly<Record<SourceId, string>>;
