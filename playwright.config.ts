import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  // The tests measure real time ("the popup comes after five seconds"), which other windows on the same cores would spoil.
  workers: Number(process.env['CANDOR_E2E_WORKERS'] ?? 1),
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/reports/e2e.json' }]],
});
