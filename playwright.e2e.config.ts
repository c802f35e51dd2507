import { defineConfig } from 'playwright/test';

/** In the title or a tag of a test that measures real time, which other windows on the same cores would spoil. */
export const TIMED = /@timed/;

/**
 * X displays with blanks between them, each for one worker alone, so that tests at the same time share neither clipboard
 * nor focus. None where there is a real display, which takes one test after the other.
 */
const displays = (process.env['CANDOR_E2E_DISPLAYS'] ?? '').split(' ').filter(Boolean);

// This file is read in each worker as well, before anything of a test.
const worker = process.env['TEST_PARALLEL_INDEX'];
const own = worker === undefined ? undefined : displays[Number(worker)];
if (own) process.env['DISPLAY'] = own;

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  grepInvert: TIMED,
  workers: Math.max(displays.length, 1),
  // Files that share one app between their tests say so themselves.
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  // Only a failure takes as long: what has a limit of its own says so in its test.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/reports/e2e.json' }]],
});
