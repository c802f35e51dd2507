import { defineConfig } from 'playwright/test';
import short from './playwright.e2e.config.ts';

/** The end-to-end tests that take minutes: "npm run test:long". */
export default defineConfig({
  ...short,
  testDir: 'tests/e2e-long',
  outputDir: 'test-results/long-e2e',
  // Nothing here is measured in time; each test is a minute of one user, who mostly waits.
  grepInvert: [],
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/reports/long-e2e.json' }]],
});
