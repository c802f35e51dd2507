import type { Clock, Timers } from 'candor-client/node';
import type { EngineReport, SamplingCycle, SourceFailure } from '../../app/finder/engine.ts';
import type { Reader } from './reader.ts';
import { atRest, missedTicks, type Schedule, type ScheduleEvent, step } from './schedule.ts';

interface SamplerParts {
  readonly reader: Reader;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly report: (report: EngineReport) => void;
  /** Called at the end of each look, of those that are not reported as well. */
  readonly onCycle: (cycle: SamplingCycle) => void;
  /** Milliseconds between samples while somebody watches. */
  readonly interval: number;
}

export interface Sampler {
  /** Sample now and then at every interval. */
  watch(): void;
  /** No more samples; one in progress is finished. */
  rest(): void;
  /** One sample soon, whether watched or not. */
  refresh(): void;
}

/** Carries out what {@link step} decides. */
export function createSampler({ reader, clock, timers, report, onCycle, interval }: SamplerParts): Sampler {
  let schedule: Schedule = atRest;
  let disarm = () => {};

  function happen(event: ScheduleEvent): void {
    const next = step(schedule, event, clock.monotonic(), interval);
    schedule = next.schedule;
    if (next.timer !== 'keep') disarm();
    if (typeof next.timer === 'number') disarm = timers.after(next.timer, () => happen('due'));
    if (next.sample !== 'no') void sample(next.sample === 'report').then(() => happen('done'));
  }

  async function sample(reported: boolean): Promise<void> {
    const say = reported ? report : () => {};
    const [processes, metrics] = await Promise.allSettled([reader.processes(), reader.metrics()]);
    if (processes.status === 'rejected') {
      say({ kind: 'failed', what: 'processes', reason: sourceFailure(processes.reason) });
    } else say({ kind: 'processes', sample: { at: clock.now(), processes: processes.value } });
    if (metrics.status === 'rejected') {
      say({ kind: 'failed', what: 'metrics', reason: sourceFailure(metrics.reason) });
    } else if (metrics.value) say({ kind: 'metrics', metrics: metrics.value });
    const now = clock.monotonic();
    onCycle({
      milliseconds: now - schedule.began,
      failed: processes.status === 'rejected' || metrics.status === 'rejected',
      rows: processes.status === 'fulfilled' ? processes.value.length : 0,
      skipped: missedTicks(schedule, now, interval),
    });
  }

  return {
    watch() {
      reader.begin?.();
      happen('watch');
    },
    rest() {
      happen('rest');
      reader.rest?.();
    },
    refresh: () => happen('refresh'),
  };
}

const troubles: Readonly<Record<string, SourceFailure>> = {
  EACCES: 'denied',
  EPERM: 'denied',
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  ETIMEDOUT: 'timeout',
};

/** Why a source could not be read, from what was thrown: the system's code, never its text, which names files. */
export function sourceFailure(thrown: unknown): SourceFailure {
  if (thrown instanceof SyntaxError) return 'malformed';
  const code: unknown = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return (typeof code === 'string' && Object.hasOwn(troubles, code) && troubles[code]) || 'other';
}
