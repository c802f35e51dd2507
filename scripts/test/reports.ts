/** Reads the test runners' JSON reports. Whatever a report leaves open counts against the suite. */
import { existsSync, readFileSync } from 'node:fs';

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  /** Errors outside of any test, such as a file that cannot be loaded. */
  errors: unknown[];
}

export function readVitestReport(file: string, exitCode: number | undefined): Tally {
  const report = readJson<VitestReport>(file);
  if (!report) return crashed();
  const unloadable = report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  );
  return settle(exitCode, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable.length,
    skipped: report.numPendingTests + report.numTodoTests,
  });
}

export function readPlaywrightReport(file: string, exitCode: number | undefined): Tally {
  const report = readJson<PlaywrightReport>(file);
  if (!report) return crashed();
  const { expected, unexpected, flaky, skipped } = report.stats;
  return settle(exitCode, { passed: expected, failed: unexpected + flaky + report.errors.length, skipped });
}

/** A runner can end badly with no failed test: an unhandled error, a failed teardown, no test at all. */
function settle(exitCode: number | undefined, tally: Tally): Tally {
  const badEnd = tally.failed === 0 && (exitCode !== 0 || tally.passed === 0);
  return badEnd ? { ...tally, failed: 1 } : tally;
}

function crashed(): Tally {
  return { passed: 0, failed: 1, skipped: 0 };
}

function readJson<T>(file: string): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    // A runner that was killed while it wrote.
    return undefined;
  }
}

// Counts of tests, and how they are told.

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export interface SuiteResult extends Tally {
  name: string;
  milliseconds: number;
}

/** The last line of a test run. Machines read it too, so it has this one form; skipped tests are told only when there are some. */
export function summaryLine(tallies: Tally[]): string {
  const sum = (field: keyof Tally) => tallies.reduce((total, tally) => total + tally[field], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A suite that passed nothing has tested nothing, which must not look like success. */
export function isGreen(tallies: Tally[]): boolean {
  return tallies.length > 0 && tallies.every(({ passed, failed }) => passed > 0 && failed === 0);
}

/** One line for each suite: name, counts, time. */
export function suiteTable(results: SuiteResult[]): string[] {
  const rows = [
    ['suite', 'passed', 'failed', 'skipped', 'seconds'],
    ...results.map(({ name, passed, failed, skipped, milliseconds }) => [
      name,
      ...[passed, failed, skipped].map(String),
      (milliseconds / 1000).toFixed(1),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}
