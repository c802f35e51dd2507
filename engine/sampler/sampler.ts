import { swallowed } from 'candor-client/core';
import type { Clock, Timers } from 'candor-client/node';
import type { Metrics } from '../../app/finder/device.ts';
import type { SamplingCycle } from '../../app/finder/engine.ts';
import type { ListTopic, SourceState, Topic } from '../../app/finder/live.ts';
import type { Process } from '../../app/finder/process.ts';
import type { Connection, Port } from '../../app/finder/socket.ts';
import type { Unit } from '../../app/finder/unit.ts';
import { SOURCE_GIVEN_UP_MS } from '../limits.ts';
import { type Clocks, type Jump, jumpsBetween } from './clock-jumps.ts';
import { createFigures, isFigure } from './figures.ts';
import { type Ask, atRest, type Demand, missedBeats, type Schedule, type ScheduleEvent, step } from './schedule.ts';
import { type AnySource, type SampledId, type SourceValues, sourceFailure } from './source.ts';

interface RowsOf {
  processes: Process;
  ports: Port;
  connections: Connection;
  units: Unit;
}

/** A list as it was read; rows that have not changed are the same objects as in the reading before. */
export type ListReading = {
  [T in ListTopic]: {
    readonly kind: 'list';
    readonly topic: T;
    /** UTC milliseconds. */
    readonly at: number;
    /** Milliseconds since the reading before; 0 when its rates are not of the present: do not record them. */
    readonly elapsed: number;
    readonly rows: readonly RowsOf[T][];
  };
}[ListTopic];

/** What the sampler tells. */
export type SamplerReport =
  | ListReading
  /** `elapsed` as in {@link ListReading}. */
  | { readonly kind: 'metrics'; readonly metrics: Metrics; readonly elapsed: number }
  /** A source can no longer be read, or can be again. */
  | { readonly kind: 'source'; readonly state: SourceState }
  | ({ readonly kind: 'jump' } & Jump)
  /** A look has ended; it was work for this computer. */
  | { readonly kind: 'cycle'; readonly cycle: SamplingCycle };

export interface SamplerParts {
  readonly sources: readonly AnySource[];
  readonly clock: Clock;
  readonly timers: Timers;
  /** Milliseconds since the system's start, sleep included. */
  readonly uptime: () => number;
  readonly report: (report: SamplerReport) => void;
}

export interface Sampler {
  /** What is wanted from now on; the first readings come at once. At level `rest` nothing is armed and nothing runs. */
  want(demand: Demand): void;
  /** One reading soon of what these topics need, whether wanted or not. */
  refresh(topics: readonly Topic[]): void;
  /** How every source that was read stands. */
  states(): readonly SourceState[];
}

/** One look: the sources that were asked at the same moment. */
interface Look {
  readonly began: number;
  waiting: number;
  /** Of them those that a figure of the system comes from. */
  figures: number;
  /** Milliseconds since these were read before; 0 when their rates are not of the present. */
  elapsed: number;
  failed: boolean;
  rows: number;
  skipped: number;
}

