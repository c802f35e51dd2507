import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import {
  failureLines,
  isGreen,
  readPlaywrightReports,
  readVitestReport,
  suiteTable,
  summaryLine,
} from '../../../scripts/test/reports.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const tally = (passed: number, failed = 0, skipped = 0) => ({ passed, failed, skipped });

describe('the last line', () => {
  test('is the sum over all suites', () => {
    expect(summaryLine([tally(1), tally(20, 2), tally(300)])).toBe('321 passed, 2 failed');
  });

  test('tells skipped tests only when there are some', () => {
    expect(summaryLine([tally(1, 0, 2), tally(0, 1, 1)])).toBe('1 passed, 1 failed, 3 skipped');
  });
});

describe('the run is green', () => {
  test('when every suite has passed something and failed nothing', () => {
    expect(isGreen([tally(1), tally(5, 0, 1)])).toBe(true);
  });

  test.each([
    ['a test failed', [tally(5), tally(5, 1)]],
    ['a suite ran no test', [tally(5), tally(0)]],
    ['a suite skipped all it had', [tally(5), tally(0, 0, 3)]],
    ['there is no suite', []],
  ])('not when %s', (_why, tallies) => {
    expect(isGreen(tallies)).toBe(false);
  });
});

test('the table has one line for each suite', () => {
  const lines = suiteTable([{ name: 'unit', milliseconds: 1234, ...tally(12, 1) }]);
  expect(lines).toEqual(['suite  passed  failed  skipped  seconds', 'unit       12       1        0      1.2']);
});

test('what failed is named once more at the end, because the rest may be cut off', () => {
  const failures = [{ test: 'tests/unit/a.test.ts: adds', error: 'expected 3 to be 4' }];
  expect(failureLines([{ name: 'unit', milliseconds: 1, ...tally(1, 1), failures }])).toEqual([
    'failed: unit: tests/unit/a.test.ts: adds',
    '        expected 3 to be 4',
  ]);
});

function reportFile(report: unknown): string {
  const file = path.join(temporaryFolder(), 'report.json');
  writeFileSync(file, typeof report === 'string' ? report : JSON.stringify(report));
  return file;
}

describe("Vitest's report", () => {
  const good = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };

  test('is read', () => {
    expect(readVitestReport(reportFile(good), 0)).toMatchObject(tally(3, 0, 2));
  });

  test('counts a file that cannot be loaded', () => {
    const unloadable = { ...good, testResults: [{ status: 'failed', assertionResults: [] }] };
    expect(readVitestReport(reportFile(unloadable), 1)).toMatchObject(tally(3, 1, 2));
  });

  test('names what failed, with the first line of its error', () => {
    const failed = {
      name: path.join(projectRoot, 'tests/unit/a.test.ts'),
      status: 'failed',
      assertionResults: [
        { fullName: 'sums add', status: 'failed', failureMessages: ['\u001b[31mError: no\u001b[39m\n  at a.ts:1'] },
        { fullName: 'sums end', status: 'passed' },
      ],
    };
    const report = { ...good, numFailedTests: 1, testResults: [failed] };
    expect(readVitestReport(reportFile(report), 1).failures).toEqual([
      { test: 'tests/unit/a.test.ts: sums add', error: 'Error: no' },
    ]);
  });

  test('counts an end that no failed test explains', () => {
    expect(readVitestReport(reportFile(good), 1)).toMatchObject(tally(3, 1, 2));
    expect(readVitestReport(reportFile(good), undefined)).toMatchObject(tally(3, 1, 2));
  });

  test('counts a run without tests', () => {
    expect(readVitestReport(reportFile({ ...good, numPassedTests: 0 }), 0)).toMatchObject(tally(0, 1, 2));
  });

  test('that is missing is a crash', () => {
    expect(readVitestReport('no/such/report.json', 0)).toEqual(tally(0, 1));
  });

  test('that is cut off is a crash', () => {
    expect(readVitestReport(reportFile('{"numPassedTests": 3'), 0)).toEqual(tally(0, 1));
  });
});

describe("Playwright's report", () => {
  const stats = { expected: 4, unexpected: 0, flaky: 0, skipped: 0 };
  const nothing = { stats: { ...stats, expected: 0 }, errors: [] };
  const read = (report: unknown, exitCode: number | undefined) =>
    readPlaywrightReports([{ report: reportFile(report), exitCode }]);

  test('is read, and a flaky test is a failed one', () => {
    expect(read({ stats: { ...stats, flaky: 1, unexpected: 1 }, errors: [] }, 1)).toMatchObject(tally(4, 2));
  });

  test('names what failed, in whatever suite it stands', () => {
    const spec = (title: string, ok: boolean) => ({
      title,
      ok,
      file: 'a.spec.ts',
      tests: [{ results: [{ errors: ok ? [] : [{ message: 'Error: gone\nat b' }] }] }],
    });
    const suites = [
      { title: 'a.spec.ts', specs: [spec('one', true)], suites: [{ title: 'in', specs: [spec('two', false)] }] },
    ];
    expect(read({ stats: { ...stats, unexpected: 1 }, errors: [], suites }, 1).failures).toEqual([
      { test: 'a.spec.ts: two', error: 'Error: gone' },
    ]);
  });

  test('counts errors outside of tests', () => {
    expect(read({ stats, errors: [{ message: 'cannot load' }] }, 1)).toMatchObject(tally(4, 1));
  });

  test('counts an end that no failed test explains', () => {
    expect(read({ stats, errors: [] }, 1)).toMatchObject(tally(4, 1));
    expect(read({ stats, errors: [] }, undefined)).toMatchObject(tally(4, 1));
  });

  test('counts a run without tests', () => {
    expect(read(nothing, 0)).toMatchObject(tally(0, 1));
  });

  test('is one of several: all are counted, and one that had nothing to do is no failure', () => {
    const pass = (report: unknown, exitCode: number) => ({ report: reportFile(report), exitCode });
    const good = pass({ stats, errors: [] }, 0);
    const bad = pass({ stats: { ...stats, unexpected: 1, skipped: 2 }, errors: [] }, 1);
    expect(readPlaywrightReports([good, pass(nothing, 0)])).toMatchObject(tally(4));
    expect(readPlaywrightReports([bad, good])).toMatchObject(tally(8, 1, 2));
    expect(readPlaywrightReports([good, { report: 'no/such/report.json', exitCode: 0 }])).toMatchObject(tally(4, 1));
    expect(readPlaywrightReports([good, pass(nothing, 1)])).toMatchObject(tally(4, 1));
    expect(readPlaywrightReports([pass(nothing, 0), pass(nothing, 0)])).toMatchObject(tally(0, 1));
  });
});
