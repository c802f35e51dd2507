import type { Metrics } from '../../app/finder/device.ts';
import type { Process, ProcessSample } from '../../app/finder/process.ts';
import { processKey } from '../../app/finder/sampling.ts';

/** Readings of one process, oldest first. */
interface Trend {
  readonly cpu: readonly number[];
  readonly memory: readonly number[];
}

const empty: Trend = { cpu: [], memory: [] };

interface Growing {
  cpu: number[];
  memory: number[];
}

/**
 * CPU and memory of every process over the last samples. The arrays grow in place, because copying thousands of them
 * for each sample would cost more than drawing; a new `ProcessTrends` tells watchers that there is something new.
 */
class ProcessTrends {
  readonly #samples: number;
  readonly #trends: Map<string, Growing>;

  /** @param samples readings kept for each process */
  constructor(samples: number, trends: Map<string, Growing> = new Map()) {
    this.#samples = samples;
    this.#trends = trends;
  }

  /** The trends after a sample; processes that are not in it are forgotten. */
  add(processes: readonly Process[]): ProcessTrends {
    const next = new Map<string, Growing>();
    for (const process of processes) {
      const key = processKey(process);
      const trend = this.#trends.get(key) ?? { cpu: [], memory: [] };
      trend.cpu.push(process.cpu);
      trend.memory.push(process.memory);
      if (trend.cpu.length > this.#samples) {
        trend.cpu.shift();
        trend.memory.shift();
      }
      next.set(key, trend);
    }
    return new ProcessTrends(this.#samples, next);
  }

  /** The readings of one process; none for one that is not running. */
  of(key: string): Trend {
    const trend = this.#trends.get(key);
    return trend ? { cpu: [...trend.cpu], memory: [...trend.memory] } : empty;
  }
}

/** Samples that sparklines look back on; five minutes at one every 5 s. */
export const TREND_SAMPLES = 60;

/** Ended processes that are remembered, so that a selected one can still be shown. */
const MAX_DEPARTED = 500;

/** What the Finder engine has told this window. */
export interface Live {
  /** When the newest sample of the processes was taken, UTC milliseconds; `null` before the first. */
  readonly at: number | null;
  /** A process that did not change is the same object as in the sample before. */
  readonly processes: readonly Process[];
  readonly byKey: ReadonlyMap<string, Process>;
  /** Last readings of processes that have ended. */
  readonly departed: ReadonlyMap<string, Process>;
  /** CPU and memory of each process over the samples seen. */
  readonly trends: ProcessTrends;
  /** Newest last, at most {@link TREND_SAMPLES}. */
  readonly metrics: readonly Metrics[];
  readonly processesFailed: boolean;
  readonly metricsFailed: boolean;
  readonly engineFailed: boolean;
}

export const nothingSeen: Live = {
  at: null,
  processes: [],
  byKey: new Map(),
  departed: new Map(),
  trends: new ProcessTrends(TREND_SAMPLES),
  metrics: [],
  processesFailed: false,
  metricsFailed: false,
  engineFailed: false,
};

/** The state after a sample; rows that did not change keep their identity, so that they are not drawn again. */
export function addProcesses(live: Live, sample: ProcessSample): Live {
  const byKey = new Map<string, Process>();
  const processes = sample.processes.map((process) => {
    const key = processKey(process);
    const before = live.byKey.get(key);
    const kept = before && sameProcess(before, process) ? before : process;
    byKey.set(key, kept);
    return kept;
  });
  return {
    ...live,
    at: sample.at,
    processes,
    byKey,
    departed: departures(live, byKey),
    trends: live.trends.add(processes),
    processesFailed: false,
    engineFailed: false,
  };
}

export function addMetrics(live: Live, metrics: Metrics): Live {
  return {
    ...live,
    metrics: [...live.metrics, metrics].slice(-TREND_SAMPLES),
    metricsFailed: false,
    engineFailed: false,
  };
}

function departures(live: Live, present: ReadonlyMap<string, Process>): ReadonlyMap<string, Process> {
  const gone = [...live.byKey].filter(([key]) => !present.has(key));
  if (gone.length === 0) return live.departed;
  return new Map([...live.departed, ...gone].slice(-MAX_DEPARTED));
}

function sameProcess(a: Process, b: Process): boolean {
  return (
    a.cpu === b.cpu &&
    a.memory === b.memory &&
    a.state === b.state &&
    a.threads === b.threads &&
    a.name === b.name &&
    a.user === b.user &&
    a.parentPid === b.parentPid &&
    a.path === b.path &&
    a.commandLine === b.commandLine
  );
}
