import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { Overview } from '../../../../client/core/batch/overview.ts';
import { type Collector, type CollectorOptions, startCollector } from '../../../../collector/start.ts';
import { suiteFolder, temporaryFolder } from '../../../support/temporary-folder.ts';

export interface TestCollector extends Collector {
  readonly dataDir: string;
  /** A token of an administrator. */
  readonly token: string;
  /** What the collector said about faults. */
  readonly faults: string[];
}

/** Starts a collector for one test, on a folder of its own and showing every group unless it is said otherwise. */
export async function startTestCollector(options: Partial<CollectorOptions> = {}): Promise<TestCollector> {
  const collector = await start({ ...options, dataDir: options.dataDir ?? temporaryFolder() });
  onTestFinished(() => collector.close());
  return collector;
}

/** One collector for the tests of a file that only ask it: each start loads a database. Returns what gives it in a test. */
export function shareTestCollector(options: Partial<CollectorOptions> = {}): () => TestCollector {
  const dataDir = suiteFolder();
  let shared: TestCollector | undefined;
  beforeAll(async () => {
    shared = await start({ ...options, dataDir });
  }, 60_000);
  afterAll(() => shared?.close());
  return () => {
    if (!shared) throw new Error('asked for before the tests');
    return shared;
  };
}

/** What a collector that others have used as well counts more, when something has been done and is loaded. */
export async function countsMore(
  collector: Collector,
  done: () => Promise<unknown>,
): Promise<{ sessions: number; installations: number; received: number; uses: Record<string, number> }> {
  await collector.settled();
  const before = await collector.overview();
  await done();
  await collector.settled();
  const after = await collector.overview();
  const used = usesOf(before);
  const uses = Object.entries(usesOf(after)).map(([use, count]) => [use, count - (used[use] ?? 0)] as const);
  return {
    sessions: after.sessions - before.sessions,
    installations: after.installations - before.installations,
    received: after.completeness.received - before.completeness.received,
    uses: Object.fromEntries(uses.filter(([, count]) => count !== 0)),
  };
}

type Options = Partial<CollectorOptions> & Pick<CollectorOptions, 'dataDir'>;

async function start(options: Options): Promise<TestCollector> {
  const { dataDir } = options;
  const faults: string[] = [];
  const collector = await startCollector({ k: 1, onFault: (message) => faults.push(message), ...options });
  const token = await collector.tokens.create({ name: `test-${randomUUID()}`, role: 'administrator', use: 'bearer' });
  return { ...collector, dataDir, faults, token };
}

/** Between two looks, in milliseconds: one that never rests takes the core from what it waits for. */
const LOOKS_AGAIN_MS = 5;

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
    await new Promise((resolve) => setTimeout(resolve, LOOKS_AGAIN_MS));
  }
}
