import { defineConfig } from 'vitest/config';

const shared = {
  environment: 'node' as const,
  // Tests start collectors, builds and compilers of their own; more files at once than cores only makes them time out.
  maxWorkers: 2,
  testTimeout: 20_000,
  // Vitest's own second is over before a busy computer has started a process; a condition that is met costs nothing of it.
  expect: { poll: { timeout: 15_000, interval: 20 } },
  // electron-store imports Electron, which outside of Electron is a path and not a module.
  alias: { electron: new URL('./tests/support/electron-stub.ts', import.meta.url).pathname },
  server: { deps: { inline: ['electron-store'] } },
  // A worker of its own for each of hundreds of files takes longer than many of their tests. What a test has put in the place of
  // something is taken back before the next one, so that no other file meets it.
  isolate: false,
  restoreMocks: true,
  unstubGlobals: true,
  unstubEnvs: true,
};

/** Of suites that start processes of their own, and remove folders of thousands of files. */
const processes = {
  ...shared,
  isolate: true,
  globalSetup: './tests/support/compile-cache.ts',
  hookTimeout: 120_000,
};

const INTEGRATION = 'tests/integration/**/*.test.ts';

/**
 * Integration tests that take most of the suite's time, and are about what changes seldom: "npm run test:long". Of each of them
 * something is in the others as well.
 */
const more = [
  'upgrades',
  'collector/{answers-by-period,backup,clickhouse,cubes,erase-again,flood,flows,full-disk,given-back,migrations,products,remake-days,retention,rows-once,server-faults,shared-state,start,transfer,two-collectors}',
  'engine/{store-files,store-hostile-files}',
  'scripts/{pack-client,pack-collector}',
].map((names) => `tests/integration/${names}.test.ts`);

const integration = { ...processes, testTimeout: 60_000 };

export default defineConfig({
  test: {
    allowOnly: false,
    retry: 0,
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
        },
      },
      { test: { ...integration, name: 'integration', include: [INTEGRATION], exclude: more } },
      // Days that close, and stores that move from one to another, take a minute on a busy computer.
      { test: { ...integration, name: 'integration-more', include: more, testTimeout: 180_000, hookTimeout: 180_000 } },
      // Installs packages on this computer, one after the other: "npm run test:installers".
      {
        test: {
          ...processes,
          name: 'installers',
          include: ['tests/installers/**/*.test.ts'],
          testTimeout: 120_000,
          fileParallelism: false,
        },
      },
      // Minutes, and two cores for itself: "npm run test:long".
      {
        test: {
          ...processes,
          name: 'long',
          include: ['tests/long/**/*.test.ts'],
          // With all repetitions ("npm run test:long") the longest test takes half an hour.
          testTimeout: process.env['CANDOR_TEST_SOAK'] ? 3_600_000 : 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
