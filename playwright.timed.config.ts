import { defineConfig } from 'playwright/test';
import beside, { TIMED } from './playwright.e2e.config.ts';

// Nothing starts in the background while time is measured.
process.env['CANDOR_E2E_TIMED'] = '1';

/** The end-to-end tests that measure real time, one after the other. */
export default defineConfig({
  ...beside,
  outputDir: 'test-results/timed',
  grep: TIMED,
  grepInvert: [],
  workers: 1,
  reporter: [['list'], ['json', { outputFile: 'test-results/reports/timed.json' }]],
});
