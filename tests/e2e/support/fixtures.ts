import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from 'playwright/test';
import { FinderApp, type LaunchOptions } from './finder-app.ts';
import { type RunningCollector, SpareCollectors } from './spare-collector.ts';

export type { RunningCollector };

export interface Fixtures {
  /** A folder of the test's own. */
  folder: string;
  /** An empty profile. */
  profile: string;
  /** A real collector with a store of its own, in the test's folder under `collector`. */
  collector: RunningCollector;
  /** Starts the app; what is still running at the end of the test is ended. */
  launch: (options?: Partial<LaunchOptions>) => Promise<FinderApp>;
}

export interface WorkerFixtures {
  spareCollectors: SpareCollectors;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  spareCollectors: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures a fixture needs from here
    async ({}, use) => {
      const spare = new SpareCollectors();
      await use(spare);
      await spare.close();
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures a fixture needs from here
  folder: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'candor-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  profile: async ({ folder }, use) => {
    await use(path.join(folder, 'profile'));
  },
  collector: async ({ folder, spareCollectors }, use) => {
    await spareCollectors.lend(path.join(folder, 'collector'), use);
  },
  launch: async ({ profile }, use) => {
    const apps: FinderApp[] = [];
    await use(async (options = {}) => {
      const app = await FinderApp.launch({ profile, ...options });
      apps.push(app);
      return app;
    });
    for (const app of apps) await app.end();
  },
});

export { expect } from 'playwright/test';
