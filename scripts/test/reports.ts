/** Reads the test runners' JSON reports. Whatever a report leaves open counts against the suite. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { projectRoot } from '../lib/paths.ts';

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name?: string;
    status: string;
    message?: string;
    assertionResults: { fullName?: string; status?: string; failureMessages?: string[] }[];
  }[];
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  /** Errors outside of any test, such as a file that cannot be loaded. */
  errors: { message?: string }[];
  suites?: PlaywrightSuite[];
}

interface PlaywrightSuite {
  title: string;
  specs?: { title: string; ok: boolean; file?: string; tests: { results: { errors?: { message?: string }[] }[] }[] }[];
  suites?: PlaywrightSuite[];
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
    failures: vitestFailures(report),
  });
}

/** A run of Playwright: the file of its report, and its exit code. */
export interface Pass {
  report: string;
  exitCode: number | undefined;
}

/** Of a suite that is run in passes, of which one may have had no test to run, but not all. */
export function readPlaywrightReports(passes: readonly Pass[]): Tally {
  const read = passes.map(readPlaywrightReport);
  const sum = (field: 'passed' | 'failed' | 'skipped') => read.reduce((total, tally) => total + tally[field], 0);
  const tally = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  return settle(0, { ...tally, failures: read.flatMap(({ failures = [] }) => failures) });
}

function readPlaywrightReport({ report: file, exitCode }: Pass): Tally {
  const report = readJson<PlaywrightReport>(file);
  if (!report) return crashed();
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + flaky + report.errors.length;
  return {
    passed: expected,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped,
    failures: playwrightFailures(report),
  };
}

function vitestFailures({ testResults }: VitestReport): Failure[] {
  return testResults.flatMap(({ name = '', status, message, assertionResults }) => {
    const file = path.relative(projectRoot, name);
    if (assertionResults.length === 0) return status === 'failed' ? [{ test: file, error: firstLine(message) }] : [];
    return assertionResults
      .filter((one) => one.status === 'failed')
      .map(({ fullName, failureMessages }) => ({
        test: `${file}: ${fullName}`,
        error: firstLine(failureMessages?.[0]),
      }));
  });
}

function playwrightFailures({ errors, suites = [] }: PlaywrightReport): Failure[] {
  const inSuite = ({ title, specs = [], suites: inner = [] }: PlaywrightSuite): Failure[] => [
    ...specs
      .filter(({ ok }) => !ok)
      .map((spec) => ({
        test: `${spec.file ?? title}: ${spec.title}`,
        error: firstLine(
          spec.tests.flatMap(({ results }) => results.flatMap((result) => result.errors ?? []))[0]?.message,
        ),
      })),
    ...inner.flatMap(inSuite),
  ];
  return [
    ...errors.map(({ message }) => ({ test: 'outside of any test', error: firstLine(message) })),
    ...suites.flatMap(inSuite),
  ];
}

/** Of an error, at most 200 characters. */
function firstLine(text = ''): string {
  return stripVTControlCharacters(text).trim().split('\n')[0]?.slice(0, 200) ?? '';
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
  failures?: Failure[];
}

/** A test that failed, as it is told at the end of a run: the rest of the output may be cut off. */
export interface Failure {
  /** File and title. */
  test: string;
  /** First line of the error. */
  error: string;
}

export interface SuiteResult extends Tally {
  name: string;
  milliseconds: number;
}

/** The last line of a test run. Machines read it too, so it has this one form; skipped tests are told only when there are some. */
export function summaryLine(tallies: Tally[]): string {
  const sum = (field: 'passed' | 'failed' | 'skipped') => tallies.reduce((total, tally) => total + tally[field], 0);
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

/** Two lines for each test that failed: which it is, and the first line of its error. */
export function failureLines(results: SuiteResult[]): string[] {
  return results.flatMap(({ name, failures = [] }) =>
    failures.flatMap(({ test, error }) => [`failed: ${name}: ${test}`, `        ${error}`]),
  );
}
