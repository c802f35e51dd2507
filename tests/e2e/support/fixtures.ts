import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from 'playwright/test';
import { startCollector } from '../../../collector/start.ts';
import { FinderApp, type LaunchOptions } from './finder-app.ts';

export type RunningCollector = Awaited<ReturnType<typeof startCollector>>;

export interface Fixtures {
  /** A folder of the test's own. */
  folder: string;
  /** An empty profile. */
  profile: string;
  /** A real collector with a store of its own. */
  collector: RunningCollector;
  /** Starts the app; what is still running at the end of the test is ended. */
  launch: (options?: Partial<LaunchOptions>) => Promise<FinderApp>;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures a fixture needs from here
  folder: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'candor-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  profile: async ({ folder }, use) => {
    await use(path.join(folder, 'profile'));
  },
  collector: async ({ folder }, use) => {
    const collector = await startCollector({ dataDir: path.join(folder, 'collector'), k: 1, unpackaged: true });
    await use(collector);
    await collector.close();
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
