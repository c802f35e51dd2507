import type { Process } from '../../app/finder/process.ts';
import { processKey } from '../../app/finder/process-key.ts';

/** Readings of one process, oldest first. */
export interface Trend {
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
export class ProcessTrends {
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
