import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startCollector } from '../../../collector/start.ts';

export type RunningCollector = Awaited<ReturnType<typeof startCollector>>;

interface Started {
  readonly collector: RunningCollector;
  readonly folder: string;
}

async function start(): Promise<Started> {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-e2e-collector-'));
  return { collector: await startCollector({ dataDir: folder, k: 1, unpackaged: true }), folder };
}

async function end({ collector, folder }: Started): Promise<void> {
  await collector.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Real collectors, each with an empty store of its own, for one test after the other. While one is used the next one starts,
 * since a start takes about a second; not beside tests that measure time (CANDOR_E2E_TIMED).
 */
export class SpareCollectors {
  #next: Promise<Started> | undefined;

  /**
   * Runs `use` with a collector that nobody has used, and ends it.
   * @param link where its folder is found meanwhile.
   */
  async lend(link: string, use: (collector: RunningCollector) => Promise<void>): Promise<void> {
    const started = await (this.#next ?? start());
    this.#next = undefined;
    if (!process.env['CANDOR_E2E_TIMED']) {
      this.#next = start();
      // Whoever takes it is told; without one it must not end the worker.
      this.#next.catch(() => {});
    }
    symlinkSync(started.folder, link);
    await use(started.collector);
    await end(started);
  }

  async close(): Promise<void> {
    if (this.#next) await end(await this.#next);
  }
}