/** Carries out what {@link step} decides. */
export function createSampler({ sources, clock, timers, uptime, report }: SamplerParts): Sampler {
  const byId = new Map<SampledId, AnySource>(sources.map((source) => [source.id, source]));
  const states = new Map<SampledId, SourceState>();
  const figures = createFigures();
  const lastRead = new Map<SampledId, number>();
  let schedule: Schedule = atRest(sources);
  let disarm = () => {};
  let expected: number | null = null;
  let clocks: Clocks | undefined;
  let ready = false;

  function happen(event: ScheduleEvent): void {
    lookAtClocks();
    decide(event);
  }

  function decide(event: ScheduleEvent): void {
    const now = clock.monotonic();
    const next = step(schedule, event, now);
    schedule = next.schedule;
    disarm();
    expected = next.timer === null ? null : now + next.timer;
    if (next.timer !== null) disarm = timers.after(next.timer, () => happen({ kind: 'due' }));
    if (next.ask.length > 0) look(next.ask, now);
    else if (next.timer === null && ready && !isAsking()) letGo();
  }

  function lookAtClocks(): void {
    const now: Clocks = { at: clock.now(), monotonic: clock.monotonic(), uptime: uptime() };
    // At rest nothing is compared across it.
    const jumps = clocks && expected !== null ? jumpsBetween(clocks, now, expected - clocks.monotonic) : [];
    clocks = now;
    for (const jump of jumps) report({ kind: 'jump', ...jump });
    if (jumps.length > 0) decide({ kind: 'jump' });
  }

  function look(asks: readonly Ask[], began: number): void {
    if (!ready) {
      ready = true;
      for (const source of sources) source.begin?.();
    }
    const figuresAsked = asks.filter(({ id }) => isFigure(id)).length;
    const one: Look = {
      began,
      waiting: asks.length,
      figures: figuresAsked,
      elapsed: 0,
      failed: false,
      rows: 0,
      skipped: 0,
    };
    for (const ask of asks) {
      const source = byId.get(ask.id);
      if (source) read(source, ask, one);
    }
  }

  function read(source: AnySource, { id, continuous }: Ask, of: Look): void {
    const at = clock.now();
    const monotonic = clock.monotonic();
    const elapsed = continuous ? monotonic - (lastRead.get(id) ?? monotonic) : 0;
    lastRead.set(id, monotonic);
    if (isFigure(id)) of.elapsed = Math.max(of.elapsed, elapsed);
    let late = false;
    let lost = false;
    let cancel = timers.after(source.limit, () => {
      late = true;
      tellState(id, 'timeout');
      figures.lose(id);
      leave(of, id, true);
      cancel = timers.after(SOURCE_GIVEN_UP_MS, () => {
        lost = true;
        decide({ kind: 'ended', id });
      });
    });

    function end(take: () => boolean): void {
      if (lost) return;
      cancel();
      if (late) tellState(id, null);
      const failed = !take();
      if (!late) leave(of, id, failed);
      decide({ kind: 'ended', id });
    }

    const answered = (value: SourceValues[SampledId]) =>
      end(() => {
        // What comes too late is of no present moment.
        if (late) return true;
        tellState(id, null);
        of.rows += id === 'processes' ? (value as SourceValues['processes']).length : 0;
        tell(id, value, at, elapsed);
        return true;
      });
    const fail = (error: unknown) =>
      end(() => {
        tellState(id, sourceFailure(error));
        figures.lose(id);
        return false;
      });

    try {
      const answer = source.read({ at, monotonic, continuous });
      if (answer instanceof Promise) {
        answer.then(answered, (error: unknown) => {
          swallowed('engine', 'read-source', error);
          fail(error);
        });
      } else answered(answer);
    } catch (error) {
      swallowed('engine', 'read-source', error);
      fail(error);
    }
  }

  /** One source of a look is done with: when all are, it has ended. */
  function leave(of: Look, id: SampledId, failed: boolean): void {
    of.failed ||= failed;
    of.waiting -= 1;
    of.skipped = Math.max(of.skipped, missedBeats(schedule, id, clock.monotonic()));
    if (isFigure(id)) {
      of.figures -= 1;
      if (of.figures === 0) {
        report({ kind: 'metrics', metrics: figures.metrics(clock.now()), elapsed: Math.round(of.elapsed) });
      }
    }
    if (of.waiting > 0) return;
    const { began, failed: anyFailed, rows, skipped } = of;
    const milliseconds = Math.min(MAX_CYCLE_MS, clock.monotonic() - began);
    report({ kind: 'cycle', cycle: { milliseconds, failed: anyFailed, rows, skipped } });
  }

  function tell(id: SampledId, value: SourceValues[SampledId], at: number, exact: number): void {
    const elapsed = Math.round(exact);
    const list = { kind: 'list', at, elapsed } as const;
    if (id === 'processes') report({ ...list, topic: id, rows: value as SourceValues['processes'] });
    else if (id === 'units') report({ ...list, topic: id, rows: value as SourceValues['units'] });
    else if (id === 'sockets') {
      const { ports, connections } = value as SourceValues['sockets'];
      report({ ...list, topic: 'ports', rows: ports });
      report({ ...list, topic: 'connections', rows: connections });
    } else if (id === 'power') {
      const { onBattery } = value as SourceValues['power'];
      if (onBattery !== schedule.onBattery) decide({ kind: 'power', onBattery });
    } else figures.take(id, value);
  }

  /** Told when it changes; one that is read from the first on is not worth a word. */
  function tellState(id: SampledId, failure: SourceState['failure']): void {
    const known = states.get(id);
    if (known && known.failure === failure) return;
    const state: SourceState = { source: id, failure, since: clock.now() };
    states.set(id, state);
    if (known || failure !== null) report({ kind: 'source', state });
  }

  function isAsking(): boolean {
    return Object.values(schedule.slots).some(({ asked }) => asked);
  }

  function letGo(): void {
    ready = false;
    for (const source of sources) source.rest?.();
  }

  return {
    want: (demand) => happen({ kind: 'demand', demand }),
    refresh: (topics) => happen({ kind: 'refresh', topics }),
    states: () => [...states.values()],
  };
}

/** The longest look that is told; a day. */
const MAX_CYCLE_MS = 86_400_000;
