import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { Overview } from '../../../../client/core/batch/overview.ts';
import { type Collector, type CollectorOptions, startCollector } from '../../../../collector/start.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

export interface TestCollector extends Collector {
  readonly dataDir: string;
  /** A token of an administrator. */
  readonly token: string;
  /** What the collector said about faults. */
  readonly faults: string[];
}

/** Starts a collector for one test, on a folder of its own and showing every group unless it is said otherwise. */
export async function startTestCollector(options: Partial<CollectorOptions> = {}): Promise<TestCollector> {
  const dataDir = options.dataDir ?? temporaryFolder();
  const faults: string[] = [];
  const collector = await startCollector({ k: 1, onFault: (message) => faults.push(message), ...options, dataDir });
  onTestFinished(() => collector.close());
  const token = await collector.tokens.create({ name: `test-${randomUUID()}`, role: 'administrator', use: 'bearer' });
  return { ...collector, dataDir, faults, token };
}

/** Uses by command and source, "go.search/menu": 3. */
export function usesOf({ usage }: Overview): Record<string, number> {
  return Object.fromEntries(usage.map(({ command, source, count }) => [`${command}/${source}`, count]));
}

/** Waits until something is so. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 20_000,
): Promise<void> {
  const giveUp = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > giveUp) throw new Error(`${what}: not within ${withinMs} ms`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
